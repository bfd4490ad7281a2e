package io.mizzen.protocol.dubbo;

/** Parameter types of a call: JVM descriptors one after the other, such as {@code I[JLa/B;}. */
final class Descriptors {
  private Descriptors() {}

  /** How many there are, or -1 if this is no such text. */
  static int count(byte[] bytes, int start, int end) {
    int count = 0;
    for (int at = start; at < end; at++) {
      switch (bytes[at]) {
        case '[' -> {
          continue; // a part of what follows
        }
        case 'V', 'Z', 'B', 'C', 'D', 'F', 'I', 'J', 'S' -> count++;
        case 'L' -> {
          while (at < end && bytes[at] != ';') {
            at++;
          }
          if (at == end) {
            return -1;
          }
          count++;
        }
        default -> {
          return -1;
        }
      }
    }
    return count;
  }
}
