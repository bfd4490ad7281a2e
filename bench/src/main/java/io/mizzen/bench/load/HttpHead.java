package io.mizzen.bench.load;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the bench needs to know of a head. Bodies are framed by Content-Length only: both ends are
 * ours, and a proxy that turns a known length into chunks has changed what was measured.
 *
 * @param startLine the request or status line without its line end
 * @param contentLength bytes of the body, 0 if the head names none
 */
record HttpHead(String startLine, int contentLength, boolean close) {
  static HttpHead parse(byte[] bytes, int length) throws IOException {
    String[] lines = new String(bytes, 0, length, StandardCharsets.ISO_8859_1).split("\r\n");
    int contentLength = 0;
    boolean close = false;
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon < 0) {
        throw new ProtocolException("not a header line: " + lines[i]);
      }
      String value = lines[i].substring(colon + 1).trim();
      switch (lines[i].substring(0, colon).toLowerCase(Locale.ROOT)) {
        case "content-length" -> contentLength = parseLength(value);
        case "transfer-encoding" -> throw new ProtocolException("transfer-encoding: " + value);
        case "connection" -> close = value.equalsIgnoreCase("close");
        default -> {
          // Nothing else changes how the bytes are read.
        }
      }
    }
    return new HttpHead(lines[0], contentLength, close);
  }

  private static int parseLength(String value) throws IOException {
    try {
      return Integer.parseUnsignedInt(value);
    } catch (NumberFormatException e) {
      throw new ProtocolException("content-length: " + value);
    }
  }

  /** The status of an answer; 0 if the line is none. */
  int status() {
    @Nullable String code = word(1);
    return code != null && code.matches("[1-5][0-9][0-9]") ? Integer.parseInt(code) : 0;
  }

  /** The word at {@code index} of the start line, null if it has fewer. */
  @Nullable String word(int index) {
    String[] words = startLine.split(" ");
    return index < words.length ? words[index] : null;
  }
}
