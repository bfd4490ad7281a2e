package io.mizzen.protocol.http1;

import io.mizzen.protocol.http1.HttpCheckConfig.CodeRange;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.upstream.HealthCheck;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One GET on a fresh connection; the final status line decides, the body is not waited for. */
final class HttpCheck implements HealthCheck {
  /** An answer to a health check that has a longer head than this is no good sign. */
  private static final HeadLimits LIMITS =
      new HeadLimits(8 * 1024, 16 * 1024, 8 * 1024, 100, Underscores.ALLOW);

  private final HttpCheckConfig config;
  private final List<CodeRange> good;

  HttpCheck(HttpCheckConfig config) {
    this.config = config;
    this.good = config.expect().stream().map(CodeRange::parse).toList();
  }

  @Override
  public Probe newProbe() {
    return new GetProbe();
  }

  private final class GetProbe implements Probe {
    private final ResponseReader responses = new ResponseReader(LIMITS);
    private final Http1ResponseHead head =
        new Http1ResponseHead(new Spares(System::currentTimeMillis));
    private int heard;

    @Override
    public Verdict ask(String endpoint, ByteBuf out) {
      String host = config.host();
      if (host.isEmpty()) {
        // A unix socket is no host; what serves it answers to any.
        host = endpoint.startsWith("unix:") ? "localhost" : endpoint;
      }
      out.writeCharSequence(
          "GET "
              + config.path()
              + " HTTP/1.1\r\nHost: "
              + host
              + "\r\nUser-Agent: mizzen-health-check\r\nConnection: close\r\n\r\n",
          StandardCharsets.ISO_8859_1);
      return Verdict.PENDING;
    }

    @Override
    public Verdict hear(ByteBuf in) {
      try {
        while (in.readableBytes() > heard) {
          ByteBuf rest = in.slice(in.readerIndex() + heard, in.readableBytes() - heard);
          head.clear();
          int octets = Math.min(rest.readableBytes(), LIMITS.total() + 1);
          head.load(rest, octets);
          int used = responses.read(head, octets, Method.GET, null);
          if (used < 0) {
            return Verdict.PENDING;
          }
          if (head.code >= 200) {
            return judge(head.code);
          }
          heard += used;
        }
        return Verdict.PENDING;
      } catch (ProtocolException rubbish) {
        return Verdict.UNHEALTHY;
      }
    }

    private Verdict judge(int code) {
      for (CodeRange range : good) {
        if (range.holds(code)) {
          return Verdict.HEALTHY;
        }
      }
      return Verdict.UNHEALTHY;
    }
  }
}
