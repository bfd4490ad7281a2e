package io.mizzen.protocol.dubbo;

import io.mizzen.spi.config.ByteSize;
import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import io.mizzen.xprotocol.FrameRules;
import io.mizzen.xprotocol.FrameServerSettings;
import java.time.Duration;

/** The protocol as a listener speaks it. */
@Doc("dubbo on a listener.")
public record DubboServerConfig(
    @Doc("Larger frames are answered with status 40 and the connection is closed.") @Default("8MiB")
        ByteSize maxFrame,
    @Doc(
            "Frames up to this size are taken and sent as a whole. Larger ones pass through as they"
                + " come, without a look at their attachments, and other messages of the connection"
                + " wait for their end.")
        @Default("1MiB")
        ByteSize streamAbove,
    @Doc("From the first byte of a frame to the end of its parameter types; 0s for no limit.")
        @Default("15s")
        Duration headTimeout,
    @Doc("Between two pieces of a frame's rest; 0s for no limit.") @Default("30s")
        Duration bodyTimeout,
    @Doc(
            "A connection without bytes and open requests is closed after this time; 0s for never."
                + " Less than 180s breaks consumers that count on the default of Dubbo.")
        @Default("180s")
        Duration idleTimeout,
    @Doc("Open requests of one connection; more are answered with status 100.") @Default("4096")
        int maxStreams,
    @Doc("Whether the time a caller gives is kept.") @Default("honour") CallerTimeout callerTimeout)
    implements FrameServerSettings {

  public DubboServerConfig {
    FrameRules.sizes(maxFrame, streamAbove);
    FrameRules.connection(headTimeout, bodyTimeout, idleTimeout, maxStreams);
  }
}
