package io.mizzen.it.soak;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The exchange that both ends know byte for byte: {@code GET /g/key} and {@code POST /p/key}. */
final class Http {
  /** So that the proxy adds none of its own. */
  private static final String DATE = "Date: Sat, 21 Nov 2026 00:00:00 GMT\r\n";

  private Http() {}

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static byte[] join(byte[] head, byte[] body) {
    byte[] all = java.util.Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    return all;
  }

  static boolean isPost(long key) {
    return key % 3 == 0;
  }

  static String path(long key) {
    return (isPost(key) ? "/p/" : "/g/") + key;
  }

  static byte[] request(long key) {
    String head = (isPost(key) ? "POST " : "GET ") + path(key) + " HTTP/1.1\r\nHost: soak\r\n";
    if (!isPost(key)) {
      return ascii(head + "\r\n");
    }
    byte[] body = Payloads.of(key);
    return join(ascii(head + "Content-Length: " + body.length + "\r\n\r\n"), body);
  }

  /** Whether the answer comes in chunks, which a proxy may cut anew. */
  static boolean isChunked(long key) {
    return key % 5 == 0;
  }

  /** What upstream {@code name} says, and the proxy must repeat. */
  static String answerHead(String name, long key) {
    return "HTTP/1.1 200 OK\r\n"
        + DATE
        + "X-From: "
        + name
        + "\r\nX-Path: "
        + path(key)
        + (isChunked(key)
            ? "\r\nTransfer-Encoding: chunked\r\n\r\n"
            : "\r\nContent-Length: " + Payloads.of(key).length + "\r\n\r\n");
  }

  /** The value of a header line in a head, null without one. */
  static @Nullable String value(String head, String name) {
    String lower = head.toLowerCase(Locale.ROOT);
    int at = lower.indexOf("\r\n" + name.toLowerCase(Locale.ROOT) + ":");
    if (at < 0) {
      return null;
    }
    int from = at + name.length() + 3;
    return head.substring(from, head.indexOf("\r\n", from)).strip();
  }
}
