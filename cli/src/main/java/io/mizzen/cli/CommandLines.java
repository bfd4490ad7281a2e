package io.mizzen.cli;

import io.mizzen.kernel.config.Words;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * Builds the command line, runs it, and turns everything that goes wrong into a text and a code.
 */
public final class CommandLines {
  private CommandLines() {}

  /**
   * Runs.
   *
   * @return the exit code
   */
  static int run(String[] words, PrintWriter out, PrintWriter err) {
    // nginx's habit: -t as the first word checks.
    String[] args = words.clone();
    if (args.length > 0 && args[0].equals("-t")) {
      args[0] = "check";
    }
    CommandLine line = of(args.length == 0 ? "" : args[0]);
    line.setOut(out);
    line.setErr(err);
    return line.execute(args);
  }

  /** All verbs, for completion, help and reference. */
  public static CommandLine complete() {
    return of("");
  }

  /**
   * Making picocli's model of a verb reads its class by reflection; only the verb that was typed
   * pays for it.
   */
  private static CommandLine of(String first) {
    CommandLine line = new CommandLine(new Mizzen());
    Object only = Verbs.make(first);
    if (only != null) {
      line.addSubcommand(first, only);
    } else {
      Verbs.NAMES.forEach(name -> line.addSubcommand(name, Verbs.make(name)));
    }
    return line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(CommandLines::wrongUsage)
        .setExecutionExceptionHandler(CommandLines::failed);
  }

  private static int wrongUsage(CommandLine.ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    String name = line.getCommandSpec().qualifiedName();
    String message = String.valueOf(e.getMessage());
    String meant = null;
    if (e instanceof CommandLine.UnmatchedArgumentException unmatched) {
      String word = unmatched.getUnmatched().get(0);
      meant = nearest(word, line);
      boolean verb = !word.startsWith("-") && !line.getSubcommands().isEmpty();
      message = verb ? "there is no verb '" + word + "'" : "unknown argument '" + word + "'";
    }
    String hint = meant == null ? "" : " (did you mean '" + meant + "'?)";
    line.getErr().println(name + ": " + firstLine(message) + hint);
    line.getErr().println("  help: " + name + " --help");
    return Exit.USAGE;
  }

  private static @Nullable String nearest(String word, CommandLine line) {
    List<String> known = new ArrayList<>();
    if (word.startsWith("-")) {
      line.getCommandSpec().options().forEach(option -> known.addAll(List.of(option.names())));
    } else {
      known.addAll(line.getSubcommands().keySet());
    }
    return Words.nearest(word, known);
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }

  private static int failed(Exception e, CommandLine line, CommandLine.ParseResult parsed) {
    return Failure.tell(e, line.getErr());
  }
}
