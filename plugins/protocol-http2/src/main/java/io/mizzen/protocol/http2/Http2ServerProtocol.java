package io.mizzen.protocol.http2;

import io.mizzen.lib.http.PathPolicy;
import io.mizzen.lib.http.Via;
import io.mizzen.spi.Host.PerWorker;
import io.mizzen.spi.network.ConnectionInfo;
import io.mizzen.spi.protocol.BytesOut;
import io.mizzen.spi.protocol.Detection;
import io.mizzen.spi.protocol.ServerCodec;
import io.mizzen.spi.protocol.ServerProtocol;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** HTTP/2 on a listener: the compiled configuration. */
final class Http2ServerProtocol implements ServerProtocol {
  private final Http2ServerConfig config;
  private final PerWorker<WorkerPool> pools;
  private final Tuning tuning;
  private final Limits limits;
  private final int[] settings;
  private final Via via;

  Http2ServerProtocol(Http2ServerConfig config, PerWorker<WorkerPool> pools) {
    this.config = config;
    this.pools = pools;
    this.via = new Via(config.via(), "2");
    this.tuning =
        new Tuning(
            config.streamWindow().asInt(),
            config.connectionWindow().asInt(),
            config.maxHeaderBlock().asInt(),
            config.abuse().maxContinuations(),
            Budgets.limits(config.abuse()),
            new HeadLimits(config.maxHeaderBytes().asInt(), config.maxHeaders()),
            config.maxGrpcMessage().bytes());
    IntStream common =
        IntStream.of(
            Frames.MAX_CONCURRENT_STREAMS,
            config.maxStreams(),
            Frames.INITIAL_WINDOW_SIZE,
            tuning.streamWindow(),
            Frames.MAX_HEADER_LIST_SIZE,
            tuning.head().listBytes());
    IntStream offer =
        config.tunnels().isEmpty()
            ? IntStream.empty()
            : IntStream.of(Frames.ENABLE_CONNECT_PROTOCOL, 1);
    this.settings = IntStream.concat(common, offer).toArray();
    // Bodies of many streams come mixed: the idle time of each stream is the route's.
    this.limits =
        new Limits(
            config.headTimeout(),
            Duration.ZERO,
            config.keepAlive(),
            config.linger(),
            config.maxStreams());
  }

  @Override
  public Detection detect(ByteBuf first) {
    Detection preface = Preface.compare(first);
    return preface == Detection.NO_MATCH && upgrades()
        ? UpgradeRequest.detect(first, maxHead())
        : preface;
  }

  @Override
  public ServerCodec newCodec(ConnectionInfo connection) {
    return new Http2ServerCodec(
        this, pools.of(connection.worker()), new Forwarding(config.forwarded(), via, connection));
  }

  @Override
  public Limits limits() {
    return limits;
  }

  @Override
  public List<byte[]> samples() {
    return Samples.ALL;
  }

  Tuning tuning() {
    return tuning;
  }

  PathPolicy paths() {
    return config.paths();
  }

  Via via() {
    return via;
  }

  int maxStreams() {
    return config.maxStreams();
  }

  List<String> tunnels() {
    return config.tunnels();
  }

  /** Whether a connection may begin in HTTP/1.1. */
  boolean upgrades() {
    return config.upgrade() == Http2ServerConfig.Upgrade.ALLOW;
  }

  /** The most octets of a request of HTTP/1.1 that may become HTTP/2. */
  int maxHead() {
    return tuning.head().listBytes();
  }

  void writeSettings(BytesOut out) {
    Frames.settings(out, settings);
  }
}
