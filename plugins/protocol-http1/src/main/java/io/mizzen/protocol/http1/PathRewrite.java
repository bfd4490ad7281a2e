package io.mizzen.protocol.http1;

/**
 * Normalises a path (RFC 3986 section 6.2.2): escapes of unreserved octets are undone, hexadecimal
 * digits become upper case, dot segments are resolved and never lead above the root. Slashes are
 * not joined: an empty segment is a segment. The query stays as it is.
 */
final class PathRewrite {
  private PathRewrite() {}

  static void apply(Http1RequestHead head) {
    int from = head.operationFrom;
    int to = head.operationTo;
    int path = head.length;
    // The result is never longer than what it is made of; one octet more for a path that vanishes.
    head.reserve(to - from + 1);
    int at = from;
    while (at < to && head.bytes[at] != '?') {
      at = segment(head, path, at, to);
    }
    if (head.length == path) {
      head.append((byte) '/');
    }
    head.appendOwn(at, to);
    head.retarget(path, head.length);
  }

  /** Takes one slash and its segment; gives where the next one begins. */
  private static int segment(Http1RequestHead head, int path, int slash, int to) {
    int start = head.length;
    head.append((byte) '/');
    int at = slash + 1;
    while (at < to && head.bytes[at] != '/' && head.bytes[at] != '?') {
      int escaped = head.bytes[at] == '%' ? Paths.escaped(head.bytes, at, to) : -1;
      if (escaped >= 0 && Octets.is(Octets.UNRESERVED, (byte) escaped)) {
        head.append((byte) escaped);
        at += 3;
      } else if (escaped >= 0) {
        head.append((byte) '%');
        head.append(upper(head.bytes[at + 1]));
        head.append(upper(head.bytes[at + 2]));
        at += 3;
      } else {
        head.append(head.bytes[at++]);
      }
    }
    resolveDots(head, path, start, at < to && head.bytes[at] == '/');
    return at;
  }

  private static void resolveDots(Http1RequestHead head, int path, int start, boolean more) {
    int end = head.length;
    int parameters = start + 1;
    while (parameters < end && head.bytes[parameters] != ';') {
      parameters++;
    }
    int size = parameters - start - 1;
    boolean dots = size == 1 || size == 2;
    for (int i = start + 1; i <= start + size; i++) {
      dots &= head.bytes[i] == '.';
    }
    if (!dots) {
      return;
    }
    int keep = start;
    if (size == 2) {
      while (keep > path && head.bytes[--keep] != '/') {
        // Back to the slash before the last segment.
      }
    }
    head.length = keep;
    if (!more) {
      head.append((byte) '/');
    }
  }

  private static byte upper(byte digit) {
    return digit >= 'a' ? (byte) (digit - 0x20) : digit;
  }
}
