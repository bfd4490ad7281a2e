package io.mizzen.bench.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Mizzen as its distribution starts it. Its process sees one processor, because it is pinned to
 * one, and so runs one worker; nothing in its configuration is there for the bench but what its
 * setup asks for.
 */
public final class Mizzen implements Proxy {
  private final Optional<Path> program;
  private final Setup setup;

  /**
   * @param program {@code bin/mizzen} of a distribution
   */
  public Mizzen(Optional<Path> program, Setup setup) {
    this.program = program;
    this.setup = setup;
  }

  /** The same without class-data archive. */
  public Mizzen withoutArchive() {
    return new Mizzen(program, setup.withoutArchive());
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
    return setup.name();
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
    Setup asked = mode == Mode.HTTP1_LOGGED ? setup.with(Setup.Extra.ACCESS_LOG) : setup;
    String text = MizzenYaml.of(asked, mode, port, upstreamPort, folder);
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
    if (program.isPresent() && setup.archive() == Setup.Archive.USE) {
      Tools.output(environment(), program.get().toString(), "train");
    }
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    if (setup.archive() == Setup.Archive.OFF) {
      environment.put("MIZZEN_CACHE", "off");
    }
    if (setup.jdk() != null) {
      environment.put("MIZZEN_JAVA_HOME", setup.jdk().toString());
    }
    if (!setup.javaOptions().isBlank()) {
      environment.put("MIZZEN_JAVA_OPTS", setup.javaOptions());
    }
    return environment;
  }
}
