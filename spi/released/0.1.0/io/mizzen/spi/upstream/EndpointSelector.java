package io.mizzen.spi.upstream;
public interface EndpointSelector {
  boolean accepts(Endpoint endpoint);
}
