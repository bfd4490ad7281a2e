package io.mizzen.demo;

import io.mizzen.spi.config.HostPort;
import io.mizzen.spi.operate.Operations;
import io.mizzen.spi.operate.Service;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Starts the echo services, the traffic and the live line; stops them in the reverse order. */
final class DemoService implements Service {
  private final DemoConfig config;
  private final Operations operations;
  private final List<AutoCloseable> parts = new ArrayList<>();

  DemoService(DemoConfig config, Operations operations) {
    this.config = config;
    this.operations = operations;
  }

  @Override
  public void start() throws IOException {
    try {
      int number = 0;
      for (HostPort address : config.http()) {
        parts.add(new HttpEcho("http-" + ++number, address));
      }
      number = 0;
      for (HostPort address : config.bolt()) {
        parts.add(new BoltEcho("bolt-" + ++number, address));
      }
    } catch (IOException e) {
      stop();
      throw e;
    }
    if (config.requestsPerSecond() > 0) {
      if (config.httpListener() != null) {
        parts.add(new Traffic(config.httpListener(), config.requestsPerSecond(), new HttpCall()));
      }
      if (config.boltListener() != null) {
        parts.add(new Traffic(config.boltListener(), config.requestsPerSecond(), new BoltCall()));
      }
    }
    parts.add(new LiveLine(operations, System.console() != null, System.out));
  }

  @Override
  public void stop() {
    for (int i = parts.size() - 1; i >= 0; i--) {
      try {
        parts.get(i).close();
      } catch (Exception e) {
        // The others must end all the same; the process is on its way out.
        System.getLogger("demo").log(System.Logger.Level.DEBUG, "a part did not close", e);
      }
    }
    parts.clear();
  }

  @Override
  public String banner() {
    StringBuilder text = new StringBuilder("echo services:");
    config.http().forEach(address -> text.append(" http ").append(address));
    config.bolt().forEach(address -> text.append(" bolt ").append(address));
    if (config.httpListener() != null) {
      String url = "http://" + config.httpListener();
      text.append("\n\n  try   curl -i ").append(url).append("/hello");
      text.append("\n        curl -i -d 'some text' ").append(url).append("/echo");
      text.append("\n        curl -i ").append(url).append("/moved        # a redirect by a route");
      text.append("\n        curl -i ")
          .append(url)
          .append("/reply        # an answer by a route\n");
    }
    return text.toString();
  }
}
