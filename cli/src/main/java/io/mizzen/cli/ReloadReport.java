package io.mizzen.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of a reload, for people. */
final class ReloadReport {
  private ReloadReport() {}

  /** One or more lines; ends with a newline. */
  static String text(@Nullable Object body) {
    Json.Tree tree = Json.Tree.of(body);
    if (!tree.text("result").equals("applied")) {
      return "not reloaded, still running "
          + tree.text("running")
          + "\n"
          + tree.text("report").stripTrailing()
          + "\n";
    }
    List<String> changes = new ArrayList<>();
    for (String what : List.of("listeners", "routes", "clusters")) {
      String noun = what.substring(0, what.length() - 1);
      Json.Tree change = tree.get(what);
      add(changes, "+", change.number("added"), noun);
      add(changes, "~", change.number("changed"), noun);
      add(changes, "-", change.number("removed"), noun);
    }
    boolean same = tree.text("from").equals(tree.text("to"));
    return (same
            ? "nothing to change: " + tree.text("to") + " is what runs; read"
            : "reloaded " + tree.text("from") + " -> " + tree.text("to"))
        + " in "
        + tree.text("tookMs")
        + " ms"
        + (changes.isEmpty() ? "" : ": " + String.join(", ", changes))
        + "; "
        + Output.count(tree.number("connectionsKept"), "connection")
        + " kept\n"
        + (tree.number("oldStreams") == 0
            ? ""
            : "old snapshot drains: "
                + Output.count(tree.number("oldStreams"), "stream")
                + " left\n");
  }

  private static void add(List<String> changes, String sign, long count, String noun) {
    if (count > 0) {
      changes.add(sign + Output.count(count, noun));
    }
  }
}
