// finds: error[MZ3016]: uses exit and does not declare it: com.acme.found.Exit$Filter calls java.lang.System.exit
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

/** Ends the process. */
public final class Exit implements MizzenPlugin {
  public record Config(@Default("yes") @Doc("The value.") String value) {}

  @Override
  public void register(ExtensionRegistrar registrar) {
    registrar.add(ExtensionPoints.STREAM_FILTERS, new Factory());
  }

  static final class Factory implements StreamFilterFactory<Config> {
    @Override
    public String type() {
      return "foundExit";
    }

    @Override
    public String summary() {
      return "Ends the process.";
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
      System.exit(1);
      return FilterStatus.CONTINUE;
    }
  }
}
