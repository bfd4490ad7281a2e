package io.mizzen.protocol.http2;

import io.mizzen.protocol.http2.Http2ClientConfig.ExtendedConnect;
import io.mizzen.protocol.http2.Http2ClientConfig.GrpcWebPolicy;
import io.mizzen.spi.Host.PerWorker;
import io.mizzen.spi.Worker;
import io.mizzen.spi.protocol.BytesOut;
import io.mizzen.spi.protocol.ClientCodec;
import io.mizzen.spi.protocol.ClientProtocol;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** HTTP/2 of a cluster: the compiled configuration. */
final class Http2ClientProtocol implements ClientProtocol {
  /** Protocols whose requests have verbs, hosts, paths and fields of HTTP. */
  private static final Set<String> HTTP = Set.of("http1", Http2RequestHead.PROTOCOL);

  private final PerWorker<WorkerPool> pools;
  private final Tuning tuning;
  private final Pool pool;
  private final GrpcWebPolicy grpcWeb;
  private final ExtendedConnect extendedConnect;
  private final @Nullable Heartbeat heartbeat;

  Http2ClientProtocol(Http2ClientConfig config, PerWorker<WorkerPool> pools) {
    this.pools = pools;
    this.grpcWeb = config.grpcWeb();
    this.extendedConnect = config.extendedConnect();
    this.tuning =
        new Tuning(
            config.streamWindow().asInt(),
            config.connectionWindow().asInt(),
            config.maxHeaderBlock().asInt(),
            config.abuse().maxContinuations(),
            Budgets.limits(config.abuse()),
            new HeadLimits(config.maxHeaderBytes().asInt(), config.maxHeaders()),
            config.maxGrpcMessage().bytes());
    this.pool =
        new Pool(
            Mode.DENSE,
            config.maxConnections(),
            config.maxPending(),
            config.maxStreams(),
            config.keepAlive(),
            config.maxRequests());
    Http2ClientConfig.Pings ping = config.ping();
    this.heartbeat =
        ping.interval().isZero()
            ? null
            : new Heartbeat(ping.interval(), ping.timeout(), ping.failures());
  }

  @Override
  public ClientCodec newCodec(Worker worker) {
    return new Http2ClientCodec(this, pools.of(worker));
  }

  @Override
  public boolean translates(String protocol) {
    return HTTP.contains(protocol);
  }

  @Override
  public Pool pool() {
    return pool;
  }

  @Override
  public @Nullable Heartbeat heartbeat() {
    return heartbeat;
  }

  boolean sendsTunnels() {
    return extendedConnect == ExtendedConnect.ALLOW;
  }

  boolean bridgesGrpcWeb() {
    return grpcWeb == GrpcWebPolicy.BRIDGE;
  }

  Tuning tuning() {
    return tuning;
  }

  void writeSettings(BytesOut out) {
    Frames.settings(
        out,
        Frames.ENABLE_PUSH,
        0,
        Frames.INITIAL_WINDOW_SIZE,
        tuning.streamWindow(),
        Frames.MAX_HEADER_LIST_SIZE,
        tuning.head().listBytes());
  }
}
