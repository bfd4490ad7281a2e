package io.mizzen.distribution;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A distribution that was started by its own script, with a service behind it. */
final class RunningProxy implements AutoCloseable {
  /** A start on a machine with other things to do. */
  private static final int SECONDS = 60;

  private static final Pattern LISTENING = Pattern.compile("listening +(\\S+) +\\S+:(\\d+) .*");

  private final HttpServer service;
  private final Process process;
  private final Map<String, Integer> ports = new TreeMap<>();
  private final int port;

  /**
   * Starts it with its own configuration and waits until it says where it listens.
   *
   * @param listener whose port is asked by {@link #get}
   */
  RunningProxy(Path home, Path instance, String listener) throws IOException {
    this(home, instance, listener, Map.of(), "-c", home.resolve("conf/mizzen.yaml").toString());
  }

  /** The same with words of its own after {@code run}. */
  RunningProxy(Path home, Path instance, String listener, Map<String, String> more, String... words)
      throws IOException {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext(
        "/",
        exchange -> {
          byte[] body = ("hello " + exchange.getRequestURI()).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    service.start();
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin/mizzen").toString());
    command.add("run");
    command.addAll(List.of(words));
    command.addAll(List.of("--instance", instance.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("MIZZEN_"));
    environment.put("MIZZEN_JAVA_HOME", System.getProperty("java.home"));
    environment.put("MIZZEN_CACHE", "off");
    environment.put("BIND", "127.0.0.1:0");
    environment.put("BOLT_BIND", "127.0.0.1:0");
    environment.put("SERVICE", "127.0.0.1:" + service.getAddress().getPort());
    environment.putAll(more);
    process = builder.start();
    awaitReady();
    port = port(listener);
  }

  /** The port of a listener. */
  int port(String listener) {
    Integer found = ports.get(listener);
    if (found == null) {
      throw new AssertionError("no listener " + listener + " in " + ports);
    }
    return found;
  }

  private void awaitReady() throws IOException {
    List<String> said = new ArrayList<>();
    // Never closed here: the process goes on writing to it.
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      said.add(line);
      Matcher matcher = LISTENING.matcher(line);
      if (matcher.matches()) {
        ports.put(matcher.group(1), Integer.parseInt(matcher.group(2)));
      }
      if (line.startsWith("ready in")) {
        return;
      }
    }
    throw new AssertionError("it ended: " + String.join("\n", said));
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    service.stop(0);
  }
}
