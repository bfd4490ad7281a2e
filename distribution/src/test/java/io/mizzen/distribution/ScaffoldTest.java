package io.mizzen.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A plugin of each kind, from nothing to a proxied request, with the assembled distribution and
 * Maven only: no source of the kernel or the SPI is at hand, and none is touched.
 */
@Timeout(1000)
final class ScaffoldTest {
  private static final Path HOME = Path.of(System.getProperty("mizzen.home"));
  private static final double SECOND = 1e9;

  @TempDir Path folder;

  private static final String CONFIG =
      """
      version: 1
      runtime: {workers: 1}
      listeners:
        - name: rpc
          bind: "127.0.0.1:0"
          filterChains:
            - {protocol: {type: acmeRpc}, filters: [{type: accessLog}], routes: rpc}
        - name: web
          bind: "127.0.0.1:0"
          filterChains:
            - {protocol: {type: http1}, filters: [{type: acmeQuota, config: {streams: 1, per: 1h, burst: 2}}, {type: acmeStamp}], routes: web}
      routeTables:
        - name: rpc
          router: {type: serviceRouter}
          routes: [{name: echo, match: {}, cluster: echo}]
        - name: web
          router: {type: acmePaths}
          routes:
            - {name: orders, begins: /orders, cluster: service}
      clusters:
        - {name: echo, protocol: {type: acmeRpc}, loadBalancer: {type: roundRobin}, endpoints: ["${env:ECHO}"]}
        - name: service
          protocol: {type: http1}
          loadBalancer: {type: acmeFirst}
          discovery: {type: acmeRegistry, config: {addresses: ["${env:SERVICE}"]}}
      """;

  @Test
  void aPluginOfEachKindIsGeneratedBuiltAndProxied() throws Exception {
    Path target = Path.of(System.getProperty("mizzen.target"));
    Path links = Files.createTempDirectory(target, "m2-");
    try {
      LocalRepository repository = LocalRepository.make(links);
      long begin = System.nanoTime();
      generate("protocol", "acme-rpc");
      generate("filter", "acme-stamp");
      generate("router", "acme-paths");
      generate("limiter", "acme-quota");
      generate("discovery", "acme-registry");
      generate("balancer", "acme-first");
      build(repository);
      Path plugins = Files.createDirectory(folder.resolve("plugins"));
      for (String name :
          List.of(
              "acme-rpc",
              "acme-stamp",
              "acme-paths",
              "acme-quota",
              "acme-registry",
              "acme-first")) {
        Path jar = folder.resolve(name).resolve("target").resolve(name + "-0.1.0.jar");
        Command verify = Command.run("plugin", "verify", jar.toString());
        assertEquals(0, verify.code(), verify.all());
        assertTrue(verify.out().contains("0 errors, 0 warnings"), verify.all());
        Files.copy(jar, plugins.resolve(name + ".jar"));
      }
      proxy(plugins, begin);
    } finally {
      delete(links);
    }
  }

  private void generate(String kind, String name) {
    Command command =
        Command.run(
            "plugin",
            "new",
            kind,
            name,
            "--package",
            "com.acme." + name.substring("acme-".length()),
            "--into",
            folder.resolve(name).toString());
    assertEquals(0, command.code(), command.all());
  }

  /** One run of Maven over all, which are as they were generated. */
  private void build(LocalRepository repository) throws IOException, InterruptedException {
    Files.writeString(
        folder.resolve("pom.xml"),
        """
        <project>
          <modelVersion>4.0.0</modelVersion>
          <groupId>com.acme</groupId>
          <artifactId>all</artifactId>
          <version>1</version>
          <packaging>pom</packaging>
          <modules>
            <module>acme-rpc</module>
            <module>acme-stamp</module>
            <module>acme-paths</module>
            <module>acme-quota</module>
            <module>acme-registry</module>
            <module>acme-first</module>
          </modules>
        </project>
        """);
    repository.maven(folder, "package");
    String report = "acme-rpc/target/surefire-reports";
    try (Stream<Path> files = Files.list(folder.resolve(report))) {
      long cases = 0;
      for (Path file : files.filter(path -> path.toString().endsWith(".xml")).toList()) {
        cases += Files.readString(file).split("<testcase ", -1).length - 1;
      }
      assertTrue(cases > 100, "the contract suite ran: " + cases);
    }
  }

  private void proxy(Path plugins, long begin) throws Exception {
    Path config = Files.writeString(folder.resolve("mizzen.yaml"), CONFIG);
    Path dev = folder.resolve("acme-rpc").resolve("dev");
    Process echo = java(dev.resolve("Echo.java").toString(), "0");
    try {
      String said = firstLine(echo);
      String address = said.substring(said.lastIndexOf(' ') + 1);
      String[] words = {"-c", config.toString(), "--plugins", plugins.toString()};
      Map<String, String> environment = Map.of("ECHO", address);
      Path instance = folder.resolve("run");
      try (RunningProxy proxy = new RunningProxy(HOME, instance, "web", environment, words)) {
        Process send = java(dev.resolve("Send.java").toString(), "hello", proxy.port("rpc") + "");
        assertEquals("code 0: hello", firstLine(send));
        double seconds = (System.nanoTime() - begin) / SECOND;
        String text = "six plugins generated, built, tested and proxied in %.1f s";
        System.out.println(String.format(Locale.ROOT, text, seconds));
        HttpResponse<String> answer = proxy.get("/orders/7");
        assertEquals("hello /orders/7", answer.body());
        assertEquals("passed", answer.headers().firstValue("x-acme-stamp").orElse("none"));
        assertEquals(404, proxy.get("/elsewhere").statusCode());
        assertEquals(200, proxy.get("/orders/8").statusCode(), "the second of a burst of two");
        assertEquals(429, proxy.get("/orders/9").statusCode(), "acmeQuota refuses the third");
      }
    } finally {
      echo.destroy();
    }
  }

  static Process java(String... words) throws IOException {
    List<String> command =
        new java.util.ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin/java").toString()));
    command.addAll(List.of(words));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  static String firstLine(Process process) throws IOException {
    return new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
        .readLine();
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
