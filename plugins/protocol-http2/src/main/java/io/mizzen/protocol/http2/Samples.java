package io.mizzen.protocol.http2;

import io.mizzen.lib.http.Octets;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;

/** Requests by which a process that is about to take over compiles this code. */
final class Samples {
  /** Without a body, with one, and a call of gRPC; each as all of a connection so far. */
  static final List<byte[]> ALL = List.of(get(), post(), grpc());

  private static final int GET = 2;
  private static final int POST = 3;
  private static final int PATH = 4;
  private static final int HTTP = 6;
  private static final int AUTHORITY = 1;

  private Samples() {}

  private static byte[] get() {
    HpackEncoder head = head(GET, "/warm/up?page=1");
    head.field("accept", "*/*");
    head.field("accept-encoding", "gzip");
    head.field("x-request-id", "6f1c9a52-0000-4000-8000-000000000000");
    return connection(head, "");
  }

  private static byte[] post() {
    String body = "{\"order\":\"4711\",\"items\":[\"a\",\"b\",\"c\"]}";
    HpackEncoder head = head(POST, "/warm/up");
    head.field("content-type", "application/json");
    head.field("content-length", Integer.toString(body.length()));
    return connection(head, body);
  }

  private static byte[] grpc() {
    HpackEncoder head = head(POST, "/warm.Up/Call");
    head.field("content-type", "application/grpc");
    head.field("te", "trailers");
    head.field("grpc-timeout", "10S");
    return connection(head, "\0\0\0\0\4warm");
  }

  private static HpackEncoder head(int method, String path) {
    HpackEncoder head = new HpackEncoder();
    head.begin();
    head.indexed(method);
    head.indexed(HTTP);
    head.named(PATH, path);
    head.named(AUTHORITY, "warm-up.invalid");
    head.field("user-agent", "mizzen");
    return head;
  }

  private static byte[] connection(HpackEncoder head, String body) {
    ByteBuf out = Unpooled.buffer();
    out.writeBytes(Preface.OCTETS);
    Frames.header(0, Frames.SETTINGS, 0, 0, out);
    int flags = Frames.END_HEADERS | (body.isEmpty() ? Frames.END_STREAM : 0);
    Frames.header(head.length(), Frames.HEADERS, flags, 1, out);
    out.writeBytes(head.bytes(), 0, head.length());
    if (!body.isEmpty()) {
      Frames.header(body.length(), Frames.DATA, Frames.END_STREAM, 1, out);
      out.writeBytes(Octets.ascii(body));
    }
    return Arrays.copyOf(out.array(), out.writerIndex());
  }
}
