package io.mizzen.lib.http;

/**
 * Normalises a path (RFC 3986 section 6.2.2): escapes of unreserved octets are undone, hexadecimal
 * digits become upper case, dot segments are resolved and never lead above the root. Slashes are
 * not joined: an empty segment is a segment. The query stays as it is.
 */
public final class PathRewrite {
  private PathRewrite() {}

  /**
   * Writes the normal form behind the octets that are there.
   *
   * @param bytes with room for {@code to - from + 1} octets from {@code path} on: the result is
   *     never longer than what it is made of, but for a path that vanishes
   * @param path where the result goes; not below {@code to}
   * @return the end of the result
   */
  public static int write(byte[] bytes, int from, int to, int path) {
    int at = from;
    int end = path;
    while (at < to && bytes[at] != '?') {
      int next = at + 1;
      while (next < to && bytes[next] != '/' && bytes[next] != '?') {
        next++;
      }
      int segment = end;
      end = segment(bytes, at, next, end);
      end = resolveDots(bytes, path, segment, end, next < to && bytes[next] == '/');
      at = next;
    }
    if (end == path) {
      bytes[end++] = '/';
    }
    System.arraycopy(bytes, at, bytes, end, to - at);
    return end + to - at;
  }

  /** Copies one slash and its segment. */
  private static int segment(byte[] bytes, int slash, int to, int start) {
    int end = start;
    int at = slash;
    while (at < to) {
      int escaped = bytes[at] == '%' ? Paths.escaped(bytes, at, to) : -1;
      if (escaped < 0) {
        bytes[end++] = bytes[at++];
        continue;
      }
      if (Octets.is(Octets.UNRESERVED, (byte) escaped)) {
        bytes[end++] = (byte) escaped;
      } else {
        bytes[end++] = '%';
        bytes[end++] = upper(bytes[at + 1]);
        bytes[end++] = upper(bytes[at + 2]);
      }
      at += 3;
    }
    return end;
  }

  private static int resolveDots(byte[] bytes, int path, int start, int end, boolean more) {
    int parameters = start + 1;
    while (parameters < end && bytes[parameters] != ';') {
      parameters++;
    }
    int size = parameters - start - 1;
    boolean dots = size == 1 || size == 2;
    for (int i = start + 1; i <= start + size; i++) {
      dots &= bytes[i] == '.';
    }
    if (!dots) {
      return end;
    }
    int keep = start;
    if (size == 2) {
      while (keep > path && bytes[--keep] != '/') {
        // Back to the slash before the last segment.
      }
    }
    if (!more) {
      bytes[keep++] = '/';
    }
    return keep;
  }

  private static byte upper(byte digit) {
    return digit >= 'a' ? (byte) (digit - 0x20) : digit;
  }
}
