package io.mizzen.tools.author;

import io.mizzen.cli.Exit;
import io.mizzen.cli.Failure;
import io.mizzen.cli.Home;
import io.mizzen.cli.Verb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code mizzen dev}: build, suite, run, and again after every change.
 *
 * <pre>
 *   src/, pom.xml change     -> mvn package (builds, runs the suite) -> jar into dev/run/plugins -> upgrade
 *   dev/mizzen.yaml changes  -> reload
 * </pre>
 *
 * <p>The proxy goes on with the last jar that passed; a new one takes over by hot restart, so a
 * caller that stays connected sees no gap.
 */
@Command(
    name = "dev",
    description = "In a plugin's project: build, test, run dev/mizzen.yaml, and again on change.")
public final class DevVerb extends Verb {
  private static final Path CONFIG = Path.of("dev", "mizzen.yaml");
  private static final Path INSTANCE = Path.of("dev", "run");
  private static final Path PLUGINS = INSTANCE.resolve("plugins");

  /** What the configuration of a template says in its first line. */
  private static final String TRY = "Try it: ";

  /** A proxy without connections ends at once; the terminal comes back in any case. */
  private static final int SECONDS_TO_END = 10;

  @Option(names = "--once", description = "Build, test and check the configuration; then end.")
  private boolean once;

  @Option(names = "--mvn", paramLabel = "WORDS", description = "More words for Maven, such as -o.")
  private List<String> mavenWords = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    if (!Files.exists(Path.of("pom.xml")) || !Files.exists(CONFIG)) {
      throw new Failure(
          Exit.USAGE,
          "mizzen dev: here is no plugin's project: no pom.xml and dev/mizzen.yaml"
              + "\n  help: mizzen plugin new protocol NAME writes one");
    }
    if (once) {
      return build()
              && command("check", "-c", CONFIG.toString(), "--plugins", PLUGINS.toString()) == 0
          ? Exit.FINE
          : Exit.WRONG;
    }
    SourceWatch watch = new SourceWatch(List.of(Path.of("src"), Path.of("pom.xml"), CONFIG));
    Process echo = echo();
    // Ctrl-C ends this process; what it started must not stay.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(echo), "mizzen-dev-end"));
    tryIt();
    if (build()) {
      run();
    }
    say(
        "watching   src/, pom.xml: built, tested, taken over; dev/mizzen.yaml: reloaded. Ctrl-C ends");
    while (true) {
      Set<Path> changed = watch.await();
      if (changed.equals(Set.of(CONFIG)) && isRunning()) {
        command("reload", "--instance", INSTANCE.toString());
      } else if (build()) {
        takeOver();
      }
    }
  }

  /** What came of a file that nobody closed: a process that was killed leaves its socket. */
  private static boolean isRunning() throws IOException, InterruptedException {
    return Files.exists(INSTANCE.resolve("admin.sock"))
        && command(ProcessBuilder.Redirect.DISCARD, "live", "--instance", INSTANCE.toString()) == 0;
  }

  private static void takeOver() throws IOException, InterruptedException {
    if (isRunning()) {
      command("upgrade", "--instance", INSTANCE.toString());
    } else {
      run();
    }
  }

  /** Builds, and puts the jar where the proxy reads it; the old one stays if anything fails. */
  private boolean build() throws IOException, InterruptedException {
    DevBuild build = new DevBuild(mavenWords, out());
    if (!build.run()) {
      return false;
    }
    Path jar = build.place(PLUGINS);
    return command("plugin", "verify", jar.toString()) == 0;
  }

  private void say(String line) {
    out().println(line);
    out().flush();
  }

  private void tryIt() throws IOException {
    for (String line : Files.readAllLines(CONFIG)) {
      int at = line.indexOf(TRY);
      if (line.startsWith("#") && at > 0) {
        say("try it     " + line.substring(at + TRY.length()));
      }
    }
  }

  private static void end(@Nullable Process echo) {
    if (echo != null) {
      echo.destroy();
    }
    try {
      Process stop =
          start(ProcessBuilder.Redirect.INHERIT, "stop", "--instance", INSTANCE.toString());
      stop.waitFor(SECONDS_TO_END, TimeUnit.SECONDS);
    } catch (IOException | InterruptedException gone) {
      // The terminal went: the proxy got the same signal as we.
      Thread.currentThread().interrupt();
    }
  }

  private static int command(String... words) throws IOException, InterruptedException {
    return command(ProcessBuilder.Redirect.INHERIT, words);
  }

  private static int command(ProcessBuilder.Redirect output, String... words)
      throws IOException, InterruptedException {
    return start(output, words).waitFor();
  }

  private static Process start(ProcessBuilder.Redirect output, String... words) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(Home.folder().resolve("bin").resolve("mizzen").toString()));
    command.addAll(List.of(words));
    return new ProcessBuilder(command)
        .inheritIO()
        .redirectOutput(output)
        .redirectError(output)
        .start();
  }

  private static void run() throws IOException {
    start(
        ProcessBuilder.Redirect.INHERIT,
        "run",
        "-c",
        CONFIG.toString(),
        "--instance",
        INSTANCE.toString(),
        "--plugins",
        PLUGINS.toString());
  }

  /** The project's own service, if it has one. */
  private static @Nullable Process echo() throws IOException {
    Path source = Path.of("dev", "Echo.java");
    if (!Files.exists(source)) {
      return null;
    }
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return new ProcessBuilder(java.toString(), source.toString()).inheritIO().start();
  }
}
