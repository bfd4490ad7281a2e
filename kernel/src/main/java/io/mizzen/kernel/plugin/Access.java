package io.mizzen.kernel.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a plugin uses outside its own memory. It is declared ({@code Plugin-Access} in the
 * manifest), shown, and compared with what its class files mention. Java offers no sandbox: this
 * keeps honest plugins honest and reviews short, it stops nobody.
 */
enum Access {
  /** Connections of its own, beside those the kernel gives it. */
  SOCKETS,
  /** Files, reading or writing. */
  FILES,
  /** Threads of its own, beside {@code Host.background()}. */
  THREADS,
  /** Ending the process. */
  EXIT,
  /** Reaching code it is not compiled against. */
  REFLECTION;

  private static final String LIST = "access.txt";

  private final Set<String> uses = new HashSet<>();

  static {
    for (String line : read().lines().toList()) {
      int blank = line.indexOf(' ');
      if (blank > 0 && line.charAt(0) != '#') {
        valueOf(line.substring(0, blank).toUpperCase(Locale.ROOT))
            .uses
            .add(line.substring(blank + 1));
      }
    }
  }

  private static String read() {
    try (InputStream in = Access.class.getResourceAsStream(LIST)) {
      if (in == null) {
        throw new IllegalStateException("this build has no " + LIST);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As it is declared. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The access of a word, or null. */
  static @Nullable Access of(String word) {
    for (Access access : values()) {
      if (access.word().equals(word)) {
        return access;
      }
    }
    return null;
  }

  /** Whether calling that method needs this; the names as in class files. */
  boolean covers(String owner, String method) {
    return uses.contains(owner) || uses.contains(owner + "." + method);
  }
}
