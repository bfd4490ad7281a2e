package io.mizzen.protocol.http2;

import io.mizzen.spi.upstream.HealthCheck;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * One call of {@code grpc.health.v1.Health/Check} on a fresh connection. Its fields need not be
 * decoded: every bad answer ends without a message that says SERVING. It is heard to its end, so
 * that no server is left with half an answer.
 *
 * <pre>
 *   request   0 length:4   0x0a length service      no service: an empty message
 *   answer    0 length:4   0x08 status              1 is SERVING
 * </pre>
 */
final class GrpcCheck implements HealthCheck {
  private static final int POST = 3;
  private static final int PATH = 4;
  private static final int HTTP = 6;
  private static final int AUTHORITY = 1;
  private static final int SERVICE_FIELD = 0x0a;
  private static final int STATUS_FIELD = 0x08;
  private static final int SERVING = 1;
  private static final int PREFIX = 5;

  private final GrpcCheckConfig config;

  GrpcCheck(GrpcCheckConfig config) {
    this.config = config;
  }

  @Override
  public Probe newProbe() {
    return new CheckProbe();
  }

  private final class CheckProbe implements Probe {
    private final FrameHead frame = new FrameHead();

    /** The beginning of the answer, in however many frames it comes. */
    private final byte[] answer = new byte[PREFIX + 2];

    private int answered;

    @Override
    public Verdict ask(String endpoint, ByteBuf out) {
      String authority = config.authority();
      if (authority.isEmpty()) {
        // A unix socket is no host; what serves it answers to any.
        authority = endpoint.startsWith("unix:") ? "localhost" : endpoint;
      }
      HpackEncoder head = new HpackEncoder();
      head.begin();
      head.indexed(POST);
      head.indexed(HTTP);
      head.named(PATH, "/grpc.health.v1.Health/Check");
      head.named(AUTHORITY, authority);
      head.field("content-type", "application/grpc");
      head.field("te", "trailers");
      head.field("user-agent", "mizzen-health-check");
      byte[] service = config.service().getBytes(StandardCharsets.UTF_8);
      int message = service.length == 0 ? 0 : service.length + 2;
      out.writeBytes(Preface.OCTETS);
      Frames.header(0, Frames.SETTINGS, 0, 0, out);
      Frames.header(head.length(), Frames.HEADERS, Frames.END_HEADERS, 1, out);
      out.writeBytes(head.bytes(), 0, head.length());
      Frames.header(PREFIX + message, Frames.DATA, Frames.END_STREAM, 1, out);
      out.writeByte(0).writeInt(message);
      if (message > 0) {
        out.writeByte(SERVICE_FIELD).writeByte(service.length).writeBytes(service);
      }
      return Verdict.PENDING;
    }

    @Override
    public Verdict hear(ByteBuf in) {
      while (frame.read(in)) {
        if (frame.broken() != null) {
          return Verdict.UNHEALTHY;
        }
        int end = in.readerIndex() + Frames.HEADER + frame.length;
        if (in.writerIndex() < end) {
          return Verdict.PENDING;
        }
        Verdict verdict = judge(in, in.readerIndex() + Frames.HEADER, end);
        in.readerIndex(end);
        if (verdict != Verdict.PENDING) {
          return verdict;
        }
      }
      return Verdict.PENDING;
    }

    private Verdict judge(ByteBuf in, int from, int to) {
      if (frame.type == Frames.GOAWAY) {
        return Verdict.UNHEALTHY;
      }
      if (frame.stream != 1) {
        return Verdict.PENDING;
      }
      switch (frame.type) {
        case Frames.DATA -> keep(in, frame.has(Frames.PADDED) ? from + 1 : from, to);
        case Frames.RST_STREAM -> {
          return Verdict.UNHEALTHY;
        }
        default -> {
          // Heads and trailers: only their end matters.
        }
      }
      boolean section = frame.type == Frames.HEADERS || frame.type == Frames.DATA;
      if (!section || !frame.has(Frames.END_STREAM)) {
        return Verdict.PENDING;
      }
      return isServing() ? Verdict.HEALTHY : Verdict.UNHEALTHY;
    }

    private void keep(ByteBuf in, int from, int to) {
      int some = Math.min(to - from, answer.length - answered);
      if (some > 0) {
        in.getBytes(from, answer, answered, some);
        answered += some;
      }
    }

    private boolean isServing() {
      return answered == answer.length
          && answer[0] == 0
          && answer[PREFIX] == STATUS_FIELD
          && answer[PREFIX + 1] == SERVING;
    }
  }
}
