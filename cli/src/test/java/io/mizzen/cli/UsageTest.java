package io.mizzen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
  @Test
  void aMisspeltVerbIsOneLineAndAHint() {
    Command run = Command.run("chekc");
    assertEquals(Exit.USAGE, run.code());
    assertEquals(
        "mizzen: there is no verb 'chekc' (did you mean 'check'?)\n  help: mizzen --help\n",
        run.err());
    assertEquals("", run.out());
  }

  @Test
  void aMisspeltFlagIsOneLineAndAHint() {
    Command run = Command.run("run", "--instanse", "x");
    assertEquals(Exit.USAGE, run.code());
    assertEquals(
        "mizzen run: unknown argument '--instanse' (did you mean '--instance'?)\n"
            + "  help: mizzen run --help\n",
        run.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plugin",
        "route",
        "config",
        "proxy",
        "proxy --from :0",
        "proxy --from 8080 --to a:1",
        "get nonsense",
        "reload --wait ten",
        "stop --max 5",
        "check --format xml",
        "completion fish",
        "route explain -H x",
        "explain",
        "plugin info"
      })
  void wrongUsageIsCodeTwoWithoutAStackTrace(String words) {
    Command run = Command.run(words.isEmpty() ? new String[0] : words.split(" "));
    assertEquals(Exit.USAGE, run.code(), run.err());
    assertTrue(run.err().startsWith("mizzen"), run.err());
    assertFalse(run.err().contains("\tat ") || run.err().contains("Exception"), run.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "check",
        "proxy",
        "reload",
        "status",
        "drain",
        "undrain",
        "stop",
        "live",
        "ready",
        "get",
        "endpoint",
        "route explain",
        "route test",
        "config dump",
        "config schema",
        "config diff",
        "plugin list",
        "plugin info",
        "plugin verify",
        "explain",
        "log",
        "version",
        "completion"
      })
  void everyVerbHasHelp(String words) {
    Command run = Command.run((words + " --help").split(" "));
    assertEquals(Exit.FINE, run.code());
    assertTrue(run.out().startsWith("Usage: mizzen " + words), run.out());
  }

  @Test
  void helpListsTheVerbsButNotTheInnerOnes() {
    Command run = Command.run("--help");
    assertTrue(run.out().contains("  check "), run.out());
    assertFalse(run.out().contains("train"), run.out());
    assertFalse(run.out().contains("demo"), "no demo plugin here");
  }

  @Test
  void versionNamesEverythingThatMatters() {
    Command run = Command.run("version");
    assertEquals(Exit.FINE, run.code());
    assertTrue(run.out().matches("mizzen \\S+ .* spi \\S+ .*java .*\\R"), run.out());
    assertEquals(run.out(), Command.run("--version").out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh"})
  void completionKnowsEveryVerb(String shell) {
    Command run = Command.run("completion", shell);
    assertEquals(Exit.FINE, run.code());
    Verbs.NAMES.forEach(name -> assertTrue(run.out().contains(name), name));
  }

  @Test
  void agesHaveTheTwoLargestUnits() {
    assertEquals("7s", StatusVerb.age(7));
    assertEquals("2m 5s", StatusVerb.age(125));
    assertEquals("3h 1m", StatusVerb.age(3 * 3600 + 100));
    assertEquals("3d 4h", StatusVerb.age(76 * 3600 + 100));
  }
}
