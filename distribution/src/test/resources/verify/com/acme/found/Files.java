// finds: error[MZ3016]: uses files and does not declare it: com.acme.found.Files$Filter calls java.nio.file.Files.size
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
import java.io.IOException;
import java.nio.file.Path;

/** Reads a file in the way of a request. */
public final class Files implements MizzenPlugin {
  public record Config(@Default("yes") @Doc("The value.") String value) {}

  @Override
  public void register(ExtensionRegistrar registrar) {
    registrar.add(ExtensionPoints.STREAM_FILTERS, new Factory());
  }

  static final class Factory implements StreamFilterFactory<Config> {
    @Override
    public String type() {
      return "foundFiles";
    }

    @Override
    public String summary() {
      return "Reads a file in the way of a request.";
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
      try {
        java.nio.file.Files.size(Path.of(value));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      return FilterStatus.CONTINUE;
    }
  }
}
