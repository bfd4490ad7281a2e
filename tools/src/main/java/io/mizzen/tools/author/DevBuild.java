package io.mizzen.tools.author;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Maven over a plugin's project: its jar, if it compiles and its suite passes. */
final class DevBuild {
  private static final double SECOND = 1e9;

  /** Each stands for one check; the count in the head of a report leaves nested classes out. */
  private static final Pattern CHECK = Pattern.compile("<testcase ");

  private final List<String> command;
  private final PrintWriter out;

  /**
   * @param words for Maven, beside the usual
   */
  DevBuild(List<String> words, PrintWriter out) {
    command = new ArrayList<>(List.of("mvn", "-B", "-q", "package"));
    command.addAll(words);
    this.out = out;
  }

  /** Whether it went well; tells so in a line. */
  boolean run() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    boolean fine;
    try {
      fine = new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    } catch (IOException noMaven) {
      out.println("build      FAILED  Maven cannot be run: " + noMaven.getMessage());
      out.flush();
      return false;
    }
    String took = String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - begin) / SECOND);
    if (fine) {
      out.println("build      ok      " + took + ", with " + checks() + " checks of the suite");
    } else {
      out.println("build      FAILED  " + took + "; what ran goes on");
    }
    out.flush();
    return fine;
  }

  private static int checks() throws IOException {
    int checks = 0;
    Path reports = Path.of("target", "surefire-reports");
    if (!Files.isDirectory(reports)) {
      return 0;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(reports, "TEST-*.xml")) {
      for (Path file : files) {
        checks += (int) CHECK.matcher(Files.readString(file)).results().count();
      }
    }
    return checks;
  }

  /** Puts the jar into a folder, in one step. */
  Path place(Path plugins) throws IOException {
    Files.createDirectories(plugins);
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of("target"), "*.jar")) {
      for (Path jar : jars) {
        Path target = plugins.resolve(jar.getFileName().toString());
        Path part = plugins.resolve(".part");
        Files.copy(jar, part, StandardCopyOption.REPLACE_EXISTING);
        return Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      }
    }
    throw new IOException("there is no jar in target/");
  }
}
