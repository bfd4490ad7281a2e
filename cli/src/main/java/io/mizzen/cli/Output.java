package io.mizzen.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine.Option;

/** How an answer is shown: a table for people, JSON or YAML for programs. */
final class Output {
  /** The forms. */
  enum Form {
    TABLE,
    JSON,
    YAML
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      description = "table (default), json or yaml.")
  private Form form = Form.TABLE;

  /** Prints for programs if that was asked for. */
  boolean printed(@Nullable Object tree, PrintWriter out) {
    switch (form) {
      case JSON -> out.print(io.mizzen.kernel.config.Json.write(tree));
      case YAML -> {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        out.print(new Yaml(options).dump(tree));
      }
      case TABLE -> {
        return false;
      }
    }
    out.flush();
    return true;
  }

  /** {@code 1 stream}, {@code 2 streams}. */
  static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** Rows under a head, columns as wide as they must be; an empty cell is a dash. */
  static void table(List<String> head, List<List<String>> rows, PrintWriter out) {
    List<List<String>> all = new ArrayList<>();
    all.add(head);
    all.addAll(rows);
    int[] widths = new int[head.size()];
    for (List<String> row : all) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], shown(row.get(i)).length());
      }
    }
    for (List<String> row : all) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = shown(row.get(i));
        line.append(cell).append(" ".repeat(widths[i] - cell.length() + 2));
      }
      out.println(line.toString().stripTrailing());
    }
    out.flush();
  }

  /** Names may come from peers: a terminal must not obey them. */
  private static String shown(String cell) {
    StringBuilder clean = new StringBuilder(cell.length());
    cell.codePoints().forEach(c -> clean.appendCodePoint(Character.isISOControl(c) ? '?' : c));
    return cell.isEmpty() ? "-" : clean.toString();
  }
}
