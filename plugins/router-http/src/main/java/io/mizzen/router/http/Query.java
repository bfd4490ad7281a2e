package io.mizzen.router.http;

import io.mizzen.lib.matching.FieldTests;
import io.mizzen.spi.protocol.RequestHead;
import org.jspecify.annotations.Nullable;

/** Reads query parameters from a request target as they are sent. */
final class Query {
  private Query() {}

  /** The query of a head as a source of values; allocates the views. */
  static FieldTests.Source of(RequestHead head) {
    return name -> first(head.operation(), name);
  }

  /** The first value of a parameter; empty if it has no '=', null if it is not there. */
  static @Nullable CharSequence first(CharSequence target, String name) {
    int length = target.length();
    int from = PathPattern.pathEnd(target) + 1;
    while (from <= length) {
      int end = from;
      int equals = -1;
      while (end < length && target.charAt(end) != '&') {
        if (equals < 0 && target.charAt(end) == '=') {
          equals = end;
        }
        end++;
      }
      int nameEnd = equals < 0 ? end : equals;
      if (end > from && isName(target, from, nameEnd, name)) {
        return equals < 0 ? "" : target.subSequence(equals + 1, end);
      }
      from = end + 1;
    }
    return null;
  }

  private static boolean isName(CharSequence target, int from, int to, String name) {
    if (to - from != name.length()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (target.charAt(from + i) != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
