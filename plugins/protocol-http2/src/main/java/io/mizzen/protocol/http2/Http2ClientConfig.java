package io.mizzen.protocol.http2;

import io.mizzen.lib.http.Checks;
import io.mizzen.spi.config.ByteSize;
import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import io.mizzen.spi.config.ShortForm;
import java.time.Duration;

/** HTTP/2 as a cluster speaks it. */
@Doc("HTTP/2 in clear text with prior knowledge towards upstreams, and gRPC on it.")
public record Http2ClientConfig(
    @Default("16")
        @Doc(
            "Connections to one endpoint, shared out among the workers; each worker has at least"
                + " one. Another is opened only when those there are are full.")
        int maxConnections,
    @Default("1024") @Doc("Requests that wait for a connection; more are refused.") int maxPending,
    @Default("128") @Doc("Open streams of one connection, if the upstream allows as many.")
        int maxStreams,
    @Default("60s") @Doc("How long an idle connection is kept. 0s is for ever.") Duration keepAlive,
    @Default("0") @Doc("Requests after which a connection is replaced; 0 is never.")
        long maxRequests,
    @Default("256KiB") @Doc("What an upstream may send of one stream before it has been passed on.")
        ByteSize streamWindow,
    @Default("1MiB") @Doc("What an upstream may send on all streams before it has been read.")
        ByteSize connectionWindow,
    @Default("60KiB") @Doc("An answer's fields, decoded, with 32B for each; larger ones give 502.")
        ByteSize maxHeaderBytes,
    @Default("100") @Doc("Fields of an answer; more give 502.") int maxHeaders,
    @Default("64KiB") @Doc("An answer's fields as they come, encoded; more ends the connection.")
        ByteSize maxHeaderBlock,
    @Default("0B")
        @Doc(
            "The largest message of a gRPC answer; larger ones give RESOURCE_EXHAUSTED. 0B is any.")
        ByteSize maxGrpcMessage,
    @Default("pass") @Doc("What becomes of requests in gRPC-Web.") GrpcWebPolicy grpcWeb,
    @Default("deny") @Doc("Whether WebSockets go to the upstream by extended CONNECT (RFC 8441).")
        ExtendedConnect extendedConnect,
    @Default("{}") @Doc("How silent connections are asked whether they still work.") Pings ping,
    @Default("{}") @Doc("What an upstream may do that costs the proxy more than the upstream.")
        AbuseConfig abuse) {
  public Http2ClientConfig {
    Checks.count("maxConnections", maxConnections, 1, Integer.MAX_VALUE);
    Checks.count("maxPending", maxPending, 0, Integer.MAX_VALUE);
    Checks.count("maxStreams", maxStreams, 1, 1_000_000);
    Checks.time("keepAlive", keepAlive);
    Checks.count("maxRequests", maxRequests, 0, Long.MAX_VALUE);
    Checks.size("streamWindow", streamWindow, Http2ServerConfig.SMALLEST_WINDOW, 1 << 30);
    Checks.size("connectionWindow", connectionWindow, Http2ServerConfig.SMALLEST_WINDOW, 1 << 30);
    Checks.size("maxHeaderBytes", maxHeaderBytes, 1024, 1 << 20);
    Checks.count("maxHeaders", maxHeaders, 1, 10_000);
    Checks.size("maxHeaderBlock", maxHeaderBlock, 1024, 1 << 20);
  }

  /** Whether tunnels go to the upstream. */
  public enum ExtendedConnect {
    @Doc("Answered with 501.")
    DENY,
    @Doc("Sent when the upstream has said that it takes them; refused if it says no.")
    ALLOW
  }

  /** What becomes of requests in gRPC-Web. */
  public enum GrpcWebPolicy {
    @Doc("Forwarded as they came: the upstream speaks gRPC-Web.")
    PASS,
    @Doc("Said in gRPC to the upstream, the answer in gRPC-Web; binary and text.")
    BRIDGE
  }

  /** PING frames on upstream connections. */
  @Doc("PING frames on upstream connections.")
  public record Pings(
      @ShortForm
          @Default("0s")
          @Doc(
              "Sent after that long without bytes from the upstream; 0s for never. gRPC servers"
                  + " take one in five minutes by default and end the connection after more.")
          Duration interval,
      @Default("20s") @Doc("A PING without an answer for that long has failed.") Duration timeout,
      @Default("1") @Doc("So many failures in a row end the connection.") int failures) {
    public Pings {
      Checks.time("ping.interval", interval);
      if (timeout.isNegative() || timeout.isZero()) {
        throw new IllegalArgumentException("ping.timeout must be longer than 0s, got " + timeout);
      }
      Checks.count("ping.failures", failures, 1, 1_000);
    }
  }
}
