package io.mizzen.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to answer to which request head, shared by all connections of an upstream: they all get the
 * same heads from a proxy.
 */
final class HttpAnswers {
  /**
   * @param bodyBytes of the request
   * @param fixed the whole answer; null to echo the body behind {@code echoHead}
   */
  record Answer(int bodyBytes, @Nullable ByteBuffer fixed, byte[] echoHead, boolean close) {}

  /**
   * The largest body the bench asks for, and a guard against a path that was mangled on the way.
   */
  private static final int MAX_BODY = 16 * 1024 * 1024;

  private static final byte[] NONE = new byte[0];

  private final Map<Integer, ByteBuffer> bySize = new HashMap<>();
  private final HeadMemo<Answer> heads = new HeadMemo<>(this::answer);

  @Nullable Answer take(ByteBuffer borrowed) throws IOException {
    return heads.take(borrowed);
  }

  private Answer answer(byte[] bytes, int length) throws IOException {
    HttpHead head = HttpHead.parse(bytes, length);
    String path = String.valueOf(head.word(1));
    if ("POST".equals(head.word(0))) {
      return new Answer(
          head.contentLength(), null, head("200 OK", head.contentLength()), head.close());
    }
    if (!path.matches("/[0-9]{1,8}") || Integer.parseInt(path.substring(1)) > MAX_BODY) {
      return new Answer(
          head.contentLength(), ByteBuffer.wrap(head("404 Not Found", 0)), NONE, head.close());
    }
    ByteBuffer fixed =
        bySize.computeIfAbsent(Integer.valueOf(path.substring(1)), HttpAnswers::withBody);
    return new Answer(head.contentLength(), fixed, NONE, head.close());
  }

  private static ByteBuffer withBody(int size) {
    byte[] head = head("200 OK", size);
    return ByteBuffer.allocateDirect(head.length + size)
        .put(head)
        .put(HttpExchange.pattern(size))
        .flip();
  }

  private static byte[] head(String status, int size) {
    return ("HTTP/1.1 "
            + status
            + "\r\nContent-Type: text/plain\r\nContent-Length: "
            + size
            + "\r\n\r\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
