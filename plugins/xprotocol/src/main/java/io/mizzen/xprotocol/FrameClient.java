package io.mizzen.xprotocol;

import io.mizzen.spi.Host;
import io.mizzen.spi.Worker;
import io.mizzen.spi.protocol.ClientCodec;
import io.mizzen.spi.protocol.ClientProtocol;
import org.jspecify.annotations.Nullable;

/** A protocol under a cluster. */
final class FrameClient implements ClientProtocol {
  private final FrameFormat format;
  private final FrameClientSettings settings;
  private final Host.PerWorker<FramePool> pools;
  private final Pool pool;

  FrameClient(FrameFormat format, FrameClientSettings settings, Host.PerWorker<FramePool> pools) {
    this.format = format;
    this.settings = settings;
    this.pools = pools;
    this.pool =
        new Pool(
            format.mode(),
            settings.maxConnections(),
            settings.maxPending(),
            format.hasIds() ? settings.maxStreams() : 1,
            settings.idleTimeout(),
            settings.maxRequests());
  }

  @Override
  public ClientCodec newCodec(Worker worker) {
    return new FrameClientCodec(format, pools.of(worker), settings);
  }

  @Override
  public boolean translates(String protocol) {
    return protocol.equals(format.word());
  }

  @Override
  public Pool pool() {
    return pool;
  }

  @Override
  public @Nullable Heartbeat heartbeat() {
    return settings.beats();
  }
}
