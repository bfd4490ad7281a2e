package io.mizzen.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code mizzen completion}. */
@Command(
    name = "completion",
    description = "Print a script for a shell: source <(mizzen completion bash)")
final class CompletionVerb extends Verb {
  @Parameters(index = "0", paramLabel = "SHELL", description = "bash or zsh.")
  private String shell = "";

  @Override
  public Integer call() {
    if (!shell.equals("bash") && !shell.equals("zsh")) {
      throw new ParameterException(
          spec.commandLine(), "the shell is bash or zsh, got '" + shell + "'");
    }
    // The script turns bash's completion on in zsh by itself.
    out().print(AutoComplete.bash("mizzen", CommandLines.complete()));
    out().flush();
    return Exit.FINE;
  }
}
