package io.mizzen.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HeadMemoTest {
  private static final String HEAD = "HTTP/1.1 200 OK\r\ncontent-LENGTH: 12\r\n\r\n";

  private final HeadMemo<HttpHead> heads = new HeadMemo<>(HttpHead::parse);

  @Test
  void theSameBytesAreParsedOnce() throws IOException {
    ByteBuffer twice = bytes(HEAD + HEAD);
    HttpHead first = heads.take(twice);
    assertEquals(new HttpHead("HTTP/1.1 200 OK", 12, false), first);
    assertEquals(HEAD.length(), twice.position());
    assertSame(first, heads.take(twice));
    assertEquals(2 * HEAD.length(), twice.position());
  }

  @Test
  void aHeadOfTheSameLengthWithAnotherValueIsAnotherHead() throws IOException {
    heads.take(bytes(HEAD));
    HttpHead other = heads.take(bytes(HEAD.replace("12", "21")));
    assertEquals(new HttpHead("HTTP/1.1 200 OK", 21, false), other);
  }

  @Test
  void nothingIsTakenBeforeTheEmptyLine() throws IOException {
    heads.take(bytes(HEAD));
    for (int cut = 0; cut < HEAD.length(); cut++) {
      ByteBuffer part = bytes(HEAD.substring(0, cut));
      assertNull(heads.take(part));
      assertEquals(0, part.position());
    }
  }

  @Test
  void aHeadWithoutEndIsRefused() {
    assertThrows(ProtocolException.class, () -> heads.take(bytes("x".repeat(20_000))));
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
