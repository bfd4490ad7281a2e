package io.mizzen.tools.dist;

import io.mizzen.cli.CommandLines;
import picocli.CommandLine;

/** The reference of the command line, from the definitions of the verbs. */
final class CommandPage {
  private CommandPage() {}

  static String text() {
    StringBuilder page = new StringBuilder("# The command line\n\n");
    page.append("Generated from the definitions of the verbs.\n");
    add(CommandLines.complete(), page);
    return page.toString();
  }

  private static void add(CommandLine line, StringBuilder page) {
    page.append("\n## ").append(line.getCommandSpec().qualifiedName()).append("\n\n");
    page.append("```text generated: what --help prints\n");
    page.append(line.getUsageMessage().stripTrailing()).append("\n```\n");
    line.getSubcommands().values().forEach(inner -> add(inner, page));
  }
}
