package io.mizzen.kernel.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PrintersTest {
  private static Problems problems() {
    return new ConfigLoader(Sample.catalog(), Substitutions.none())
        .load(
            Sample.Root.class,
            "x-r: &r {atempts: 3}\n"
                + "routeTables: [{name: web, router: httpRouter, routes: [{retry: *r}]}]",
            "broken.yaml")
        .problems();
  }

  @Test
  void jsonHasTheFieldsOfTheContract() {
    assertEquals(
        """
        [
          {
            "code": "MZ1201",
            "severity": "error",
            "message": "unknown property 'atempts' in retry",
            "file": "broken.yaml",
            "line": 1,
            "column": 10,
            "endLine": 1,
            "endColumn": 17,
            "path": "routeTables[web].routes[0].retry.atempts",
            "pointer": "/routeTables/0/routes/0/retry/atempts",
            "expected": ["attempts", "backoff", "budget", "conditions", "perTryTimeout"],
            "suggestion": {
              "replace": "atempts",
              "with": "attempts"
            },
            "help": "did you mean 'attempts'?",
            "source": {
              "plugin": "kernel",
              "schema": "retry"
            },
            "related": [
              {
                "message": "used here",
                "file": "broken.yaml",
                "line": 2,
                "column": 64,
                "endLine": 2,
                "endColumn": 66
              }
            ]
          }
        ]
        """,
        JsonPrinter.print(problems()));
  }

  @Test
  void sarifHasRulesWithTextsAndRegions() {
    String sarif = SarifPrinter.print(problems(), "0.1.0", ErrorCodes.load());
    assertTrue(sarif.contains("\"ruleId\": \"MZ1201\""), sarif);
    assertTrue(sarif.contains("\"text\": \"a property is unknown\""), sarif);
    assertTrue(sarif.contains("\"startColumn\": 10"), sarif);
    assertTrue(sarif.contains("\"uri\": \"broken.yaml\""), sarif);
  }

  @Test
  void controlCharactersNeverReachATerminal() {
    Problems problems =
        new ConfigLoader(Sample.catalog(), Substitutions.none())
            .load(Sample.Root.class, "node: {\"a\\e[31m\\u202Eb\": 1}", "x")
            .problems();
    String text = TextPrinter.print("x", problems);
    assertTrue(text.chars().noneMatch(c -> c == 0x1b || c == 0x202e), text);
  }

  @Test
  void findsTheWordThatWasMeant() {
    assertEquals("attempts", Words.nearest("atempts", java.util.List.of("budget", "attempts")));
    assertEquals("keepAlive", Words.nearest("keep_alive", java.util.List.of("keepAlive")));
    assertEquals("api", Words.nearest("pai", java.util.List.of("api")));
    assertEquals(null, Words.nearest("quite", java.util.List.of("different")));
  }
}
