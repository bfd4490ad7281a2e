package io.mizzen.filter.accesslog;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The line being made, as bytes. One per worker, used again and again: it grows to the longest line
 * and makes no garbage after that.
 */
final class Line {
  /** Characters of one value; the rest is replaced by three dots. A path may be very long. */
  static final int LONGEST_VALUE = 4096;

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CUT = "...".getBytes(StandardCharsets.US_ASCII);

  /** U+FFFD in UTF-8: what half a surrogate pair becomes. */
  private static final byte[] BROKEN = {(byte) 0xef, (byte) 0xbf, (byte) 0xbd};

  private static final int LONGEST_NUMBER = 20;

  private byte[] bytes = new byte[1024];
  private int length;

  void clear() {
    length = 0;
  }

  int length() {
    return length;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Takes back what was added after a mark. */
  void backTo(int mark) {
    length = mark;
  }

  void raw(byte[] more) {
    room(more.length);
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
  }

  void raw(char ascii) {
    room(1);
    bytes[length++] = (byte) ascii;
  }

  /** A number in decimal. */
  void number(long value) {
    room(LONGEST_NUMBER);
    if (value < 0) {
      bytes[length++] = '-';
    }
    // Downwards from the end, on negative numbers: the smallest has no positive.
    long left = value < 0 ? value : -value;
    int digits = 1;
    for (long rest = left / 10; rest != 0; rest /= 10) {
      digits++;
    }
    int at = length + digits;
    length = at;
    do {
      bytes[--at] = (byte) ('0' - left % 10);
      left /= 10;
    } while (left != 0);
  }

  /** A number with leading zeros. */
  void padded(int value, int digits) {
    room(digits);
    int left = value;
    for (int at = length + digits - 1; at >= length; at--) {
      bytes[at] = (byte) ('0' + left % 10);
      left /= 10;
    }
    length += digits;
  }

  /** Nanoseconds as milliseconds with three decimals. */
  void millis(long nanos) {
    long micros = nanos / 1000;
    number(micros / 1000);
    raw('.');
    padded((int) (micros % 1000), 3);
  }

  /** A text as the style wants it. */
  void text(CharSequence text, Style style) {
    if (style == Style.JSON) {
      raw('"');
    }
    int end = Math.min(text.length(), LONGEST_VALUE);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < 0x7f && c != '"' && c != '\\') {
        raw(c);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < end
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        utf8(Character.toCodePoint(c, text.charAt(++i)));
      } else {
        special(c, style);
      }
    }
    if (end < text.length()) {
      raw(CUT);
    }
    if (style == Style.JSON) {
      raw('"');
    }
  }

  private void special(char c, Style style) {
    if (Character.isSurrogate(c)) {
      raw(BROKEN);
    } else if (c > 0x9f) {
      utf8(c);
    } else if (style == Style.JSON) {
      if (c == '"' || c == '\\') {
        raw('\\');
        raw(c);
      } else {
        raw('\\');
        raw('u');
        raw('0');
        raw('0');
        hex(c);
      }
    } else {
      raw('\\');
      raw('x');
      hex(c);
    }
  }

  private void hex(char c) {
    room(2);
    bytes[length++] = HEX[c >> 4 & 15];
    bytes[length++] = HEX[c & 15];
  }

  private void utf8(int point) {
    room(4);
    if (point < 0x800) {
      bytes[length++] = (byte) (0xc0 | point >> 6);
    } else {
      if (point < 0x10000) {
        bytes[length++] = (byte) (0xe0 | point >> 12);
      } else {
        bytes[length++] = (byte) (0xf0 | point >> 18);
        bytes[length++] = (byte) (0x80 | point >> 12 & 63);
      }
      bytes[length++] = (byte) (0x80 | point >> 6 & 63);
    }
    bytes[length++] = (byte) (0x80 | point & 63);
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }

  /** How values are written. */
  enum Style {
    /** Texts in quotes, with the escapes of JSON (RFC 8259). */
    JSON,
    /** Texts as they are, but control characters, quotes and backslashes as {@code \xNN}. */
    PLAIN
  }
}
