package io.mizzen.distribution;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Maven with the warm cache of this machine, in which no artifact of Mizzen is: what a plugin
 * author has. Hard links, so that nothing of Mizzen gets into the cache of the machine.
 */
final class LocalRepository {
  /** A build that hangs must not take this one with it. */
  private static final int SECONDS = 600;

  private final Path folder;

  private LocalRepository(Path folder) {
    this.folder = folder;
  }

  static boolean isOnPath(String command) {
    return List.of(String.valueOf(System.getenv("PATH")).split(":", -1)).stream()
        .anyMatch(path -> Files.isExecutable(Path.of(path, command)));
  }

  /** Skips the test, visibly, where there is no Maven. */
  static LocalRepository make(Path folder) throws IOException {
    assumeTrue(isOnPath("mvn"), "there is no mvn on the path");
    Path cache = Path.of(System.getProperty("mizzen.localRepository"));
    Path own = cache.resolve("io").resolve("mizzen");
    Files.walkFileTree(
        cache,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes)
              throws IOException {
            if (each.equals(own)) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(folder.resolve(cache.relativize(each).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path each, BasicFileAttributes attributes)
              throws IOException {
            Files.createLink(folder.resolve(cache.relativize(each).toString()), each);
            return FileVisitResult.CONTINUE;
          }
        });
    return new LocalRepository(folder);
  }

  /** Writes a script that is Maven with this cache. */
  void command(Path script) throws IOException {
    String real =
        List.of(String.valueOf(System.getenv("PATH")).split(":", -1)).stream()
            .map(path -> path + "/mvn")
            .filter(path -> Files.isExecutable(Path.of(path)))
            .findFirst()
            .orElse("mvn");
    Files.writeString(
        script, "#!/bin/sh\nexec " + real + " -B -q -Dmaven.repo.local=" + folder + " \"$@\"\n");
    script.toFile().setExecutable(true);
  }

  /** Runs Maven; what it printed. */
  String maven(Path project, String... words) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("mvn", "-B", "-q", "-Dmaven.repo.local=" + folder));
    command.addAll(List.of(words));
    Path log = project.resolve("maven.log");
    ProcessBuilder builder = new ProcessBuilder(command).directory(project.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().remove("MAVEN_OPTS");
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    Process process = builder.start();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("Maven still runs after " + SECONDS + " s");
    }
    String text = Files.readString(log);
    if (process.exitValue() != 0) {
      throw new AssertionError("mvn " + String.join(" ", words) + ":\n" + text);
    }
    return text;
  }
}
