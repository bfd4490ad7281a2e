package io.mizzen.xprotocol;

import io.mizzen.spi.Host;
import io.mizzen.spi.network.ConnectionInfo;
import io.mizzen.spi.protocol.Detection;
import io.mizzen.spi.protocol.Level;
import io.mizzen.spi.protocol.ServerCodec;
import io.mizzen.spi.protocol.ServerProtocol;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.List;

/** A protocol under a listener. */
final class FrameServer implements ServerProtocol {
  /**
   * After a frame that is too large has been answered, its rest is read and thrown away for so
   * long: a reset would destroy the answer on its way.
   */
  private static final Duration LINGER = Duration.ofSeconds(1);

  private final FrameFormat format;
  private final FrameServerSettings settings;
  private final Host.PerWorker<FramePool> pools;
  private final Limits limits;

  FrameServer(FrameFormat format, FrameServerSettings settings, Host.PerWorker<FramePool> pools) {
    this.format = format;
    this.settings = settings;
    this.pools = pools;
    this.limits =
        new Limits(
            settings.headTimeout(),
            settings.bodyTimeout(),
            settings.idleTimeout(),
            LINGER,
            settings.maxStreams());
  }

  @Override
  public Detection detect(ByteBuf first) {
    return format.detect(first);
  }

  @Override
  public Level level() {
    return format.level();
  }

  @Override
  public ServerCodec newCodec(ConnectionInfo connection) {
    return new FrameServerCodec(format, pools.of(connection.worker()), settings);
  }

  @Override
  public List<byte[]> samples() {
    return format.samples();
  }

  @Override
  public Limits limits() {
    return limits;
  }
}
