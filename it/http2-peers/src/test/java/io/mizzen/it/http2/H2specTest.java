package io.mizzen.it.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** All 145 cases of h2spec; there is no list of those that may fail. */
class H2specTest {
  private static final Path HERE = Path.of("target/h2spec/2.2.0").toAbsolutePath();

  private static String run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(HERE.toFile()).redirectErrorStream(true).start();
    try (InputStream out = process.getInputStream()) {
      String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "still running");
      return text;
    }
  }

  @Test
  void allCasesPass() throws Exception {
    boolean linux = System.getProperty("os.name").equals("Linux");
    assumeTrue(linux && System.getProperty("os.arch").equals("amd64"), "h2spec is for Linux here");
    run("tar", "xzf", "h2spec_linux_amd64.tar.gz");
    HttpServer upstream =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    upstream.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          byte[] answer = "hello".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    upstream.start();
    try (Http2Proxy proxy = Http2Proxy.before(upstream.getAddress().getPort(), "http1")) {
      String report =
          run("./h2spec", "-h", "127.0.0.1", "-p", String.valueOf(proxy.port()), "-o", "2");
      int end = report.lastIndexOf("145 tests");
      assertEquals(
          "145 tests, 145 passed, 0 skipped, 0 failed",
          end < 0 ? report : report.substring(end).lines().findFirst().orElse(""),
          report);
    } finally {
      upstream.stop(0);
    }
  }
}
