package io.mizzen.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The pages for authors of plugins: what is marked with this test's name is done in an empty
 * folder, in order. A block that begins with {@code // file: NAME} is that file, every other one is
 * typed. They are apart from the other pages because they need Maven and the cache of an author.
 */
@Timeout(1000)
final class AuthorPagesTest {
  private static final Path HOME = Path.of(System.getProperty("mizzen.home"));
  private static final Path PAGES = Path.of("../docs/plugins");
  private static final Pattern BLOCK =
      Pattern.compile("(?ms)^```(?:sh|java) AuthorPagesTest\n(.*?)^```$");
  private static final String FILE = "// file: ";

  /** A build by Maven; a hang must not take this one with it. */
  private static final int SECONDS = 600;

  @TempDir Path folder;

  static Stream<String> pages() throws IOException {
    try (Stream<Path> files = Files.list(PAGES)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void works(String page) throws Exception {
    Path links = Files.createTempDirectory(Path.of(System.getProperty("mizzen.target")), "m2-");
    try {
      Path bin = Files.createDirectory(folder.resolve("bin"));
      Files.createSymbolicLink(bin.resolve("mizzen"), HOME.resolve("bin/mizzen"));
      LocalRepository.make(links).command(bin.resolve("mvn"));
      Path work = Files.createDirectory(folder.resolve("work"));
      Matcher blocks = BLOCK.matcher(Files.readString(PAGES.resolve(page)));
      int done = 0;
      for (; blocks.find(); done++) {
        block(page, blocks.group(1), work, bin);
      }
      assertTrue(done > 0, "nothing of " + page + " was run");
    } finally {
      ScaffoldTest.delete(links);
    }
  }

  private static void block(String page, String text, Path work, Path bin) throws Exception {
    if (!text.startsWith(FILE)) {
      type(page, text, work, bin);
      return;
    }
    Path file = work.resolve(text.substring(FILE.length(), text.indexOf('\n')).strip());
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static void type(String page, String text, Path work, Path bin) throws Exception {
    Path log = work.resolve("typed.log");
    ProcessBuilder builder = new ProcessBuilder(List.of("/bin/sh", "-e", "-c", text));
    builder.directory(work.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("MIZZEN_"));
    environment.put("PATH", bin + ":" + System.getenv("PATH"));
    environment.put("MIZZEN_JAVA_HOME", System.getProperty("java.home"));
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("MIZZEN_CACHE", "off");
    Process process = builder.start();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(page + " still runs:\n" + text + Files.readString(log));
    }
    assertEquals(0, process.exitValue(), () -> page + "\n" + text + read(log));
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
