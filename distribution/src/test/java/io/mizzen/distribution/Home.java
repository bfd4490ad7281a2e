package io.mizzen.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * A folder as a distribution has it, with the real start script and, in place of Mizzen, a program
 * that tells what the script gave it ({@code Probe.java.txt}).
 */
final class Home {
  /** Long enough for two JVMs on a busy machine; a hang must not take the build with it. */
  private static final int SECONDS = 60;

  private static final Path SCRIPT = Path.of("src/main/dist/bin/mizzen");

  final Path folder;
  private final Path scratch;

  Home(Path folder, Path scratch) throws Exception {
    this.folder = folder;
    this.scratch = scratch;
    for (String each : List.of("bin", "lib", "plugins", "conf", "cache")) {
      Files.createDirectories(folder.resolve(each));
    }
    Files.copy(SCRIPT, folder.resolve("bin/mizzen")).toFile().setExecutable(true);
    writeProbe(folder.resolve("lib/probe.jar"));
    Files.createDirectories(scratch.resolve("user"));
  }

  private void writeProbe(Path jar) throws IOException {
    Path source = Files.createDirectories(scratch.resolve("source")).resolve("Main.java");
    Files.copy(Path.of("src/test/resources/Probe.java.txt"), source);
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                OutputStream.nullOutputStream(),
                "-nowarn",
                "-proc:none",
                source.toString());
    assertEquals(0, result, "the probe compiles");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> classes = Files.list(source.getParent())) {
      for (Path each : classes.filter(p -> p.toString().endsWith(".class")).sorted().toList()) {
        out.putNextEntry(new JarEntry("io/mizzen/cli/" + each.getFileName()));
        Files.copy(each, out);
      }
    }
  }

  /** A folder that looks like a JDK of a version; its java says only which one it is. */
  Path pretendJdk(String version, boolean withRelease, Path folder) throws IOException {
    Path java = Files.createDirectories(folder.resolve("bin")).resolve("java");
    Files.writeString(
        java,
        "#!/bin/sh\n"
            + ("[ \"$1\" = -version ] && echo 'openjdk version \"" + version + "\" 2018' && exit\n")
            + ("echo pretended " + version + "\n"));
    java.toFile().setExecutable(true);
    if (withRelease) {
      Files.writeString(
          folder.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    }
    return folder;
  }

  /** The files in the cache folder whose names begin so. */
  List<Path> cached(String prefix) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
      return files.filter(f -> f.getFileName().toString().startsWith(prefix)).sorted().toList();
    }
  }

  /** How a run ended. */
  record Run(int exit, long pid, String out, String err) {
    /** The value that the probe printed for a name. */
    String told(String name) {
      return out.lines()
          .filter(line -> line.startsWith(name + "="))
          .map(line -> line.substring(name.length() + 1))
          .findFirst()
          .orElse("nothing about " + name + " in: " + out + err);
    }
  }

  /** Runs the script with the JDK of the tests. */
  Run run(String... arguments) throws Exception {
    return run(Map.of(), arguments);
  }

  /** Runs the script with more environment; an empty value removes a variable. */
  Run run(Map<String, String> environment, String... arguments) throws Exception {
    Process process = start(environment, arguments);
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("still running: " + String.join(" ", arguments));
    }
    return new Run(
        process.exitValue(),
        process.pid(),
        Files.readString(scratch.resolve("out")),
        Files.readString(scratch.resolve("err")));
  }

  Process start(Map<String, String> environment, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(folder.resolve("bin/mizzen").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> all = new TreeMap<>();
    all.put("MIZZEN_JAVA_HOME", System.getProperty("java.home"));
    all.put("HOME", scratch.resolve("user").toString());
    all.put("MIZZEN_TRAIN_DELAY", "never"); // a shell that waits would outlive the test
    all.putAll(environment);
    builder.environment().keySet().removeIf(name -> name.startsWith("MIZZEN_"));
    builder.environment().remove("XDG_CACHE_HOME");
    all.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            builder.environment().remove(name);
          } else {
            builder.environment().put(name, value);
          }
        });
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.redirectOutput(scratch.resolve("out").toFile());
    builder.redirectError(scratch.resolve("err").toFile());
    return builder.start();
  }
}
