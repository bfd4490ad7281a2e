package io.mizzen.bench.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Mizzen as its distribution starts it. Its process sees one processor, because it is pinned to
 * one, and so runs one worker; nothing in its configuration is there for the bench.
 */
public final class Mizzen implements Proxy {
  /** Whether the class-data archive is used, which only its start should feel. */
  public enum Archive {
    USE,
    OFF
  }

  private final Optional<Path> program;
  private final @Nullable Path jdk;
  private final String javaOptions;
  private final Archive archive;

  /**
   * @param program {@code bin/mizzen} of a distribution
   * @param jdk the JDK to run it on; null leaves the choice to the launcher
   * @param javaOptions further options of its JVM, "" for none
   */
  public Mizzen(Optional<Path> program, @Nullable Path jdk, String javaOptions, Archive archive) {
    this.archive = archive;
    this.program = program;
    this.jdk = jdk;
    this.javaOptions = javaOptions;
  }

  /** The distribution that was built last under {@code root}, the checkout. */
  public static Optional<Path> built(Path root) throws IOException {
    Path target = root.resolve("distribution/target");
    if (!Files.isDirectory(target)) {
      return Optional.empty();
    }
    try (Stream<Path> folders = Files.list(target)) {
      return folders
          .filter(folder -> folder.getFileName().toString().startsWith("mizzen-"))
          .map(folder -> folder.resolve("bin/mizzen"))
          .filter(Files::isExecutable)
          .max(Comparator.comparing(path -> path.toFile().lastModified()));
    }
  }

  @Override
  public String name() {
    return archive == Archive.USE ? "mizzen" : "mizzen, no archive";
  }

  @Override
  public Optional<String> missing(Mode mode) {
    return program.isEmpty()
        ? Optional.of("no built distribution (mvn package -pl distribution -am, or --mizzen PATH)")
        : Optional.empty();
  }

  @Override
  public WarmUp warmUp() {
    return WarmUp.JIT;
  }

  @Override
  public String version() {
    return program
        .map(path -> Tools.output(environment(), path.toString(), "version"))
        .flatMap(text -> text.lines().findFirst())
        .orElse("absent");
  }

  @Override
  public Launch prepare(Mode mode, int port, int upstreamPort, Path folder) throws IOException {
    String text =
        Template.render(
            "mizzen-" + mode.name().toLowerCase(Locale.ROOT) + ".yaml",
            Map.of("port", port, "upstreamPort", upstreamPort));
    Path file = Files.writeString(folder.resolve("mizzen.yaml"), text);
    return new Launch(
        List.of(
            program.orElseThrow().toString(),
            "run",
            "-c",
            file.toString(),
            "--instance",
            folder.resolve("instance").toString()),
        environment());
  }

  /**
   * Has the archive made, which a first start would otherwise do in the background, on the core
   * that is measured.
   */
  @Override
  public void install() {
    if (program.isPresent() && archive == Archive.USE) {
      Tools.output(environment(), program.get().toString(), "train");
    }
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    if (archive == Archive.OFF) {
      environment.put("MIZZEN_CACHE", "off");
    }
    if (jdk != null) {
      environment.put("MIZZEN_JAVA_HOME", jdk.toString());
    }
    if (!javaOptions.isBlank()) {
      environment.put("MIZZEN_JAVA_OPTS", javaOptions);
    }
    return environment;
  }
}
