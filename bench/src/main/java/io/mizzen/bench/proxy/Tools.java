package io.mizzen.bench.proxy;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Programs of the machine. */
public final class Tools {
  private Tools() {}

  /**
   * The program as PATH has it, or an sbin folder: Debian keeps servers where users' paths do not
   * reach.
   */
  public static Optional<Path> find(String program) {
    List<String> folders =
        new ArrayList<>(
            List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)));
    folders.addAll(List.of("/usr/local/sbin", "/usr/sbin", "/sbin"));
    return folders.stream()
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** All that a short command prints, to either stream; the reason in brackets if it cannot run. */
  public static String output(String... command) {
    return output(Map.of(), command);
  }

  /**
   * The same with {@code environment} added to ours.
   *
   * @return both streams, one after the other as they came
   */
  public static String output(Map<String, String> environment, String... command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return text.strip();
    } catch (IOException e) {
      return "(" + e.getMessage() + ")";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "(interrupted)";
    }
  }

  /** The first line of {@link #output}. */
  public static String firstLine(String... command) {
    return output(command).lines().findFirst().orElse("");
  }
}
