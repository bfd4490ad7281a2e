package io.mizzen.protocol.dubbothrift;

import io.mizzen.spi.config.ByteSize;
import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import io.mizzen.xprotocol.FrameClientSettings;
import io.mizzen.xprotocol.FrameRules;
import java.time.Duration;

/** The thrift protocol of Dubbo as a cluster speaks it. */
@Doc("The thrift protocol of Dubbo to the endpoints of a cluster.")
public record DubboThriftClientConfig(
    @Doc("Larger answers end the connection they come on.") @Default("16MiB") ByteSize maxFrame,
    @Doc(
            "Frames up to this size are taken and sent as a whole. Larger ones pass through as they"
                + " come.")
        @Default("1MiB")
        ByteSize streamAbove,
    @Doc("Connections per endpoint; every worker has at least one.") @Default("1")
        int maxConnections,
    @Doc("Requests that may wait for a connection to an endpoint; more get an exception.")
        @Default("1024")
        int maxPending,
    @Doc("Open requests of one connection.") @Default("8192") int maxStreams,
    @Doc("A connection without open requests is closed after this time; 0s for never.")
        @Default("0s")
        Duration idleTimeout,
    @Doc("Requests after which a connection is replaced; 0 for never.") @Default("0")
        long maxRequests)
    implements FrameClientSettings {

  public DubboThriftClientConfig {
    FrameRules.sizes(maxFrame, streamAbove);
    FrameRules.pool(maxConnections, maxPending, maxStreams, idleTimeout, maxRequests);
  }
}
