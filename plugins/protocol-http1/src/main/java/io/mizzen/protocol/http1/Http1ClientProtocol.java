package io.mizzen.protocol.http1;

import io.mizzen.spi.Host.PerWorker;
import io.mizzen.spi.Worker;
import io.mizzen.spi.protocol.ClientCodec;
import io.mizzen.spi.protocol.ClientProtocol;

/** HTTP/1 of a cluster: the compiled configuration. */
final class Http1ClientProtocol implements ClientProtocol {
  private final Http1ClientConfig config;
  private final PerWorker<Spares> spares;
  private final ResponseReader responses;
  private final BodyLimits bodyLimits;
  private final Pool pool;

  Http1ClientProtocol(Http1ClientConfig config, PerWorker<Spares> spares) {
    this.config = config;
    this.spares = spares;
    this.responses = new ResponseReader(config.headLimits());
    this.bodyLimits = config.bodyLimits();
    this.pool =
        new Pool(
            Mode.PING_PONG,
            config.maxConnections(),
            config.maxPending(),
            1,
            config.keepAlive(),
            config.maxRequests());
  }

  @Override
  public ClientCodec newCodec(Worker worker) {
    return new Http1ClientCodec(this, spares.of(worker));
  }

  /** {@inheritDoc} The writer goes by the neutral view, so another HTTP needs only its word. */
  @Override
  public boolean translates(String protocol) {
    return protocol.equals(Http1RequestHead.PROTOCOL) || protocol.equals("http2");
  }

  @Override
  public Pool pool() {
    return pool;
  }

  ResponseReader responses() {
    return responses;
  }

  BodyLimits bodyLimits() {
    return bodyLimits;
  }

  int maxHead() {
    return config.maxHeaderBytes().asInt();
  }

  int maxInformational() {
    return config.maxInformational();
  }

  boolean sendsChunked() {
    return config.chunkedRequests() == Http1ClientConfig.ChunkedRequests.ALLOW;
  }
}
