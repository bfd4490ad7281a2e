package io.mizzen.bench.proxy;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateTest {
  private static final Map<String, Object> PORTS = Map.of("port", 1111, "upstreamPort", 2222);

  @Test
  void everyPlaceIsFilled() throws IOException {
    assertComplete(Template.render("haproxy-bytes.cfg", PORTS));
  }

  @Test
  void everyProxyWritesALogWhenAskedAndOnlyThen(@TempDir Path folder) throws IOException {
    Path program = Files.createFile(folder.resolve("mizzen"));
    List<Proxy> proxies =
        List.of(new Mizzen(Optional.of(program), Setup.plain(null, "")), new Haproxy());
    for (Proxy proxy : proxies) {
      if (proxy.missing(Mode.HTTP1).isEmpty()) {
        String quiet = configuration(proxy, Mode.HTTP1, folder);
        assertComplete(quiet);
        assertFalse(writesLog(quiet), quiet);
        assertTrue(writesLog(configuration(proxy, Mode.HTTP1_LOGGED, folder)));
      }
    }
  }

  @Test
  void aSetupAddsWhatItNames(@TempDir Path folder) throws IOException {
    Setup setup = Variants.of("iouring+tls-inspector+admin+log", null, "-Xmx1g");
    assertTrue(setup.javaOptions().equals("-Xmx1g"), setup.javaOptions());
    String http = MizzenYaml.of(setup, Mode.HTTP1, 1111, 2222, folder);
    assertComplete(http);
    for (String part : List.of("transport: ioUring", "tlsInspector", "admin:", "accessLog")) {
      assertTrue(http.contains(part), http);
    }
    assertComplete(MizzenYaml.of(setup, Mode.BOLT, 1111, 2222, folder));
    assertComplete(MizzenYaml.of(setup, Mode.TCP, 1111, 2222, folder));
    Setup large = Variants.of("scale", null, "");
    String text = MizzenYaml.of(large, Mode.HTTP1, 1111, 2222, folder);
    assertTrue(text.contains("name: r99999,") && text.contains("name: c9999,"));
  }

  @Test
  void aVariantNobodyKnowsIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Variants.of("25x", null, ""));
    assertThrows(IllegalArgumentException.class, () -> Variants.of("3", null, ""));
  }

  @Test
  void nginxAlsoKnowsItsFolderAndModule() throws IOException {
    Map<String, Object> values = new HashMap<>(PORTS);
    values.put("folder", "/$1");
    values.put("workerConnections", 9);
    Map<String, Object> http = new HashMap<>(values);
    http.put("accessLog", "off");
    http.put("downstream", " http2");
    assertComplete(Template.render("nginx-http.conf", http));
    values.put("loadModule", "load_module x;");
    String bytes = Template.render("nginx-bytes.conf", values);
    assertComplete(bytes);
    assertTrue(bytes.startsWith("load_module x;"), bytes);
  }

  @Test
  void aMissingValueAndAnUnknownOneAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Template.render("haproxy-bytes.cfg", Map.of("port", 1)));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            Template.render(
                "haproxy-bytes.cfg", Map.of("port", 1, "upstreamPort", 2, "folder", "/f")));
  }

  private static boolean writesLog(String configuration) {
    return configuration.contains("accessLog") || configuration.contains("httplog");
  }

  /** What a proxy would start with. */
  private static String configuration(Proxy proxy, Mode mode, Path folder) throws IOException {
    Path own = Files.createTempDirectory(folder, "proxy");
    proxy.prepare(mode, 1111, 2222, own);
    try (Stream<Path> files = Files.list(own)) {
      return Files.readString(files.findFirst().orElseThrow());
    }
  }

  private static void assertComplete(String text) {
    assertTrue(text.contains("127.0.0.1:1111"), text);
    assertTrue(text.contains("127.0.0.1:2222"), text);
    assertFalse(text.contains("{{"), text);
  }
}
