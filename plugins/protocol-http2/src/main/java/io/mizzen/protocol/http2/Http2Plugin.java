package io.mizzen.protocol.http2;

import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.ExtensionRegistrar;
import io.mizzen.spi.MizzenPlugin;

/** The protocol, its counters, and the words for the statuses of gRPC. */
public final class Http2Plugin implements MizzenPlugin {
  @Override
  public void register(ExtensionRegistrar registrar) {
    registrar.add(ExtensionPoints.PROTOCOLS, new Http2ProtocolFactory());
    registrar.add(ExtensionPoints.HEALTH_CHECKS, new GrpcCheckFactory());
    GrpcStatus.words().forEach(registrar::why);
    Http2Counters.SPECS.forEach(registrar::metric);
  }
}
