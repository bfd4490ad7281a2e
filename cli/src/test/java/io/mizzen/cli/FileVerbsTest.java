package io.mizzen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.kernel.boot.Kernel;
import io.mizzen.kernel.boot.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Verbs that work on files, with a kernel without plugins. */
@Timeout(60)
class FileVerbsTest {
  @TempDir Path folder;

  private String config(String text) throws IOException {
    Path file = folder.resolve("mizzen.yaml");
    Files.writeString(file, text);
    return file.toString();
  }

  @Test
  void checkSaysWhatIsValid() throws IOException {
    Command run = Command.run("check", "-c", config("version: 1\n"));
    assertEquals(Exit.FINE, run.code(), run.err());
    assertTrue(run.out().contains("valid with"), run.out());
    assertTrue(run.out().contains("0 listeners, 0 filter chains"), run.out());
    assertEquals("", run.err());
  }

  @Test
  void checkTellsEveryErrorWithItsPlace() throws IOException {
    String file = config("version: 1\nnod: {}\nlisteners: 7\n");
    Command run = Command.run("-t", "-c", file);
    assertEquals(Exit.WRONG, run.code());
    assertTrue(run.err().contains("mizzen.yaml:2:1: error[MZ"), run.err());
    assertTrue(run.err().contains("mizzen.yaml:3:12: error[MZ"), run.err());
    assertTrue(run.err().contains("did you mean 'node'?"), run.err());
    assertEquals("", run.out());
    Command json = Command.run("check", "-c", file, "--format", "json");
    assertEquals(Exit.WRONG, json.code());
    assertEquals(false, Json.Tree.of(Json.parse(json.out())).get("valid").value());
    Command sarif = Command.run("check", "-c", file, "--format", "sarif");
    assertTrue(sarif.out().contains("\"version\": \"2.1.0\""), sarif.out());
  }

  @Test
  void anUnreadableFileIsCodeTwo() {
    Command run = Command.run("check", "-c", folder.resolve("none.yaml").toString());
    assertEquals(Exit.USAGE, run.code());
    assertTrue(run.err().contains("there is no such file"), run.err());
    assertEquals(Exit.USAGE, Command.run("route", "test", "none.yaml").code());
    assertEquals(Exit.USAGE, Command.run("plugin", "verify", "none.jar").code());
  }

  @Test
  void aBrokenPluginFolderIsCodeThree() throws IOException {
    Path plugins = Files.createDirectory(folder.resolve("plugins"));
    Files.writeString(plugins.resolve("broken.jar"), "no jar");
    String file = config("version: 1\nplugins: {dirs: [plugins]}\n");
    for (String verb : List.of("run", "check")) {
      Command run = Command.run(verb, "-c", file);
      assertEquals(Exit.PLUGINS, run.code(), run.err());
      assertTrue(run.err().contains("error[MZ3"), run.err());
    }
    Command list = Command.run("plugin", "list", "--plugins", plugins.toString());
    assertEquals(Exit.PLUGINS, list.code());
    Command verify = Command.run("plugin", "verify", plugins.resolve("broken.jar").toString());
    assertEquals(Exit.WRONG, verify.code());
  }

  @Test
  void aSecondInstanceIsCodeFour() throws Exception {
    Path file = Path.of(config("version: 1\n"));
    Path instance = folder.resolve("run");
    Options options = new Options(List.of(file), null, instance, folder, List.of());
    try (Kernel first = Kernel.start(options)) {
      assertFalse(first.control().ended().isDone());
      Command run = Command.run("run", "-c", file.toString(), "--instance", instance.toString());
      assertEquals(Exit.BIND, run.code(), run.err());
      assertTrue(run.err().contains("another mizzen runs"), run.err());
    }
  }

  @Test
  void dumpShowsDefaultsAndOrigins() throws IOException {
    String file = config("version: 1\ndrain: {max: 40s}\n");
    Command dump = Command.run("config", "dump", "-c", file);
    assertEquals(Exit.FINE, dump.code(), dump.err());
    assertTrue(dump.out().contains("max: 40s"), dump.out());
    assertTrue(dump.out().contains("grace: 5s"), dump.out());
    assertTrue(Command.run("config", "dump", "-c", file, "--origins").out().contains("# default"));
    Object json = Json.parse(Command.run("config", "dump", "-c", file, "-o", "json").out());
    assertEquals(1L, Json.Tree.of(json).get("version").value());
  }

  @Test
  void theSchemaIsJson() {
    Command run = Command.run("config", "schema");
    assertEquals(Exit.FINE, run.code(), run.err());
    assertTrue(Json.Tree.of(Json.parse(run.out())).get("properties").get("clusters").isPresent());
  }

  @Test
  void proxyPrintsAConfigurationToStartFrom() {
    Command raw =
        Command.run("proxy", "--from", ":0", "--to", "10.0.0.1:1,[::1]:2", "--print-config");
    assertEquals(Exit.FINE, raw.code(), raw.err());
    assertTrue(raw.out().contains("endpoints: [\"10.0.0.1:1\", \"[::1]:2\"]"), raw.out());
    assertTrue(raw.out().contains("tcpProxy: {cluster: target}"), raw.out());
    Command http =
        Command.run(
            "proxy", "--from", ":0", "--to", "a:1", "--protocol", "http1", "--print-config");
    assertTrue(http.out().contains("httpRouter"), http.out());
    assertTrue(http.out().contains("config: {host: \"a\", port: 1}"), "a name is asked for again");
    Command names = Command.run("proxy", "--from", ":0", "--to", "a:1,b:2", "--print-config");
    assertEquals(Exit.USAGE, names.code());
    assertTrue(names.err().contains("one name, or several addresses"), names.err());
  }

  @Test
  void explainKnowsCodesPathsMetricsAndWords() {
    assertTrue(Command.run("explain", "mz1301").out().startsWith("MZ1301  "));
    assertTrue(Command.run("explain", "clusters.connectTimeout").out().contains("3s"));
    assertTrue(Command.run("explain", "no_endpoint").out().contains("no usable endpoint"));
    assertTrue(Command.run("explain", "tcpCheck").out().contains("healthCheck"));
    Command unknown = Command.run("explain", "no_endpiont");
    assertEquals(Exit.USAGE, unknown.code());
    assertTrue(unknown.err().contains("did you mean 'no_endpoint'?"), unknown.err());
  }

  @Test
  void aWrongFileOfCasesSaysWhere() throws IOException {
    Path cases = folder.resolve("cases.yaml");
    String file = config("version: 1\n");
    Files.writeString(cases, "- name: x\n  given: {path: /}\n  expects: {}\n");
    Command run = Command.run("route", "test", cases.toString(), "-c", file);
    assertEquals(Exit.USAGE, run.code());
    assertTrue(run.err().contains("case 1: error: unknown property 'expects'"), run.err());
    Files.writeString(cases, "- {name: x\n");
    Command broken = Command.run("route", "test", cases.toString(), "-c", file);
    assertEquals(Exit.USAGE, broken.code());
    assertTrue(broken.err().contains("cases.yaml:2:1: error: "), broken.err());
  }
}
