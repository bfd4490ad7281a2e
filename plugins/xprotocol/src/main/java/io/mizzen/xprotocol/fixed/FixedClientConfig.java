package io.mizzen.xprotocol.fixed;

import io.mizzen.spi.config.ByteSize;
import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import io.mizzen.spi.protocol.ClientProtocol.Heartbeat;
import io.mizzen.xprotocol.FrameClientSettings;
import io.mizzen.xprotocol.FrameRules;
import io.mizzen.xprotocol.Heartbeats;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A described protocol as a cluster speaks it. */
@Doc("A protocol with a fixed header to the endpoints of a cluster.")
public record FixedClientConfig(
    @Doc("How its frames begin.") LayoutConfig layout,
    @Doc("Larger answers end the connection they come on.") @Default("8MiB") ByteSize maxFrame,
    @Doc(
            "Frames up to this size are taken and sent as a whole. Larger ones pass through as they"
                + " come, and other messages of the connection wait for their end.")
        @Default("1MiB")
        ByteSize streamAbove,
    @Doc(
            "Connections per endpoint, shared out among the workers; each worker has at least one."
                + " Without an id each open request needs one.")
        @Default("4")
        int maxConnections,
    @Doc("Requests that may wait for a connection to an endpoint; more are refused.")
        @Default("1024")
        int maxPending,
    @Doc("Open requests of one connection; 1 without an id.") @Default("8192") int maxStreams,
    @Doc("A connection without open requests is closed after this time; 0s for never.")
        @Default("0s")
        Duration idleTimeout,
    @Doc("Requests after which a connection is replaced; 0 for never.") @Default("0")
        long maxRequests,
    @Doc("How silent connections are asked, if the layout has a heartbeat.") @Default("{}")
        Heartbeats heartbeat)
    implements FrameClientSettings {

  public FixedClientConfig {
    FrameRules.sizes(maxFrame, streamAbove);
    FrameRules.pool(maxConnections, maxPending, maxStreams, idleTimeout, maxRequests);
  }

  @Override
  public @Nullable Heartbeat beats() {
    return layout.heartbeat().isEmpty() ? null : heartbeat.beats();
  }
}
