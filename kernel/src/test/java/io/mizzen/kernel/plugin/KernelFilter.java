package io.mizzen.kernel.plugin;

import io.mizzen.spi.Host;
import io.mizzen.spi.stream.StreamFilter;
import io.mizzen.spi.stream.StreamFilterFactory;

/** A filter that does nothing. */
record KernelFilter(String type) implements StreamFilterFactory<KernelFilter.Config> {
  record Config() {}

  @Override
  public String summary() {
    return "Does nothing.";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public StreamFilter create(Config config, Host host) {
    return new StreamFilter() {};
  }
}
