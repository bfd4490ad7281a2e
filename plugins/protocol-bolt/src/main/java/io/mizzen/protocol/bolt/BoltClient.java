package io.mizzen.protocol.bolt;

import io.mizzen.spi.Host;
import io.mizzen.spi.Worker;
import io.mizzen.spi.protocol.ClientCodec;
import io.mizzen.spi.protocol.ClientProtocol;
import org.jspecify.annotations.Nullable;

/** Bolt under a cluster. */
final class BoltClient implements ClientProtocol {
  private final BoltClientConfig config;
  private final Host.PerWorker<WorkerPool> pools;
  private final Pool pool;
  private final @Nullable Heartbeat heartbeat;

  BoltClient(BoltClientConfig config, Host.PerWorker<WorkerPool> pools) {
    this.config = config;
    this.pools = pools;
    this.pool =
        new Pool(
            Mode.MULTIPLEX,
            config.maxConnections(),
            config.maxPending(),
            config.maxStreams(),
            config.idleTimeout(),
            config.maxRequests());
    BoltClientConfig.Heartbeats beats = config.heartbeat();
    this.heartbeat =
        beats.interval().isZero()
            ? null
            : new Heartbeat(beats.interval(), beats.timeout(), beats.failures());
  }

  @Override
  public ClientCodec newCodec(Worker worker) {
    return new BoltClientCodec(pools.of(worker), config);
  }

  @Override
  public boolean translates(String protocol) {
    return protocol.equals(BoltHead.WORD);
  }

  @Override
  public Pool pool() {
    return pool;
  }

  @Override
  public @Nullable Heartbeat heartbeat() {
    return heartbeat;
  }
}
