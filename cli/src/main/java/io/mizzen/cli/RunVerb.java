package io.mizzen.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mizzen run}: the proxy in the foreground. */
@Command(name = "run", description = "Run the proxy in the foreground.")
final class RunVerb extends Verb {
  @Mixin private ConfigOptions config = new ConfigOptions();

  @Option(
      names = "--instance",
      paramLabel = "DIR",
      description =
          "The instance folder: sockets and state. Default: run/ beside the configuration.")
  private @Nullable Path instance;

  @Option(names = "--dry-run", description = "Check everything, start nothing.")
  private boolean dryRun;

  @Option(names = "--watch", description = "Reload when a file changes; for development.")
  private boolean watch;

  @Option(
      names = "--take-over",
      description =
          "Succeed the process that runs in the instance folder; without one, start as usual.")
  private boolean takeOver;

  @Override
  public Integer call() throws Exception {
    if (dryRun) {
      return new CheckRun(config.options(instance), out(), err()).text(false);
    }
    return asked().call(out(), err());
  }

  Run asked() {
    return config.run(instance, watch, takeOver);
  }
}
