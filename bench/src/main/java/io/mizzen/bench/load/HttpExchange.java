package io.mizzen.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One HTTP/1.1 request and the answer it must get: the upstream answers {@code GET /N} with N bytes
 * of {@link #pattern}, and a POST with its own body.
 *
 * @param requestBytes bytes of the request body; 0 makes it a GET
 * @param answerBytes bytes of the answer's body
 */
public record HttpExchange(int requestBytes, int answerBytes) {
  /**
   * A POST begins with a number that its answer must repeat, so that answers cannot be mixed up
   * unseen.
   */
  static final int STAMP_BYTES = Long.BYTES;

  public HttpExchange {
    if (requestBytes != 0 && (requestBytes < STAMP_BYTES || requestBytes != answerBytes)) {
      throw new IllegalArgumentException(
          "a POST is echoed and has at least " + STAMP_BYTES + " bytes, got " + requestBytes);
    }
  }

  public static HttpExchange get(int answerBytes) {
    return new HttpExchange(0, answerBytes);
  }

  public static HttpExchange post(int bytes) {
    return new HttpExchange(bytes, bytes);
  }

  public boolean isPost() {
    return requestBytes > 0;
  }

  public String path() {
    return isPost() ? "/echo" : "/" + answerBytes;
  }

  /** The request as curl would word it, with its body. */
  byte[] request() {
    String head =
        (isPost() ? "POST " : "GET ")
            + path()
            + " HTTP/1.1\r\nHost: bench.example\r\nUser-Agent: mizzen-bench\r\nAccept: */*\r\n"
            + (isPost()
                ? "Content-Type: application/octet-stream\r\nContent-Length: "
                    + requestBytes
                    + "\r\n"
                : "")
            + "\r\n";
    byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
    byte[] all = Arrays.copyOf(start, start.length + requestBytes);
    System.arraycopy(pattern(requestBytes), 0, all, start.length, requestBytes);
    return all;
  }

  /**
   * Printable bytes that differ at every offset modulo a prime, so that a body shifted or cut in
   * the middle is seen.
   */
  static byte[] pattern(int bytes) {
    byte[] pattern = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      pattern[i] = (byte) ('!' + i % 89);
    }
    return pattern;
  }
}
