package io.mizzen.lib.http;

/** Walks the elements of a comma-separated value (RFC 9110 section 5.6.1) without copying. */
public final class Lists {
  private Lists() {}

  /** The end of the element that begins at an offset: its comma, or the end of the value. */
  public static int end(byte[] bytes, int at, int to) {
    int end = at;
    while (end < to && bytes[end] != ',') {
      end++;
    }
    return end;
  }

  public static int trimLeft(byte[] bytes, int at, int to) {
    int start = at;
    while (start < to && isBlank(bytes[start])) {
      start++;
    }
    return start;
  }

  public static int trimRight(byte[] bytes, int from, int at) {
    int end = at;
    while (end > from && isBlank(bytes[end - 1])) {
      end--;
    }
    return end;
  }

  public static boolean isBlank(byte octet) {
    return octet == Octets.SP || octet == Octets.HTAB;
  }

  /** Whether a value has an element that equals a lower-case word; parameters are not looked at. */
  public static boolean has(byte[] bytes, int from, int to, byte[] word) {
    for (int at = from; at < to; ) {
      int end = end(bytes, at, to);
      int start = trimLeft(bytes, at, end);
      int stop = start;
      while (stop < end && bytes[stop] != ';' && !isBlank(bytes[stop])) {
        stop++;
      }
      if (Octets.equalsIgnoreCase(bytes, start, stop, word)) {
        return true;
      }
      at = end + 1;
    }
    return false;
  }
}
