package io.mizzen.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The secret that opens the TCP door for changes, sent as {@code Authorization: Bearer} (RFC 6750
 * section 2.1). The file is read whenever a token is shown, so that one may be exchanged while the
 * process runs; background threads only.
 */
final class Token {
  private static final String SCHEME = "bearer ";

  /** Fewer characters can be tried out by a process on the same host. */
  private static final int FEWEST = 16;

  private final Path file;

  Token(Path file) {
    this.file = file;
  }

  /**
   * Refuses a file that could not be used later.
   *
   * @throws IOException with a sentence for users
   */
  void check() throws IOException {
    String text;
    try {
      text = read();
    } catch (IOException e) {
      throw new IOException("cannot read admin.http.tokenFile " + file, e);
    }
    if (text.length() < FEWEST) {
      throw new IOException(
          "admin.http.tokenFile " + file + " must hold at least " + FEWEST + " characters");
    }
  }

  private String read() throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8).strip();
  }

  /**
   * Whether what was sent is the token. A file that is gone or too short fits nothing.
   *
   * @param authorization the header, or null
   */
  boolean fits(@Nullable String authorization) throws IOException {
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return false;
    }
    String wanted = read();
    // In constant time: how long it takes tells nothing about how much was right.
    return wanted.length() >= FEWEST
        && MessageDigest.isEqual(
            wanted.getBytes(StandardCharsets.UTF_8),
            authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8));
  }
}
