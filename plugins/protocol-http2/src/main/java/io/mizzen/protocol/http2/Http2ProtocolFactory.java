package io.mizzen.protocol.http2;

import io.mizzen.spi.Host;
import io.mizzen.spi.protocol.ClientProtocol;
import io.mizzen.spi.protocol.ProtocolFactory;
import io.mizzen.spi.protocol.ServerProtocol;

/** Makes the two sides of HTTP/2. */
final class Http2ProtocolFactory implements ProtocolFactory<Http2ServerConfig, Http2ClientConfig> {
  @Override
  public String type() {
    return Http2RequestHead.PROTOCOL;
  }

  @Override
  public String summary() {
    return "HTTP/2 in clear text with prior knowledge, and gRPC on it.";
  }

  @Override
  public Class<Http2ServerConfig> serverConfigType() {
    return Http2ServerConfig.class;
  }

  @Override
  public Class<Http2ClientConfig> clientConfigType() {
    return Http2ClientConfig.class;
  }

  @Override
  public ServerProtocol server(Http2ServerConfig config, Host host) {
    return new Http2ServerProtocol(config, WorkerPool.of(host));
  }

  @Override
  public ClientProtocol client(Http2ClientConfig config, Host host) {
    return new Http2ClientProtocol(config, WorkerPool.of(host));
  }
}
