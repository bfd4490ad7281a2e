package io.mizzen.it.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** An HTTP and a bolt server in a JVM of their own, to be killed. */
final class UpstreamProcess implements AutoCloseable {
  /** Work of an upstream, so that a kill meets requests that were sent. */
  private static final long WORK_NANOS = 500_000;

  private final Process process;
  private final int http;
  private final int bolt;

  private UpstreamProcess(Process process, int http, int bolt) {
    this.process = process;
    this.http = http;
    this.bolt = bolt;
  }

  /**
   * Starts it and waits until it accepts.
   *
   * @param http its port, 0 for any
   * @param bolt the same
   */
  static UpstreamProcess start(String name, int http, int bolt) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                UpstreamProcess.class.getName(),
                name,
                String.valueOf(http),
                String.valueOf(bolt))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    String line = out.readLine();
    if (line == null) {
      throw new IOException("the upstream " + name + " did not start");
    }
    String[] ports = line.split(" ");
    return new UpstreamProcess(process, Integer.parseInt(ports[0]), Integer.parseInt(ports[1]));
  }

  int http() {
    return http;
  }

  int bolt() {
    return bolt;
  }

  /** As {@code kill -9}. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** The process: a name and two ports; ends with whoever holds its standard input. */
  public static void main(String[] arguments) throws IOException {
    try (Upstream http =
            new Upstream(
                Integer.parseInt(arguments[1]), working(Upstream.http(arguments[0])), e -> {});
        Upstream bolt =
            new Upstream(
                Integer.parseInt(arguments[2]), working(Upstream.bolt(arguments[0])), e -> {})) {
      System.out.println(http.port() + " " + bolt.port());
      System.in.read();
    }
  }

  private static Upstream.Conversation working(Upstream.Conversation conversation) {
    return (wire, answered) ->
        conversation.hold(
            new Wire(wire.socket()) {
              @Override
              void send(byte[] bytes) throws IOException {
                LockSupport.parkNanos(WORK_NANOS);
                super.send(bytes);
              }
            },
            answered);
  }
}
