package io.mizzen.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mizzen log}: a level that may go back by itself. */
@Command(name = "log", description = "Set the level of a logger of the running instance.")
final class LogVerb extends Verb {
  @Mixin private InstanceOption instance = new InstanceOption();

  @Parameters(index = "0", paramLabel = "LOGGER", description = "Its name, or root.")
  private String logger = "";

  @Parameters(
      index = "1",
      paramLabel = "LEVEL",
      description = "error, warn, info, debug, trace, off, or default.")
  private String level = "";

  @Option(names = "--for", paramLabel = "TIME", description = "Back after this long, such as 10m.")
  private @Nullable String most;

  @Override
  public Integer call() throws Failure {
    Map<String, String> arguments = new LinkedHashMap<>();
    arguments.put("level", level);
    if (most != null) {
      Home.duration("--for", most);
      arguments.put("for", most);
    }
    AdminClient.Reply reply =
        instance
            .client()
            .ask("PUT", "/v1/loggers/" + AdminClient.encode(logger), AdminClient.form(arguments));
    if (!reply.isFine()) {
      throw new Failure(Exit.USAGE, "mizzen: " + reply.error());
    }
    out().println(logger + " " + level + (most == null ? "" : " for " + most));
    return Exit.FINE;
  }
}
