package io.mizzen.kernel.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a plugin uses and does not declare: one jar for each. */
final class AccessCheckTest {
  @TempDir Path temp;

  private PluginVerification verify(Path jar) {
    return PluginVerification.of(
        jar,
        new PluginSettings(List.of(), Set.of(), List.of(temp.resolve("cache"))),
        List.of(new io.mizzen.kernel.operate.KernelPlugin()));
  }

  private PluginJars.PluginJar using(String statement) {
    return new PluginJars(temp)
        .filter("acme-use", "acmeUse")
        .source(
            "p_acme_use.Deed",
            "package p_acme_use; class Deed { void does() throws Exception { "
                + statement
                + " } }");
  }

  private static List<String> errors(PluginVerification found) {
    return found.problems().all().stream()
        .filter(problem -> problem.severity() == PluginProblem.Severity.ERROR)
        .map(problem -> problem.code() + " " + problem.message())
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sockets | new java.net.Socket(\"127.0.0.1\", 1).close(); | java.net.Socket.<init>",
        "sockets | java.net.http.HttpClient.newHttpClient(); | java.net.http.HttpClient.newHttpClient",
        "files | java.nio.file.Files.delete(null); | java.nio.file.Files.delete",
        "files | new java.io.FileInputStream(\"x\").close(); | java.io.FileInputStream.<init>",
        "threads | new Thread(() -> {}).start(); | java.lang.Thread.<init>",
        "threads | java.util.concurrent.Executors.newCachedThreadPool(); | Executors.newCachedThreadPool",
        "exit | System.exit(1); | java.lang.System.exit",
        "exit | Runtime.getRuntime().halt(1); | java.lang.Runtime.halt",
        "reflection | Class.forName(\"x\"); | java.lang.Class.forName",
        "reflection | Object.class.getMethod(\"hashCode\").invoke(this); | Method.invoke"
      })
  void isFoundAndMayBeDeclared(String word, String statement, String call) throws IOException {
    List<String> found = errors(verify(using(statement).jarIn(temp)));
    assertEquals(1, found.size(), found.toString());
    String message = found.get(0);
    assertTrue(message.startsWith("MZ3016 uses " + word + " and does not declare it"), message);
    assertTrue(message.contains("p_acme_use.Deed calls ") && message.contains(call), message);
    Path declared = using(statement).manifest("Plugin-Access", word).jarIn(temp);
    assertEquals(List.of(), errors(verify(declared)));
  }

  @Test
  void librariesCountToo() throws IOException {
    PluginJars jars = new PluginJars(temp);
    Path library =
        jars.library(
            "lib.Opens", "package lib; public class Opens { Object o = new java.util.Timer(); }");
    List<String> found =
        errors(verify(jars.filter("acme-use", "acmeUse").library(library).jarIn(temp)));
    assertEquals(1, found.size(), found.toString());
    assertTrue(found.get(0).contains(library.getFileName() + ": lib.Opens calls"), found.get(0));
  }

  @Test
  void anUnknownWordIsTold() throws IOException {
    Path jar =
        new PluginJars(temp)
            .filter("acme-use", "acmeUse")
            .manifest("Plugin-Access", "files, network")
            .jarIn(temp);
    assertEquals(
        List.of("MZ3016 Plugin-Access has the unknown word 'network'"), errors(verify(jar)));
  }

  @Test
  void metricsThatAreCreatedAndNotDeclaredAreFound() throws IOException {
    String statement =
        "io.mizzen.spi.Host host = null;"
            + " for (int i : new int[] {1, 200, 100000}) { switch (i) { case 1: case 2: case 3: break;"
            + " case 100000: i++; break; default: i += 1000; } }"
            + " host.metrics().counter(\"acme_declared_total\", \"a\");"
            + " host.metrics().gauge(\"acme_forgotten\", () -> 1L, \"label_value\");";
    Path jar =
        using(statement)
            .registers(
                "registrar.metric(io.mizzen.spi.telemetry.MetricSpec.counter("
                    + "\"acme_declared_total\", \"Declared.\", \"of\"));")
            .jarIn(temp);
    assertEquals(
        List.of("MZ3017 metric 'acme_forgotten' is created in p_acme_use.Deed and not declared"),
        errors(verify(jar)));
  }
}
