package io.mizzen.lib.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The example of RFC 6455 section 1.3. */
class WebSocketKeysTest {
  @Test
  void answersAsTheExampleDoes() {
    assertEquals("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", WebSocketKeys.accept("dGhlIHNhbXBsZSBub25jZQ=="));
  }

  @Test
  void aKeyHasSixteenOctets() {
    assertEquals("AAAAAAAAAAEAAAAAAAAAAg==", WebSocketKeys.key(1, 2));
  }
}
