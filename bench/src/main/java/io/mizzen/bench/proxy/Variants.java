package io.mizzen.bench.proxy;

import io.mizzen.bench.proxy.Setup.Archive;
import io.mizzen.bench.proxy.Setup.Extra;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Ways to run Mizzen as words joined by {@code +}: {@code 25+zgc+ioUring}. A number is the major
 * version of a JDK of this machine.
 */
public final class Variants {
  private static final Path JDKS = Path.of("/usr/lib/jvm");

  private static final Map<String, String> COLLECTORS =
      new TreeMap<>(
          Map.of(
              "serial", "-XX:+UseSerialGC",
              "g1", "-XX:-UseSerialGC -XX:+UseG1GC",
              "zgc", "-XX:-UseSerialGC -XX:+UseZGC",
              // Final since 25; no flag says so on 17, where the JVM then refuses to start.
              "compact", "-XX:+UseCompactObjectHeaders"));

  private static final Map<String, String> TRANSPORTS =
      new TreeMap<>(Map.of("epoll", "epoll", "iouring", "ioUring", "nio", "nio"));

  private static final Map<String, Extra> EXTRAS =
      new TreeMap<>(
          Map.of(
              "log", Extra.ACCESS_LOG,
              "tls-inspector", Extra.TLS_INSPECTOR,
              "admin", Extra.ADMIN,
              "scale", Extra.SCALE));

  private Variants() {}

  /**
   * @param jdk used where {@code words} names none
   * @param javaOptions for all variants
   * @throws IllegalArgumentException on a word that is not known, and on a JDK that is not here
   */
  public static Setup of(String words, @Nullable Path jdk, String javaOptions) {
    Path home = jdk;
    List<String> options = new ArrayList<>(List.of(javaOptions));
    String transport = null;
    Set<Extra> extras = EnumSet.noneOf(Extra.class);
    for (String word : words.toLowerCase(Locale.ROOT).split("\\+", -1)) {
      if (word.matches("[0-9]+")) {
        home = installed(word).orElseThrow(() -> unknown("no JDK " + word + " in " + JDKS));
      } else if (COLLECTORS.containsKey(word)) {
        options.add(COLLECTORS.get(word));
      } else if (TRANSPORTS.containsKey(word)) {
        transport = TRANSPORTS.get(word);
      } else if (EXTRAS.containsKey(word)) {
        extras.add(EXTRAS.get(word));
      } else if (!word.equals("plain")) {
        throw unknown(
            "no '"
                + word
                + "'; there are plain, the number of a JDK, "
                + COLLECTORS.keySet()
                + ", "
                + TRANSPORTS.keySet()
                + ", "
                + EXTRAS.keySet());
      }
    }
    String text = String.join(" ", options).strip();
    return new Setup(Setup.PLAIN + " " + words, home, text, transport, Archive.USE, extras);
  }

  private static IllegalArgumentException unknown(String words) {
    return new IllegalArgumentException("--variant: " + words);
  }

  /** A JDK of that major version, by the file that every JDK has. */
  public static Optional<Path> installed(String major) {
    if (!Files.isDirectory(JDKS)) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> homes = Files.newDirectoryStream(JDKS)) {
      for (Path home : homes) {
        Path release = home.resolve("release");
        if (Files.isExecutable(home.resolve("bin/java"))
            && Files.isReadable(release)
            && Files.readString(release).matches("(?s).*JAVA_VERSION=\"" + major + "\\b.*")) {
          return Optional.of(home);
        }
      }
    } catch (IOException e) {
      return Optional.empty(); // the same for the caller: there is none to be had
    }
    return Optional.empty();
  }
}
