package io.mizzen.protocol.http2;

import io.mizzen.lib.http.Checks;
import io.mizzen.lib.http.ForwardedConfig;
import io.mizzen.lib.http.PathPolicy;
import io.mizzen.lib.http.ViaConfig;
import io.mizzen.spi.config.ByteSize;
import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import java.time.Duration;
import java.util.List;

/** HTTP/2 as a listener speaks it. */
@Doc("HTTP/2 in clear text with prior knowledge towards callers, and gRPC on it.")
public record Http2ServerConfig(
    @Default("128") @Doc("Open streams of one connection; more are refused, and may be repeated.")
        int maxStreams,
    @Default("256KiB") @Doc("What a caller may send of one stream before it has been passed on.")
        ByteSize streamWindow,
    @Default("1MiB") @Doc("What a caller may send on all streams before it has been read.")
        ByteSize connectionWindow,
    @Default("60KiB")
        @Doc("A request's fields, decoded, with 32B for each; larger heads are answered with 431.")
        ByteSize maxHeaderBytes,
    @Default("100") @Doc("Fields of a request; more are answered with 431.") int maxHeaders,
    @Default("64KiB") @Doc("A request's fields as they come, encoded; more ends the connection.")
        ByteSize maxHeaderBlock,
    @Default("10s") @Doc("From the first byte of a head to its last. 0s is no limit.")
        Duration headTimeout,
    @Default("60s")
        @Doc("How long a connection without open streams and bytes is kept. 0s is for ever.")
        Duration keepAlive,
    @Default("5s")
        @Doc("How long a broken connection is still read, so that the last words arrive.")
        Duration linger,
    @Default("[]")
        @Doc(
            "Protocols that extended CONNECT (RFC 8441) may ask for, such as websocket; empty offers"
                + " none.")
        List<String> tunnels,
    @Default("deny") @Doc("Whether a request of HTTP/1.1 may turn into HTTP/2 by Upgrade: h2c.")
        Upgrade upgrade,
    @Default("strict") @Doc("What becomes of paths that two servers could read differently.")
        PathPolicy paths,
    @Default("{}") @Doc("What the upstream is told about the caller.") ForwardedConfig forwarded,
    @Default("{}") @Doc("The Via header, which also guards against loops.") ViaConfig via,
    @Default("0B")
        @Doc(
            "The largest message of a gRPC request; larger ones give RESOURCE_EXHAUSTED. 0B is any.")
        ByteSize maxGrpcMessage,
    @Default("{}") @Doc("What a caller may do that costs the proxy more than the caller.")
        AbuseConfig abuse) {
  /** Before it knows our settings a peer may send so much, so less cannot be kept (6.9.2). */
  static final long SMALLEST_WINDOW = 65_535;

  public Http2ServerConfig {
    Checks.count("maxStreams", maxStreams, 1, 1_000_000);
    Checks.size("streamWindow", streamWindow, SMALLEST_WINDOW, 1 << 30);
    Checks.size("connectionWindow", connectionWindow, SMALLEST_WINDOW, 1 << 30);
    Checks.size("maxHeaderBytes", maxHeaderBytes, 1024, 1 << 20);
    Checks.count("maxHeaders", maxHeaders, 1, 10_000);
    Checks.size("maxHeaderBlock", maxHeaderBlock, 1024, 1 << 20);
    Checks.time("headTimeout", headTimeout);
    Checks.time("keepAlive", keepAlive);
    Checks.time("linger", linger);
    tunnels = List.copyOf(tunnels);
    tunnels.forEach(word -> Checks.token("tunnels", word));
  }

  /** Whether HTTP/2 may begin within HTTP/1.1 (RFC 7540 section 3.2; RFC 9113 has withdrawn it). */
  public enum Upgrade {
    @Doc("The offer is not looked at; the request is one of HTTP/1.")
    DENY,
    @Doc("Requests without a body are answered with 101, and the connection goes on in HTTP/2.")
    ALLOW
  }
}
