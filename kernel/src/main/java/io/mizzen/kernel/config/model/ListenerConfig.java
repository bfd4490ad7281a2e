package io.mizzen.kernel.config.model;

import io.mizzen.spi.config.ByteSize;
import io.mizzen.spi.config.Component;
import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import io.mizzen.spi.config.HostPort;
import io.mizzen.spi.config.OfKind;
import java.time.Duration;
import java.util.List;

/** Where traffic comes in. */
@Doc("An address that is listened on, with its filter chains.")
public record ListenerConfig(
    @Doc("Its name in metrics, logs and views.") String name,
    @Doc("host:port, [v6]:port, :port or unix:/path.") HostPort bind,
    @Default("inbound") @Doc("Whether it serves others or calls on behalf of this host.")
        Direction direction,
    @OfKind("inspector") @Doc("What looks at the first bytes, in order.")
        List<Component> inspectors,
    @Default("15s")
        @Doc("How long protocol detection and inspectors wait once a first byte is there.")
        Duration detectTimeout,
    @Default("5m")
        @Doc(
            "How long a connection may stay without any byte while its chain or protocol is not known.")
        Duration firstByteTimeout,
    @Default("10000") @Doc("Open connections; more are closed at once and counted.")
        int maxConnections,
    @Default("1024") @Doc("Connections the system queues before they are accepted.") int backlog,
    @Default("256KiB")
        @Doc("Unsent bytes of a connection above which the other side is no longer read.")
        ByteSize bufferHigh,
    @Default("follow")
        @Doc(
            "What open connections do when a reload changes their filter chain: follow it from their"
                + " next request on if it speaks the same protocol, or drain and connect again.")
        OnChange openConnections,
    @Doc("Tried in order; the first that matches takes the connection.")
        List<FilterChainConfig> filterChains) {
  public ListenerConfig {
    if (filterChains.isEmpty()) {
      throw new IllegalArgumentException("filterChains must have at least one chain");
    }
    if (maxConnections < 1) {
      throw new IllegalArgumentException(
          "maxConnections must be at least 1, got " + maxConnections);
    }
    if (backlog < 1) {
      throw new IllegalArgumentException("backlog must be at least 1, got " + backlog);
    }
    if (bufferHigh.bytes() < 4096) {
      throw new IllegalArgumentException("bufferHigh must be at least 4KiB, got " + bufferHigh);
    }
  }

  /** What a changed filter chain means for connections that are open. */
  public enum OnChange {
    FOLLOW,
    DRAIN
  }

  /** Which way traffic goes. */
  public enum Direction {
    INBOUND,
    OUTBOUND
  }
}
