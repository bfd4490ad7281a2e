package io.mizzen.it.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client and the server with which gRPC's implementations test each other. */
class GrpcInteropTest {
  private static final String PROGRAMS = "io.grpc.testing.integration.";

  /** As long as a cold JVM on a busy machine may take. */
  private static final long SECONDS = 120;

  private static Process server;
  private static Http2Proxy proxy;

  @BeforeAll
  static void start() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    server = start("server", "TestServiceServer", "--port=" + port, "--use_tls=false");
    awaitListening(port);
    proxy = Http2Proxy.before(port, "http2");
  }

  @AfterAll
  static void stop() throws Exception {
    if (proxy != null) {
      proxy.close();
    }
    server.destroy();
    assertTrue(server.waitFor(SECONDS, TimeUnit.SECONDS));
  }

  private static Process start(String log, String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(PROGRAMS + program);
    command.addAll(List.of(arguments));
    File out = Path.of("target", "grpc-" + log + ".log").toFile();
    return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out).start();
  }

  /** Connecting itself waits for nothing: it is tried until somebody listens. */
  private static void awaitListening(int port) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (System.nanoTime() < end) {
      assertTrue(server.isAlive(), "the gRPC server ended");
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        return;
      } catch (IOException notYet) {
        server.waitFor(50, TimeUnit.MILLISECONDS);
      }
    }
    throw new AssertionError("the gRPC server does not listen");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "empty_unary",
        "large_unary",
        "client_streaming",
        "server_streaming",
        "ping_pong",
        "empty_stream",
        "status_code_and_message",
        "special_status_message",
        "unimplemented_method",
        "unimplemented_service",
        "cancel_after_begin",
        "cancel_after_first_response",
        "timeout_on_sleeping_server",
        "custom_metadata",
        "server_compressed_unary"
      })
  void passes(String testCase) throws Exception {
    Process client =
        start(
            testCase,
            "TestServiceClient",
            "--server_host=127.0.0.1",
            "--server_port=" + proxy.port(),
            "--use_tls=false",
            "--test_case=" + testCase);
    assertTrue(client.waitFor(SECONDS, TimeUnit.SECONDS), "still running");
    assertEquals(
        0, client.exitValue(), Files.readString(Path.of("target", "grpc-" + testCase + ".log")));
  }
}
