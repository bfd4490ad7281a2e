package io.mizzen.bench.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A proxy built from a Java library: a small program in {@code bench/peers}, which Maven builds
 * when it is first measured. It runs as its makers have it, with the collector and the one
 * processor that Mizzen has.
 */
public final class JavaPeer implements Proxy {
  /** The programs there are, by the names of their folders. */
  public static final Map<String, String> MAINS =
      Map.of(
          "vertx", "peer.VertxProxy",
          "spring-cloud-gateway", "peer.Gateway",
          "zuul", "peer.Zuul");

  private final String name;
  private final Path folder;
  private final Path java;
  private Optional<String> missing = Optional.of("not built");

  /**
   * @param name one of {@link #MAINS}
   * @param root the checkout
   * @param jdk null for the bench's own
   */
  public JavaPeer(String name, Path root, @Nullable Path jdk) {
    this.name = name;
    folder = root.resolve("bench/peers").resolve(name).toAbsolutePath();
    Path home = jdk != null ? jdk : Path.of(System.getProperty("java.home"));
    java = home.resolve("bin/java");
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void install() {
    Path built = folder.resolve("target/lib");
    if (!Files.isDirectory(built)) {
      String told =
          Tools.output("mvn", "-B", "-q", "-f", folder.resolve("pom.xml").toString(), "package");
      if (!Files.isDirectory(built)) {
        String line = told.lines().findFirst().orElse("without a word");
        missing = Optional.of("Maven cannot build it (" + line + ")");
        return;
      }
    }
    missing = Optional.empty();
  }

  @Override
  public Optional<String> missing(Mode mode) {
    return mode == Mode.HTTP1 ? missing : Optional.of("only measured with HTTP/1 without a log");
  }

  @Override
  public WarmUp warmUp() {
    return WarmUp.JIT;
  }

  @Override
  public String version() {
    return "bench/peers/" + name + "/pom.xml";
  }

  @Override
  public Launch prepare(Mode mode, int port, int upstreamPort, Path own) throws IOException {
    return new Launch(
        List.of(
            java.toString(),
            "-XX:+UseSerialGC",
            "-Xmx512m",
            "-cp",
            folder.resolve("target/classes") + ":" + folder.resolve("target/lib") + "/*",
            MAINS.get(name),
            Integer.toString(port),
            Integer.toString(upstreamPort)),
        Map.of());
  }
}
