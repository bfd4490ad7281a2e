package io.mizzen.kernel.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.mizzen.spi.config.Ratio;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UnitTypesTest {
  @ParameterizedTest
  @CsvSource({
    "0s, 0",
    "1.5s, 1500000000",
    "0.1ms, 100000",
    "1.0000000019s, 1000000001",
    "9223372036854775us, 9223372036854775000",
    "9223372036.854775807s, 9223372036854775807"
  })
  void durationsAreExactToTheNanosecond(String text, long nanos) throws BadScalar {
    assertEquals(Duration.ofNanos(nanos), UnitTypes.DURATION.read(scalar(text), "value"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"9223372036.854775808s", "99999999999999999999h"})
  void longerThanAClockCanTellIsRefused(String text) {
    assertThrows(BadScalar.class, () -> UnitTypes.DURATION.read(scalar(text), "value"));
  }

  @ParameterizedTest
  @CsvSource({
    "20%, 0.2, 20%",
    "7%, 0.07, 7%",
    "12.5%, 0.125, 12.5%",
    "0.3, 0.3, 30%",
    "1, 1, 100%"
  })
  void sharesComeBackAsTheyAreWritten(String text, double value, String written) throws BadScalar {
    Object share = UnitTypes.RATIO.read(scalar(text), "value");

    assertEquals(new Ratio(value), share);
    assertEquals(written, UnitTypes.RATIO.write(share));
  }

  private static ScalarNode scalar(String text) {
    return new ScalarNode(Span.NONE, text, false);
  }
}
