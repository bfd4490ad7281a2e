package io.mizzen.xprotocol.fixed;

import io.mizzen.spi.config.ByteSize;
import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import io.mizzen.xprotocol.FrameRules;
import io.mizzen.xprotocol.FrameServerSettings;
import java.time.Duration;

/** A described protocol as a listener speaks it. */
@Doc("A protocol with a fixed header on a listener.")
public record FixedServerConfig(
    @Doc("How its frames begin.") LayoutConfig layout,
    @Doc("Larger frames end their connection.") @Default("8MiB") ByteSize maxFrame,
    @Doc(
            "Frames up to this size are taken and sent as a whole. Larger ones pass through as they"
                + " come, and other messages of the connection wait for their end.")
        @Default("1MiB")
        ByteSize streamAbove,
    @Doc("From the first byte of a frame to the end of its header; 0s for no limit.")
        @Default("15s")
        Duration headTimeout,
    @Doc("Between two pieces of a frame's body; 0s for no limit.") @Default("30s")
        Duration bodyTimeout,
    @Doc("A connection without bytes and open requests is closed after this time; 0s for never.")
        @Default("180s")
        Duration idleTimeout,
    @Doc("Open requests of one connection; more are refused.") @Default("4096") int maxStreams)
    implements FrameServerSettings {

  public FixedServerConfig {
    FrameRules.sizes(maxFrame, streamAbove);
    FrameRules.connection(headTimeout, bodyTimeout, idleTimeout, maxStreams);
  }
}
