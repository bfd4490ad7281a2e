package io.mizzen.kernel.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionRangeTest {
  @ParameterizedTest
  @CsvSource({
    ">=0.3.0 & <0.4.0, 0.3.0, true",
    ">=0.3.0 & <0.4.0, 0.3.99, true",
    ">=0.3.0 & <0.4.0, 0.4.0, false",
    ">=0.3.0 & <0.4.0, 0.2.9, false",
    ">0.3.0&<=0.4.0, 0.3.0, false",
    ">0.3.0&<=0.4.0, 0.4.0, true",
    "=1.2.3, 1.2.3, true",
    "=1.2.3, 1.2.4, false",
    "<10.0.0, 9.11.0, true",
    ">=1.0.0 & <2.0.0, 1.0.0-SNAPSHOT, true",
    ">=1.0.0 & <2.0.0, 1.4.0+build.7, true",
  })
  void holds(String range, String version, boolean expected) {
    VersionRange parsed = VersionRange.parse(range).range();
    assertEquals(expected, parsed.contains(Version.parse(version)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "1.0.0", ">=1.0.0", ">1.0.0 & >=2.0.0", ">=1.0 & <2.0", "<x"})
  void refusesWhatHasNoUpperEndOrIsNoRange(String text) {
    VersionRange.Parsed parsed = VersionRange.parse(text);
    assertNull(parsed.range());
    assertFalse(parsed.fault().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1.2", "1.2.3.4", "a.b.c", "1..3", "-1.2.3", "99999999999.0.0"})
  void refusesWhatIsNoVersion(String text) {
    assertNull(Version.parse(text));
  }

  @Test
  void comparesNumbersAndNotTexts() {
    assertTrue(Version.parse("1.10.0").compareTo(Version.parse("1.9.9")) > 0);
    assertEquals(0, Version.parse("2.0.0-rc1").compareTo(Version.parse("2.0.0")));
  }
}
