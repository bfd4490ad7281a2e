package io.mizzen.it.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What the system knows of the connections of this process. */
final class OwnSockets {
  /** The state of an established connection in these files (proc_pid_net(5)). */
  private static final String ESTABLISHED = "01";

  private static final int HEX = 16;

  private OwnSockets() {}

  /** The ports from which somebody here is connected to a port: one for each connection. */
  static Set<Integer> connectedTo(int port) throws IOException {
    Set<Integer> from = new TreeSet<>();
    for (String file : List.of("tcp", "tcp6")) {
      for (String line : Files.readAllLines(Path.of("/proc/self/net", file))) {
        // sl, local address:port, remote address:port, state, ...
        String[] words = line.strip().split(" +");
        if (words[3].equals(ESTABLISHED) && portOf(words[2]) == port) {
          from.add(portOf(words[1]));
        }
      }
    }
    return from;
  }

  private static int portOf(String address) {
    return Integer.parseInt(address.substring(address.indexOf(':') + 1), HEX);
  }
}
