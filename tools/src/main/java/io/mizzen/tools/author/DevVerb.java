package io.mizzen.tools.author;

import io.mizzen.cli.Exit;
import io.mizzen.cli.Failure;
import io.mizzen.cli.Home;
import io.mizzen.cli.Verb;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code mizzen dev}: build, suite, run, and again after every change.
 *
 * <pre>
 *   src/ changes -> mvn package (builds, runs the suite) -> jar into dev/run/plugins -> upgrade
 * </pre>
 *
 * <p>The proxy goes on with the last jar that passed; a new one takes over by hot restart, so a
 * caller that stays connected sees no gap.
 */
@Command(
    name = "dev",
    description = "In a plugin's project: build, test, run dev/mizzen.yaml, and again on change.")
public final class DevVerb extends Verb {
  private static final double SECOND = 1e9;

  @Option(names = "--once", description = "Build, test and check the configuration; then end.")
  private boolean once;

  @Option(names = "--mvn", paramLabel = "WORDS", description = "More words for Maven, such as -o.")
  private List<String> mavenWords = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    Path config = Path.of("dev", "mizzen.yaml");
    if (!Files.exists(Path.of("pom.xml")) || !Files.exists(config)) {
      throw new Failure(
          Exit.USAGE,
          "mizzen dev: here is no plugin's project: no pom.xml and dev/mizzen.yaml"
              + "\n  help: mizzen plugin new protocol NAME writes one");
    }
    boolean built = build();
    if (once) {
      return built && command("check", "-c", config.toString(), "--plugins", plugins().toString())
          ? Exit.FINE
          : Exit.WRONG;
    }
    SourceWatch watch = new SourceWatch(List.of(Path.of("src"), Path.of("pom.xml"), config));
    Process echo = echo();
    // Ctrl-C ends this process; what it started must not stay.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(echo), "mizzen-dev-end"));
    if (built) {
      run(config);
    }
    out().println("watching   src/, pom.xml, dev/mizzen.yaml; Ctrl-C ends");
    out().flush();
    while (true) {
      watch.await();
      if (build() && !command("upgrade", "--instance", instance().toString())) {
        // None runs yet, or it could not be taken over from.
        run(config);
      }
    }
  }

  private static void end(@Nullable Process echo) {
    if (echo != null) {
      echo.destroy();
    }
    try {
      command("stop", "--instance", instance().toString());
    } catch (IOException | InterruptedException gone) {
      // The terminal went: the proxy got the same signal as we.
      Thread.currentThread().interrupt();
    }
  }

  private static Path instance() {
    return Path.of("dev", "run");
  }

  private static Path plugins() {
    return instance().resolve("plugins");
  }

  /** Builds, and puts the jar where the proxy reads it; the old one stays if anything fails. */
  private boolean build() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    List<String> words = new ArrayList<>(List.of("mvn", "-B", "-q", "package"));
    words.addAll(mavenWords);
    boolean fine;
    try {
      fine = new ProcessBuilder(words).inheritIO().start().waitFor() == 0;
    } catch (IOException noMaven) {
      err().println("build      FAILED  Maven cannot be run: " + noMaven.getMessage());
      return false;
    }
    String took = String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - begin) / SECOND);
    out().println("build      " + (fine ? "ok      " : "FAILED  ") + took + "  (with the suite)");
    out().flush();
    return fine && place();
  }

  private boolean place() throws IOException, InterruptedException {
    Files.createDirectories(plugins());
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of("target"), "*.jar")) {
      for (Path jar : jars) {
        Path target = plugins().resolve(jar.getFileName().toString());
        Path part = plugins().resolve(".part");
        Files.copy(jar, part, StandardCopyOption.REPLACE_EXISTING);
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        return command("plugin", "verify", target.toString());
      }
    }
    err().println("build      there is no jar in target/");
    return false;
  }

  private static String launcher() {
    return Home.folder().resolve("bin").resolve("mizzen").toString();
  }

  private static boolean command(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(launcher()));
    command.addAll(List.of(words));
    return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
  }

  private static void run(Path config) throws IOException {
    new ProcessBuilder(
            launcher(),
            "run",
            "-c",
            config.toString(),
            "--instance",
            instance().toString(),
            "--plugins",
            plugins().toString())
        .inheritIO()
        .start();
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
