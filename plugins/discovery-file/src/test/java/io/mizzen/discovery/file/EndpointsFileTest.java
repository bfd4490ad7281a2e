package io.mizzen.discovery.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.discovery.file.EndpointsFile.BadFile;
import io.mizzen.spi.upstream.EndpointSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndpointsFileTest {
  private static String problem(String text) {
    String message =
        assertThrows(BadFile.class, () -> EndpointsFile.read("e.yaml", text)).getMessage();
    return message == null ? "" : message;
  }

  @Test
  void readsShortAndLongForms() throws BadFile {
    assertEquals(
        List.of(
            EndpointSpec.of("10.0.0.1:80"),
            EndpointSpec.of("[::1]:80"),
            EndpointSpec.of("unix:/run/a.sock"),
            new EndpointSpec(
                "10.0.0.2:80", 3, Map.of("zone", "z1", "version", "1.10", "on", "no"))),
        EndpointsFile.read(
            "e.yaml",
            """
            endpoints:
              - "10.0.0.1:80"
              - "[::1]:80"
              - unix:/run/a.sock
              - {address: "10.0.0.2:80", weight: 3, metadata: {zone: z1, version: 1.10, on: no}}
            """));
  }

  @Test
  void readsJson() throws BadFile {
    assertEquals(
        List.of(new EndpointSpec("10.0.0.1:80", 2, Map.of())),
        EndpointsFile.read(
            "e.json", "{\"endpoints\": [{\"address\": \"10.0.0.1:80\", \"weight\": 2}]}"));
  }

  @Test
  void nobodyIsSaidInSoManyWords() throws BadFile {
    assertEquals(List.of(), EndpointsFile.read("e.yaml", "endpoints: []"));
    assertEquals("e.yaml: expected 'endpoints:' with a list", problem(""));
    assertEquals("e.yaml:1:1: expected 'endpoints:' with a list", problem("endpoints:\n"));
    assertEquals("e.yaml:1:1: expected 'endpoints:' with a list", problem("- 10.0.0.1:80\n"));
  }

  @Test
  void everyProblemHasItsLine() {
    assertEquals(
        "e.yaml:2:3: unknown key 'adress'; e.yaml:2:3: an endpoint needs an 'address'",
        problem("endpoints:\n- adress: 10.0.0.1:80\n"));
    assertEquals(
        "e.yaml:1:13: 'localhost' is a name, but a file lists addresses (the discovery strictDns"
            + " takes names)",
        problem("endpoints: [\"localhost:80\"]"));
    assertEquals(
        "e.yaml:1:26: '10.0.0.1:80' is listed twice",
        problem("endpoints: [10.0.0.1:80, 10.0.0.1:80]"));
    for (String weight : new String[] {"0", "-1", "1.5", "x", "[1]", "99999999999"}) {
      String text = "endpoints: [{address: \"10.0.0.1:80\", weight: " + weight + "}]";
      assertTrue(problem(text).contains("weight must be a whole number"), weight);
    }
    for (String bad : new String[] {"10.0.0.1", "10.0.0.1:0", "10.0.0.1:99999", "[x", "{}"}) {
      assertTrue(problem("endpoints: [" + bad + "]").startsWith("e.yaml:1"), bad);
    }
    assertTrue(problem("endpoints: [\"10.0.0.1:80\"]\nendpoints: []").contains("stands twice"));
    assertTrue(problem("a: b: c").startsWith("e.yaml:1:"));
    assertTrue(
        problem("endpoints: [{address: \"10.0.0.1:80\", metadata: [a]}]").contains("metadata"));
  }

  @Test
  void manyProblemsAreCounted() {
    assertTrue(problem("endpoints: [a, b, c, d, e, f, g]").endsWith("; and 2 more"));
  }

  @Test
  void tagsConstructNothing() {
    assertTrue(
        problem("endpoints: [!!java.util.Date \"10.0.0.1:80\"]").contains("tag is not allowed"));
  }
}
