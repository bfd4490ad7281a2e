package com.acme.older;

import io.mizzen.spi.Host;
import io.mizzen.spi.stream.StreamFilter;
import io.mizzen.spi.stream.StreamFilterFactory;

/** The filter {@code olderStamp}. */
final class OlderStampFactory implements StreamFilterFactory<OlderStampConfig> {
  @Override
  public String type() {
    return "olderStamp";
  }

  @Override
  public String summary() {
    return "Puts a field into every answer.";
  }

  @Override
  public Stability stability() {
    return Stability.DEVELOPMENT;
  }

  @Override
  public Class<OlderStampConfig> configType() {
    return OlderStampConfig.class;
  }

  @Override
  public StreamFilter create(OlderStampConfig config, Host host) {
    return new OlderStampFilter(config);
  }

  /** It has no effect outside the stream, so it may take part in warming up. */
  @Override
  public StreamFilter createForWarmUp(OlderStampConfig config, Host host) {
    return create(config, host);
  }
}
