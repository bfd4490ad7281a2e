package io.mizzen.protocol.http1;

import io.mizzen.lib.http.Via;
import io.mizzen.spi.Host;
import io.mizzen.spi.protocol.ClientProtocol;
import io.mizzen.spi.protocol.ProtocolFactory;
import io.mizzen.spi.protocol.ServerProtocol;

/** Makes the two sides of HTTP/1. */
final class Http1ProtocolFactory implements ProtocolFactory<Http1ServerConfig, Http1ClientConfig> {
  @Override
  public String type() {
    return Http1RequestHead.PROTOCOL;
  }

  @Override
  public String summary() {
    return "HTTP/1.1 and 1.0, with keep-alive, chunked bodies, trailers and tunnels.";
  }

  @Override
  public Class<Http1ServerConfig> serverConfigType() {
    return Http1ServerConfig.class;
  }

  @Override
  public Class<Http1ClientConfig> clientConfigType() {
    return Http1ClientConfig.class;
  }

  @Override
  public ServerProtocol server(Http1ServerConfig config, Host host) {
    return new Http1ServerProtocol(
        config,
        new Via(config.via(), "1.1"),
        host.perWorker(worker -> new Spares(System::currentTimeMillis)));
  }

  @Override
  public ClientProtocol client(Http1ClientConfig config, Host host) {
    return new Http1ClientProtocol(
        config, host.perWorker(worker -> new Spares(System::currentTimeMillis)));
  }
}
