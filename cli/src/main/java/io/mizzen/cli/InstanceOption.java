package io.mizzen.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which running instance a verb talks to. */
final class InstanceOption {
  private static final String SOCKET = "admin.sock";

  /** Long enough for a reload of a huge configuration on a busy machine. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Option(
      names = "--instance",
      paramLabel = "DIR",
      description =
          "The instance folder, or its socket. Default: $MIZZEN_INSTANCE, else run/ here or in conf/.")
  private @Nullable Path instance;

  /**
   * A client for it.
   *
   * @throws Failure if there is no socket
   */
  AdminClient client() throws Failure {
    return client(LIMIT);
  }

  AdminClient client(Duration limit) throws Failure {
    List<Path> candidates = new ArrayList<>();
    String named = System.getenv("MIZZEN_INSTANCE");
    if (instance != null) {
      candidates.add(instance);
    } else if (named != null) {
      candidates.add(Path.of(named));
    } else {
      candidates.add(Path.of("run"));
      candidates.add(Path.of("conf", "run"));
    }
    for (Path candidate : candidates) {
      Path socket = Files.isDirectory(candidate) ? candidate.resolve(SOCKET) : candidate;
      if (Files.exists(socket)) {
        return new AdminClient(socket, limit);
      }
    }
    throw new Failure(
        Exit.UNREACHABLE,
        "mizzen: no running instance: there is no "
            + candidates.get(0).resolve(SOCKET)
            + "\n  help: start one (mizzen run), or name its folder: --instance DIR");
  }
}
