package io.mizzen.lib.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts with a port. */
class AuthorityTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "a.b:8080", "a:", "[::1]", "[::1]:1", "1.2.3.4:65535", "a%41", "*"})
  void acceptsWhatNamesAHost(String text) {
    assertTrue(Authority.isGood(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", ":1", "u@a", "a:65536", "a:-1", "a:b", "a b", "a:1:2", "[]", "[::1", "a%4", "ä"
      })
  void refusesWhatTwoServersCouldReadDifferently(String text) {
    assertFalse(Authority.isGood(text));
  }

  @ParameterizedTest
  @CsvSource({"a:443,true", "a,false", "a:,false", "a:0,false", "[::1]:1,true", "[::1],false"})
  void tunnelsNeedAPort(String text, boolean good) {
    byte[] octets = Octets.ascii(text);
    assertEquals(good, Authority.isGoodWithPort(octets, 0, octets.length));
  }

  @Test
  void comparesLettersWithoutCase() {
    byte[] octets = Octets.ascii("Shop:80shop:80shop:81");
    assertTrue(Authority.same(octets, 0, 7, 7, 14));
    assertFalse(Authority.same(octets, 0, 7, 14, 21));
    assertFalse(Authority.same(octets, 0, 7, 7, 13));
  }
}
