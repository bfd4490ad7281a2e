package io.mizzen.protocol.http1;

import io.mizzen.lib.http.Checks;
import io.mizzen.lib.http.ForwardedConfig;
import io.mizzen.lib.http.PathPolicy;
import io.mizzen.lib.http.ViaConfig;
import io.mizzen.spi.config.ByteSize;
import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** HTTP/1 as a listener speaks it. */
@Doc("HTTP/1.1 and 1.0 towards callers.")
public record Http1ServerConfig(
    @Default("8KiB") @Doc("The longest request line; longer ones are answered with 414.")
        ByteSize maxRequestLine,
    @Default("60KiB") @Doc("Request line and headers together; larger heads are answered with 431.")
        ByteSize maxHeaderBytes,
    @Default("16KiB") @Doc("The longest single header line; longer ones are answered with 431.")
        ByteSize maxHeaderLine,
    @Default("100") @Doc("Header lines; more are answered with 431.") int maxHeaders,
    @Default("16KiB") @Doc("Trailers of a chunked body, all lines together.")
        ByteSize maxTrailerBytes,
    @Default("16KiB") @Doc("Extensions of all chunks of a body together; they are not forwarded.")
        ByteSize maxChunkExtensions,
    @Default("0B") @Doc("The largest body; larger ones are answered with 413. 0B is no limit.")
        ByteSize maxBody,
    @Default("64KiB")
        @Doc(
            "A body that nobody needs any more is read and dropped up to this size, so that the"
                + " connection can be kept; beyond it the connection is closed.")
        ByteSize maxDiscard,
    @Default("10s") @Doc("From the first byte of a head to its last. 0s is no limit.")
        Duration headTimeout,
    @Default("60s") @Doc("Between two pieces of a request's body. 0s is no limit.")
        Duration bodyTimeout,
    @Default("60s") @Doc("How long an idle connection is kept. 0s is for ever.") Duration keepAlive,
    @Default("5s")
        @Doc("How long a closed connection is still read, so that the last answer arrives.")
        Duration linger,
    @Default("accept") @Doc("Whether HTTP/1.0 is served.") Http10 http10,
    @Default("deny") @Doc("Whether CONNECT is served.") Connect connect,
    @Default("[\"*:443\"]")
        @Doc(
            "Where CONNECT may go: host:port, where the host may be * or *.suffix and the port may"
                + " be *.")
        List<String> connectTargets,
    @Default("[websocket]") @Doc("Protocols that Upgrade may switch to; other offers are left out.")
        List<String> upgrades,
    @Default("strict") @Doc("What becomes of paths that two servers could read differently.")
        PathPolicy paths,
    @Default("allow") @Doc("What becomes of header names with an underscore.")
        Underscores underscores,
    @Default("{}") @Doc("What the upstream is told about the caller.") ForwardedConfig forwarded,
    @Default("{}") @Doc("The Via header, which also guards against loops.") ViaConfig via,
    @Default("keep") @Doc("What becomes of X-Request-Id.") RequestIds requestId) {
  public Http1ServerConfig {
    Checks.atLeast("maxRequestLine", maxRequestLine, 256);
    Checks.atLeast("maxHeaderBytes", maxHeaderBytes, maxRequestLine.bytes());
    Checks.atMost("maxHeaderBytes", maxHeaderBytes, 1 << 20);
    Checks.atLeast("maxHeaderLine", maxHeaderLine, 256);
    Checks.count("maxHeaders", maxHeaders, 1, 10_000);
    Checks.atLeast("maxTrailerBytes", maxTrailerBytes, 2);
    Checks.atMost("maxTrailerBytes", maxTrailerBytes, 1 << 20);
    Checks.time("headTimeout", headTimeout);
    Checks.time("bodyTimeout", bodyTimeout);
    Checks.time("keepAlive", keepAlive);
    Checks.time("linger", linger);
    connectTargets = List.copyOf(connectTargets);
    for (String target : connectTargets) {
      ConnectTargets.check(target);
    }
    upgrades = upgrades.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
    for (String word : upgrades) {
      Checks.token("upgrades", word);
      if (word.equals("h2c")) {
        throw new IllegalArgumentException(
            "upgrades cannot hold h2c: it is no tunnel, and RFC 9113 has withdrawn it");
      }
    }
  }

  /** Whether HTTP/1.0 is served. */
  public enum Http10 {
    @Doc("Served, one request per connection.")
    ACCEPT,
    @Doc("Answered with 426.")
    REJECT
  }

  /** Whether CONNECT is served. */
  public enum Connect {
    @Doc("Answered with 403.")
    DENY,
    @Doc("Routed by host and forwarded to a cluster of proxies, if connectTargets agree.")
    ALLOW
  }

  /** What becomes of X-Request-Id. */
  public enum RequestIds {
    @Doc("Forwarded as it came.")
    KEEP,
    @Doc("Added where there is none.")
    GENERATE
  }

  HeadLimits headLimits() {
    return new HeadLimits(
        maxRequestLine.asInt(),
        maxHeaderBytes.asInt(),
        maxHeaderLine.asInt(),
        maxHeaders,
        underscores);
  }

  BodyLimits bodyLimits() {
    return new BodyLimits(
        maxBody.bytes() == 0 ? Long.MAX_VALUE : maxBody.bytes(),
        maxChunkExtensions.asInt(),
        new HeadLimits(
            0, maxTrailerBytes.asInt(), maxTrailerBytes.asInt(), maxHeaders, underscores));
  }
}
