package io.mizzen.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all verbs have: where they print, and help. Also those of {@code share/tools}. */
public abstract class Verb implements Callable<Integer> {
  /** What picocli made of this verb. */
  @Spec protected CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this text.")
  boolean help;

  /** For answers. */
  protected final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** For what is wrong, and for progress. */
  protected final PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
