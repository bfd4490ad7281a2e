package io.mizzen.protocol.bolt;

import io.mizzen.spi.config.ByteSize;
import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import io.mizzen.xprotocol.FrameClientSettings;
import io.mizzen.xprotocol.FrameRules;
import io.mizzen.xprotocol.Heartbeats;
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
    @Doc(
            "How silent connections are asked whether they still work. SOFABolt servers close those"
                + " that are silent for 90s.")
        @Default("{}")
        Heartbeats heartbeat)
    implements FrameClientSettings {

  public BoltClientConfig {
    FrameRules.sizes(maxFrame, streamAbove);
    FrameRules.pool(maxConnections, maxPending, maxStreams, idleTimeout, maxRequests);
  }
}
