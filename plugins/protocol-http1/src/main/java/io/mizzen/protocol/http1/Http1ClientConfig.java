package io.mizzen.protocol.http1;

import io.mizzen.lib.http.Checks;
import io.mizzen.spi.config.ByteSize;
import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import java.time.Duration;

/** HTTP/1 as a cluster speaks it. */
@Doc("HTTP/1.1 towards upstreams.")
public record Http1ClientConfig(
    @Default("1024") @Doc("Connections to one endpoint, of all workers together.")
        int maxConnections,
    @Default("1024") @Doc("Requests that wait for a connection; more are refused.") int maxPending,
    @Default("30s")
        @Doc("How long an idle connection is kept; shorter than the upstream keeps it. 0s is ever.")
        Duration keepAlive,
    @Default("0") @Doc("Requests after which a connection is replaced; 0 is never.")
        long maxRequests,
    @Default("8KiB") @Doc("The longest status line; longer ones are answered with 502.")
        ByteSize maxStatusLine,
    @Default("60KiB") @Doc("Status line and headers together; larger heads give 502.")
        ByteSize maxHeaderBytes,
    @Default("16KiB") @Doc("The longest single header line; longer ones give 502.")
        ByteSize maxHeaderLine,
    @Default("100") @Doc("Header lines; more give 502.") int maxHeaders,
    @Default("16KiB") @Doc("Trailers of a chunked body, all lines together.")
        ByteSize maxTrailerBytes,
    @Default("16KiB") @Doc("Extensions of all chunks of a body together; they are not forwarded.")
        ByteSize maxChunkExtensions,
    @Default("16") @Doc("Informational (1xx) responses before the final one; more give 502.")
        int maxInformational,
    @Default("allow") @Doc("Whether bodies of unknown length are sent.")
        ChunkedRequests chunkedRequests) {
  public Http1ClientConfig {
    Checks.count("maxConnections", maxConnections, 1, Integer.MAX_VALUE);
    Checks.count("maxPending", maxPending, 0, Integer.MAX_VALUE);
    Checks.time("keepAlive", keepAlive);
    Checks.count("maxRequests", maxRequests, 0, Long.MAX_VALUE);
    Checks.atLeast("maxStatusLine", maxStatusLine, 64);
    Checks.atLeast("maxHeaderBytes", maxHeaderBytes, maxStatusLine.bytes());
    Checks.atMost("maxHeaderBytes", maxHeaderBytes, 1 << 20);
    Checks.atLeast("maxHeaderLine", maxHeaderLine, 256);
    Checks.count("maxHeaders", maxHeaders, 1, 10_000);
    Checks.atLeast("maxTrailerBytes", maxTrailerBytes, 2);
    Checks.atMost("maxTrailerBytes", maxTrailerBytes, 1 << 20);
    Checks.count("maxInformational", maxInformational, 0, 1_000);
  }

  /** Whether bodies of unknown length are sent (RFC 9112 section 6.1). */
  public enum ChunkedRequests {
    @Doc("The upstream is known to speak HTTP/1.1.")
    ALLOW,
    @Doc("The upstream may be HTTP/1.0: a request without a length is answered with 411.")
    REJECT
  }

  HeadLimits headLimits() {
    return new HeadLimits(
        maxStatusLine.asInt(),
        maxHeaderBytes.asInt(),
        maxHeaderLine.asInt(),
        maxHeaders,
        Underscores.ALLOW);
  }

  BodyLimits bodyLimits() {
    return new BodyLimits(
        Long.MAX_VALUE,
        maxChunkExtensions.asInt(),
        new HeadLimits(
            0, maxTrailerBytes.asInt(), maxTrailerBytes.asInt(), maxHeaders, Underscores.ALLOW));
  }
}
