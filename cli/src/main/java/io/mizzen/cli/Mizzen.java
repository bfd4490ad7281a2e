package io.mizzen.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mizzen} without a verb: tells which there are. */
@Command(
    name = "mizzen",
    description = "A pluggable service-mesh proxy.",
    synopsisSubcommandLabel = "VERB",
    footer = {
      "",
      "Exit codes: 0 fine, 1 checked and found wrong, 2 wrong usage or unreadable input,",
      "3 the plugin set is broken, 4 cannot bind or a second instance, 5 no instance reachable."
    })
final class Mizzen implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this text.")
  boolean help;

  @Option(names = "--version", hidden = true, description = "Like 'mizzen version'.")
  private boolean version;

  @Override
  public void run() {
    if (version) {
      new VersionVerb().print(spec.commandLine().getOut());
      return;
    }
    throw new CommandLine.ParameterException(spec.commandLine(), "which verb?");
  }
}
