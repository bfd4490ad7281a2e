// finds: error[MZ3016]: uses sockets and does not declare it: com.acme.found.Sockets$Filter calls java.net.Socket.<init>
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
import java.net.Socket;

/** Asks somebody else behind the back of the kernel. */
public final class Sockets implements MizzenPlugin {
  public record Config(@Default("yes") @Doc("The value.") String value) {}

  @Override
  public void register(ExtensionRegistrar registrar) {
    registrar.add(ExtensionPoints.STREAM_FILTERS, new Factory());
  }

  static final class Factory implements StreamFilterFactory<Config> {
    @Override
    public String type() {
      return "foundSockets";
    }

    @Override
    public String summary() {
      return "Asks somebody else behind the back of the kernel.";
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
        new Socket("127.0.0.1", 1).close();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      return FilterStatus.CONTINUE;
    }
  }
}
