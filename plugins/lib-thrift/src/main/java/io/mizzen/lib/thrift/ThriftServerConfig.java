package io.mizzen.lib.thrift;

import io.mizzen.spi.config.ByteSize;
import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import io.mizzen.xprotocol.FrameRules;
import io.mizzen.xprotocol.FrameServerSettings;
import java.time.Duration;

/** What a listener may say of a protocol that carries Thrift messages. */
@Doc("Thrift on a listener.")
public record ThriftServerConfig(
    @Doc("Larger frames end their connection.") @Default("16MiB") ByteSize maxFrame,
    @Doc(
            "Frames up to this size are taken and sent as a whole. Larger ones pass through as they"
                + " come.")
        @Default("1MiB")
        ByteSize streamAbove,
    @Doc("From the first byte of a frame to the end of its message head; 0s for no limit.")
        @Default("15s")
        Duration headTimeout,
    @Doc("Between two pieces of a frame's rest; 0s for no limit.") @Default("30s")
        Duration bodyTimeout,
    @Doc("A connection without bytes and open requests is closed after this time; 0s for never.")
        @Default("10m")
        Duration idleTimeout,
    @Doc("Open requests of one connection; more are answered with an exception.") @Default("4096")
        int maxStreams)
    implements FrameServerSettings {

  public ThriftServerConfig {
    FrameRules.sizes(maxFrame, streamAbove);
    FrameRules.connection(headTimeout, bodyTimeout, idleTimeout, maxStreams);
  }
}
