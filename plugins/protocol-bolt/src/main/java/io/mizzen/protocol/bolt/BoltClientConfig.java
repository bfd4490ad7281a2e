package io.mizzen.protocol.bolt;

import io.mizzen.spi.config.ByteSize;
import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import io.mizzen.spi.config.ShortForm;
import java.time.Duration;

/** The protocol as a cluster speaks it. */
@Doc("bolt to the endpoints of a cluster.")
public record BoltClientConfig(
    @Doc("Larger answers end the connection they come on.") @Default("8MiB") ByteSize maxFrame,
    @Doc(
            "Frames up to this size are taken and sent as a whole. Larger ones pass through as they"
                + " come, and other messages of the connection wait for their end.")
        @Default("1MiB")
        ByteSize streamAbove,
    @Doc("Connections per endpoint, shared out among the workers; each worker has at least one.")
        @Default("1")
        int maxConnections,
    @Doc("Requests that may wait for a connection to an endpoint; more are answered with status 4.")
        @Default("1024")
        int maxPending,
    @Doc("Open requests of one connection.") @Default("8192") int maxStreams,
    @Doc("A connection without open requests is closed after this time; 0s for never.")
        @Default("0s")
        Duration idleTimeout,
    @Doc("Requests after which a connection is replaced; 0 for never.") @Default("0")
        long maxRequests,
    @Doc("How silent connections are asked whether they still work.") @Default("{}")
        Heartbeats heartbeat) {

  public BoltClientConfig {
    FrameLimits.check(maxFrame, streamAbove);
    FrameLimits.atLeastOne("maxConnections", maxConnections);
    FrameLimits.atLeastOne("maxStreams", maxStreams);
    FrameLimits.notNegative("idleTimeout", idleTimeout);
    if (maxPending < 0) {
      throw new IllegalArgumentException("maxPending must not be negative, got " + maxPending);
    }
    if (maxRequests < 0) {
      throw new IllegalArgumentException("maxRequests must not be negative, got " + maxRequests);
    }
  }

  /** Heartbeats on upstream connections. */
  @Doc("Heartbeats on upstream connections.")
  public record Heartbeats(
      @ShortForm
          @Doc(
              "Sent after that long without bytes from the endpoint; 0s for never. SOFABolt servers"
                  + " close connections that are silent for 90s.")
          @Default("15s")
          Duration interval,
      @Doc("A heartbeat without an answer for that long has failed.") @Default("1s")
          Duration timeout,
      @Doc("So many failures in a row end the connection.") @Default("6") int failures) {

    public Heartbeats {
      FrameLimits.notNegative("interval", interval);
      if (timeout.isNegative() || timeout.isZero()) {
        throw new IllegalArgumentException("timeout must be longer than 0s, got " + timeout);
      }
      FrameLimits.atLeastOne("failures", failures);
    }
  }
}
