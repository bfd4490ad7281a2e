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
  private final int port;

  /**
   * Starts it and waits until it says where it listens.
   *
   * @param listener whose port is asked
   */
  RunningProxy(Path home, Path instance, String listener) throws IOException {
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
    List<String> command =
        List.of(
            home.resolve("bin/mizzen").toString(),
            "run",
            "-c",
            home.resolve("conf/mizzen.yaml").toString(),
            "--instance",
            instance.toString());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("MIZZEN_"));
    environment.put("MIZZEN_JAVA_HOME", System.getProperty("java.home"));
    environment.put("MIZZEN_CACHE", "off");
    environment.put("BIND", "127.0.0.1:0");
    environment.put("BOLT_BIND", "127.0.0.1:0");
    environment.put("SERVICE", "127.0.0.1:" + service.getAddress().getPort());
    process = builder.start();
    port = portOf(listener);
  }

  private int portOf(String listener) throws IOException {
    List<String> said = new ArrayList<>();
    // Never closed here: the process goes on writing to it.
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    int found = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      said.add(line);
      Matcher matcher = LISTENING.matcher(line);
      if (matcher.matches() && matcher.group(1).equals(listener)) {
        found = Integer.parseInt(matcher.group(2));
      }
      if (line.startsWith("ready in")) {
        return found;
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
