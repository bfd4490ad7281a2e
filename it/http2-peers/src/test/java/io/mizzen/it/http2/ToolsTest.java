package io.mizzen.it.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that speak HTTP/2. One that is not on this machine is reported as skipped. */
class ToolsTest {
  private static final int REQUESTS = 500;

  private static HttpServer upstream;
  private static Http2Proxy proxy;

  @BeforeAll
  static void start() throws Exception {
    upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    upstream.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          byte[] answer = body.length > 0 ? body : "hello".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    upstream.start();
    proxy =
        Http2Proxy.before(
            upstream.getAddress().getPort(), "http1", "{type: http2, config: {upgrade: allow}}");
  }

  @AfterAll
  static void stop() {
    proxy.close();
    upstream.stop(0);
  }

  private static String url() {
    return "http://127.0.0.1:" + proxy.port() + "/";
  }

  private static String run(String tool, String... arguments) throws Exception {
    boolean there = false;
    for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
      there |= Files.isExecutable(Path.of(folder, tool));
    }
    assumeTrue(there, tool + " is not on this machine");
    List<String> command = new ArrayList<>(List.of(tool));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    try (InputStream out = process.getInputStream()) {
      String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "still running");
      assertEquals(0, process.exitValue(), text);
      return text;
    }
  }

  /** With {@code --http2} curl begins in HTTP/1.1 and asks for an upgrade. */
  @ParameterizedTest
  @ValueSource(strings = {"--http2-prior-knowledge", "--http2", "--http1.1"})
  void curl(String how) throws Exception {
    String version = how.equals("--http1.1") ? "1.1" : "2";
    String format = " %{http_version} %{response_code}";
    assertEquals("hello " + version + " 200", run("curl", "-s", how, "-w", format, url()));
  }

  @Test
  void curlSendsABody() throws Exception {
    assertEquals("a=b", run("curl", "-s", "--http2-prior-knowledge", "-d", "a=b", url()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--no-verify-peer", "--upgrade"})
  void nghttp(String how) throws Exception {
    assertTrue(run("nghttp", how, url()).contains("hello"));
  }

  @Test
  void h2load() throws Exception {
    String report = run("h2load", "-n", "" + REQUESTS, "-c", "4", "-m", "32", url());
    assertTrue(report.contains(REQUESTS + " succeeded, 0 failed, 0 errored"), report);
  }

  @Test
  void nodesOwnClient() throws Exception {
    String script =
        """
        const client = require('http2').connect(process.argv[1]);
        let left = COUNT;
        for (let i = 0; i < COUNT; i++) {
          const text = 'n'.repeat(1 + i * 10);
          const stream = client.request({':method': 'POST', ':path': '/' + i});
          let body = '';
          stream.on('response', h => { if (h[':status'] !== 200) process.exit(2); });
          stream.on('data', d => body += d);
          stream.on('end', () => {
            if (body !== text) process.exit(3);
            if (--left === 0) { console.log('all'); client.close(); }
          });
          stream.end(text);
        }
        """
            .replace("COUNT", "100");
    assertEquals("all\n", run("node", "-e", script, url()));
  }
}
