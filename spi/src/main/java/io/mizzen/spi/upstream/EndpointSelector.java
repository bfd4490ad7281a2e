package io.mizzen.spi.upstream;

/** Says which endpoints of a cluster a stream may use. */
public interface EndpointSelector {
  boolean accepts(Endpoint endpoint);
}
