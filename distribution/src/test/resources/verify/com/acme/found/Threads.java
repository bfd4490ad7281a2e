// finds: error[MZ3016]: uses threads and does not declare it: com.acme.found.Threads$Filter calls java.lang.Thread.<init>
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

/** Starts a thread for every request. */
public final class Threads implements MizzenPlugin {
  public record Config(@Default("yes") @Doc("The value.") String value) {}

  @Override
  public void register(ExtensionRegistrar registrar) {
    registrar.add(ExtensionPoints.STREAM_FILTERS, new Factory());
  }

  static final class Factory implements StreamFilterFactory<Config> {
    @Override
    public String type() {
      return "foundThreads";
    }

    @Override
    public String summary() {
      return "Starts a thread for every request.";
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
      new Thread(() -> host.logger().info(value)).start();
      return FilterStatus.CONTINUE;
    }
  }
}
