package io.mizzen.it.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** How long a run is, and where its figures are kept. */
final class Soak {
  private static final boolean LONG = "long".equals(System.getProperty("mizzen.soak"));

  private Soak() {}

  /** The first number in a normal build, the second with {@code -Dmizzen.soak=long}. */
  static int times(int brief, int full) {
    return LONG ? full : brief;
  }

  /** Whether there is time to look at times: on a machine that does nothing else. */
  static boolean isLong() {
    return LONG;
  }

  /** Keeps a line of results in {@code target/soak.txt}. */
  static void tell(String line) {
    try {
      Path file = Path.of("target/soak.txt");
      Files.createDirectories(file.getParent());
      Files.writeString(
          file,
          line + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bytes as MiB with one digit. */
  static String mib(long bytes) {
    return Math.round(bytes / 1048576.0 * 10) / 10.0 + " MiB";
  }
}
