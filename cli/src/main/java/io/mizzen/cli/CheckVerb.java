package io.mizzen.cli;

import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code mizzen check}. */
@Command(
    name = "check",
    description = "Check a configuration with the installed plugins; -t for short: mizzen -t.")
final class CheckVerb extends Verb {
  @Mixin private ConfigOptions config = new ConfigOptions();

  @Option(names = "--strict", description = "Warnings fail, too.")
  private boolean strict;

  @Option(
      names = "--online",
      description = "Also try whether ports are free, names are known and endpoints accept.")
  private boolean online;

  @Option(
      names = "--format",
      paramLabel = "FORM",
      defaultValue = "text",
      description = "text, json or sarif (${DEFAULT-VALUE}).")
  private String format = "text";

  @Override
  public Integer call() throws Exception {
    CheckRun run = new CheckRun(config.options(null), out(), err());
    if (online) {
      run.online();
    }
    return switch (format.toLowerCase(Locale.ROOT)) {
      case "text" -> run.text(strict);
      case "json" -> run.json(strict);
      case "sarif" -> run.sarif(strict);
      default ->
          throw new ParameterException(
              spec.commandLine(), "--format is text, json or sarif, got " + format);
    };
  }
}
