// finds: error[MZ3017]: metric 'found_forgotten_total' is created in com.acme.found.Metrics$Filter and not declared
package com.acme.found;

import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.ExtensionRegistrar;
import io.mizzen.spi.Host;
import io.mizzen.spi.MizzenPlugin;
import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.stream.FilterStatus;
import io.mizzen.spi.stream.StreamContext;
import io.mizzen.spi.stream.StreamFilter;
import io.mizzen.spi.stream.StreamFilterFactory;
import io.mizzen.spi.telemetry.MetricSpec;

/** Counts what it did not declare. */
public final class Metrics implements MizzenPlugin {
  public record Config(@Default("yes") @Doc("The value.") String value) {}

  @Override
  public void register(ExtensionRegistrar registrar) {
    registrar.metric(MetricSpec.counter("found_declared_total", "Declared."));
    registrar.add(ExtensionPoints.STREAM_FILTERS, new Factory());
  }

  static final class Factory implements StreamFilterFactory<Config> {
    @Override
    public String type() {
      return "foundMetrics";
    }

    @Override
    public String summary() {
      return "Counts what it did not declare.";
    }

    @Override
    public Class<Config> configType() {
      return Config.class;
    }

    @Override
    public StreamFilter create(Config config, Host host) {
      return new Filter(config.value(), host);
    }
  }

  record Filter(String value, Host host) implements StreamFilter {
    @Override
    public FilterStatus onRequest(RequestHead head, StreamContext stream) {
      host.metrics().counter("found_declared_total").add(1);
      host.metrics().counter("found_forgotten_total").add(1);
      return FilterStatus.CONTINUE;
    }
  }
}
