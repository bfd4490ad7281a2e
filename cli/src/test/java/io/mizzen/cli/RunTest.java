package io.mizzen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The two readers of {@code mizzen run} must agree wherever both have an answer. */
class RunTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "run -c a.yaml",
        "run --config a.yaml --config b",
        "run -c a.yaml --instance run --plugins more --watch",
        "run --plugins a --plugins b --watch -c x",
        "run --instance /a=b -c c,d",
        "run --take-over -c a.yaml",
      })
  void ordinaryWordsMeanWhatPicocliSays(String line) {
    String[] words = line.split(" ");
    RunVerb verb = new RunVerb();
    new CommandLine(verb).parseArgs(Arrays.copyOfRange(words, 1, words.length));
    assertEquals(verb.asked(), Run.plainly(words));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check -c a.yaml",
        "run -h",
        "run --help",
        "run -c",
        "run -c -c",
        "run -c=a.yaml",
        "run -ca.yaml",
        "run --config=a.yaml",
        "run --dry-run -c a.yaml",
        "run --instance a --instance b",
        "run --watch --watch",
        "run -c 'a b'",
        "run @words",
        "run -c @words",
        "run a.yaml",
        "run --watch --",
      })
  void everythingElseIsLeftToPicocli(String line) {
    assertNull(Run.plainly(line.split(" ")));
  }
}
