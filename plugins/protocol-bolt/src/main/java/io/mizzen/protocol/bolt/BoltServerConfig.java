package io.mizzen.protocol.bolt;

import io.mizzen.spi.config.ByteSize;
import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import io.mizzen.xprotocol.FrameRules;
import io.mizzen.xprotocol.FrameServerSettings;
import java.time.Duration;

/** The protocol as a listener speaks it. */
@Doc("bolt on a listener.")
public record BoltServerConfig(
    @Doc("Larger frames are answered with status 9 and the connection is closed.") @Default("8MiB")
        ByteSize maxFrame,
    @Doc(
            "Frames up to this size are taken and sent as a whole. Larger ones pass through as they"
                + " come, and other messages of the connection wait for their end.")
        @Default("1MiB")
        ByteSize streamAbove,
    @Doc("From the first byte of a frame to the end of its header map; 0s for no limit.")
        @Default("15s")
        Duration headTimeout,
    @Doc("Between two pieces of a frame's content; 0s for no limit.") @Default("30s")
        Duration bodyTimeout,
    @Doc(
            "A connection without bytes and open requests is closed after this time; 0s for never."
                + " Less than 90s breaks clients that count on the default of SOFABolt.")
        @Default("90s")
        Duration idleTimeout,
    @Doc("Open requests of one connection; more are answered with status 4.") @Default("4096")
        int maxStreams,
    @Doc("Whether callers are told to leave when the process drains.") @Default("off")
        GoAway goAway)
    implements FrameServerSettings {

  public BoltServerConfig {
    FrameRules.sizes(maxFrame, streamAbove);
    FrameRules.connection(headTimeout, bodyTimeout, idleTimeout, maxStreams);
  }
}
