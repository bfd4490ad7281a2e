package io.mizzen.bench.jmh;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The octets that benchmarks decode: as a browser, a server and an RPC framework word them. */
final class Messages {
  private static final String KIB = "x".repeat(1024);

  static final byte[] GET =
      octets(
          "GET /some/path/to/a/resource?with=query HTTP/1.1\r\nHost: www.example.com\r\n"
              + "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101\r\n"
              + "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n"
              + "Accept-Language: en-US,en;q=0.5\r\nAccept-Encoding: gzip, deflate, br\r\n"
              + "Connection: keep-alive\r\nCookie: session=0123456789abcdef\r\n\r\n");

  static final byte[] OK =
      octets(
          "HTTP/1.1 200 OK\r\nServer: nginx\r\nDate: Sat, 21 Nov 2026 12:00:00 GMT\r\n"
              + "Content-Type: application/octet-stream\r\nContent-Length: 1024\r\n"
              + "Connection: keep-alive\r\n\r\n"
              + KIB);

  static final byte[] CHUNKED_POST =
      octets(
          "POST /some/path HTTP/1.1\r\nHost: www.example.com\r\nContent-Type: text/plain\r\n"
              + "Transfer-Encoding: chunked\r\n\r\n400\r\n"
              + KIB
              + "\r\n0\r\n\r\n");

  static final byte[] CHUNKED_OK =
      octets(
          "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n"
              + KIB
              + "\r\n0\r\n\r\n");

  /** Where the id stands in a bolt v1 frame. */
  static final int BOLT_ID = 5;

  private static final int BOLT_REQUEST_HEAD = 22;
  private static final int BOLT_RESPONSE_HEAD = 20;
  private static final int TIMEOUT_MILLIS = 3000;

  private Messages() {}

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A bolt v1 request with the header map that SOFARPC sends. */
  static byte[] boltRequest() {
    byte[] type = octets("com.alipay.sofa.rpc.core.request.SofaRequest");
    byte[] map =
        pairs(
            "service",
            "io.mizzen.bench.EchoService:1.0",
            "sofa_head_target_service",
            "io.mizzen.bench.EchoService:1.0",
            "sofa_head_method_name",
            "echo");
    ByteBuffer frame =
        ByteBuffer.allocate(BOLT_REQUEST_HEAD + type.length + map.length + KIB.length());
    frame.put((byte) 1).put((byte) 1).putShort((short) 1).put((byte) 1).putInt(7).put((byte) 1);
    frame.putInt(TIMEOUT_MILLIS).putShort((short) type.length).putShort((short) map.length);
    return frame.putInt(KIB.length()).put(type).put(map).put(octets(KIB)).array();
  }

  static byte[] boltResponse() {
    byte[] type = octets("com.alipay.sofa.rpc.core.response.SofaResponse");
    ByteBuffer frame = ByteBuffer.allocate(BOLT_RESPONSE_HEAD + type.length + KIB.length());
    frame.put((byte) 1).put((byte) 0).putShort((short) 2).put((byte) 1).putInt(7).put((byte) 1);
    frame.putShort((short) 0).putShort((short) type.length).putShort((short) 0);
    return frame.putInt(KIB.length()).put(type).put(octets(KIB)).array();
  }

  private static byte[] pairs(String... words) {
    ByteBuffer out = ByteBuffer.allocate(1024);
    for (String word : words) {
      out.putInt(word.length()).put(octets(word));
    }
    byte[] map = new byte[out.position()];
    out.flip().get(map);
    return map;
  }
}
