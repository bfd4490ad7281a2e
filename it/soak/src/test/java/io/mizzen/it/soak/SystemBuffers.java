package io.mizzen.it.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the system itself keeps for a reader that does not read. */
final class SystemBuffers {
  /** Where the limits cannot be read: twice what common systems allow (tcp(7)). */
  private static final long USUAL = 16L << 20;

  private SystemBuffers() {}

  /**
   * Bytes the system may hold of one stream through a proxy that is slow or stopped: the receive
   * buffer grows while the proxy reads fast and keeps its size when it stops.
   */
  static long most() {
    return limit("tcp_rmem") + limit("tcp_wmem");
  }

  /** The last of three numbers is the size to which a buffer may grow. */
  private static long limit(String name) {
    // By lines: such a file gives all it has to the first read and nothing to a second one.
    try (BufferedReader file = Files.newBufferedReader(Path.of("/proc/sys/net/ipv4", name))) {
      String text = file.readLine();
      return Long.parseLong(text.substring(text.lastIndexOf('\t') + 1));
    } catch (IOException | NumberFormatException unknown) {
      return USUAL;
    }
  }
}
