package io.mizzen.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mizzen.spi.config.HostPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP service that says who it is and returns what it was sent. The JDK's own server. */
final class HttpEcho implements AutoCloseable {
  /** A demo has few callers. */
  private static final int THREADS = 4;

  private final String name;
  private final HttpServer server;
  private final ExecutorService threads;

  HttpEcho(String name, HostPort address) throws IOException {
    this.name = name;
    // Without this the JDK's server waits for acknowledgements: 40 ms a request.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    this.server = HttpServer.create(new InetSocketAddress(address.host(), address.port()), 0);
    this.threads = Executors.newFixedThreadPool(THREADS, Daemons.named("demo-" + name));
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] sent = exchange.getRequestBody().readAllBytes();
      byte[] head =
          ("hello from "
                  + name
                  + ": "
                  + exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + "\n")
              .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
      exchange.getResponseHeaders().set("X-Demo-Service", name);
      exchange.sendResponseHeaders(200, head.length + sent.length);
      exchange.getResponseBody().write(head);
      exchange.getResponseBody().write(sent);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
