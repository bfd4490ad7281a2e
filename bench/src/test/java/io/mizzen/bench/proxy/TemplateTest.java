package io.mizzen.bench.proxy;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
  private static final Map<String, Object> PORTS = Map.of("port", 1111, "upstreamPort", 2222);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "haproxy-http1.cfg",
        "haproxy-bytes.cfg",
        "mizzen-http1.yaml",
        "mizzen-bolt.yaml",
        "mizzen-tcp.yaml"
      })
  void everyPlaceIsFilled(String resource) throws IOException {
    assertComplete(Template.render(resource, PORTS));
  }

  @Test
  void nginxAlsoKnowsItsFolderAndModule() throws IOException {
    Map<String, Object> values = new HashMap<>(PORTS);
    values.put("folder", "/$1");
    values.put("workerConnections", 9);
    assertComplete(Template.render("nginx-http1.conf", values));
    values.put("loadModule", "load_module x;");
    String bytes = Template.render("nginx-bytes.conf", values);
    assertComplete(bytes);
    assertTrue(bytes.startsWith("load_module x;"), bytes);
  }

  @Test
  void aMissingValueAndAnUnknownOneAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Template.render("mizzen-tcp.yaml", Map.of("port", 1)));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            Template.render(
                "mizzen-tcp.yaml", Map.of("port", 1, "upstreamPort", 2, "folder", "/f")));
  }

  private static void assertComplete(String text) {
    assertTrue(text.contains("127.0.0.1:1111"), text);
    assertTrue(text.contains("127.0.0.1:2222"), text);
    assertFalse(text.contains("{{"), text);
  }
}
