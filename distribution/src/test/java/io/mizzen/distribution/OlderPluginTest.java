package io.mizzen.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.spi.SpiVersion;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A plugin of an older minor of the SPI on today's kernel. It is compiled here against the sources
 * kept of that version ({@code spi/released/0.1.0}, which {@code ReleasedSourcesTest} compares with
 * its listing) and against nothing of today's.
 */
@Timeout(180)
final class OlderPluginTest {
  private static final Path HOME = Path.of(System.getProperty("mizzen.home"));
  private static final Path OLDER_SPI = Path.of("../spi/released/0.1.0");
  private static final Path PLUGIN = Path.of("src/test/resources/plugin-of-spi-0.1.0");
  private static final int PLUGINS = 3;

  private static final String CONFIG =
      """
      version: 1
      listeners:
        - name: rpc
          bind: "127.0.0.1:0"
          filterChains:
            - {protocol: {type: olderRpc}, routes: rpc}
        - name: web
          bind: "127.0.0.1:0"
          filterChains:
            - {protocol: {type: http1}, filters: [{type: olderStamp}], routes: web}
      routeTables:
        - name: rpc
          router: {type: serviceRouter}
          routes: [{name: echo, match: {}, cluster: echo}]
        - name: web
          router: {type: olderPaths}
          routes:
            - {name: orders, begins: /orders, cluster: service}
      clusters:
        - {name: echo, protocol: {type: olderRpc}, loadBalancer: {type: roundRobin}, endpoints: ["${env:ECHO}"]}
        - name: service
          protocol: {type: http1}
          loadBalancer: {type: olderFirst}
          discovery: {type: olderRegistry, config: {addresses: ["${env:SERVICE}"]}}
      """;

  @TempDir Path folder;

  private static List<Path> sources(Path below) throws IOException {
    try (Stream<Path> files = Files.walk(below)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  /** What a plugin sees beside the SPI, which is shared by the kernel of any version. */
  private static List<Path> shared() throws IOException {
    return ForeignPlugin.distribution().stream()
        .filter(jar -> jar.getFileName().toString().matches("(netty|slf4j|jspecify).*"))
        .toList();
  }

  private Path plugin(String requires) throws IOException {
    Path spi = folder.resolve("spi");
    ForeignPlugin.compile(spi, shared(), sources(OLDER_SPI));
    List<Path> path = new ArrayList<>(shared());
    path.add(spi);
    Path classes = folder.resolve("classes");
    ForeignPlugin.compile(classes, path, sources(PLUGIN.resolve("com")));
    Map<String, String> says = new TreeMap<>(ForeignPlugin.manifest("acme-older", "1.0.0"));
    says.put("Plugin-Requires", requires);
    Path plugins = Files.createDirectories(folder.resolve("plugins"));
    return ForeignPlugin.pack(
        plugins.resolve("acme-older.jar"), classes, "com.acme.older.OlderPlugin", says);
  }

  @Test
  void proxiesOnTodaysKernel() throws Exception {
    assertTrue(!SpiVersion.CURRENT.startsWith("0.1."), "this kernel is of a newer minor");
    Path jar = plugin(">=0.1.0 & <1.0.0");
    Command verify = Command.run("plugin", "verify", jar.toString());
    assertEquals(0, verify.code(), verify.all());
    Path config = Files.writeString(folder.resolve("mizzen.yaml"), CONFIG);
    Process echo = ScaffoldTest.java(PLUGIN.resolve("dev/Echo.java").toString(), "0");
    try {
      String said = ScaffoldTest.firstLine(echo);
      Map<String, String> environment = Map.of("ECHO", said.substring(said.lastIndexOf(' ') + 1));
      String[] words = {"-c", config.toString(), "--plugins", jar.getParent().toString()};
      Path instance = folder.resolve("run");
      try (RunningProxy proxy = new RunningProxy(HOME, instance, "web", environment, words)) {
        Process send =
            ScaffoldTest.java(
                PLUGIN.resolve("dev/Send.java").toString(), "hello", proxy.port("rpc") + "");
        assertEquals("code 0: hello", ScaffoldTest.firstLine(send));
        HttpResponse<String> answer = proxy.get("/orders/7");
        assertEquals("hello /orders/7", answer.body());
        assertEquals("passed", answer.headers().firstValue("x-older-stamp").orElse("none"));
        assertEquals(404, proxy.get("/elsewhere").statusCode());
      }
    } finally {
      echo.destroy();
    }
  }

  @Test
  void oneThatAsksForANewerSpiIsRefusedWithPlaceAndHelp() throws Exception {
    Path config = Files.writeString(folder.resolve("mizzen.yaml"), "version: 1\n");
    for (String range : List.of(">=0.9.0 & <1.0.0", ">=1.0.0 & <2.0.0")) {
      Path jar = plugin(range);
      Command check =
          Command.run("check", "-c", config.toString(), "--plugins", jar.getParent().toString());
      assertEquals(PLUGINS, check.code(), check.all());
      String place = jar.getParent().getFileName() + "/acme-older.jar";
      assertTrue(check.err().contains(place), check.err());
      assertTrue(
          check
              .err()
              .contains(
                  "error[MZ3002]: needs spi " + range + ", this kernel has " + SpiVersion.CURRENT),
          check.err());
      assertTrue(
          check.err().contains("help: use a version of 'acme-older' for spi " + SpiVersion.CURRENT),
          check.err());
    }
  }
}
