package io.mizzen.lib.http;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What single octets may mean in HTTP, and the scans that every head passes. Octets are never
 * decoded into text before they are judged (RFC 9112 section 2.2).
 */
public final class Octets {
  /** May stand in a method or field name (RFC 9110 section 5.6.2). */
  public static final int TOKEN = 1;

  /** May stand in a host or port: reg-name, IP literal, colon (RFC 3986 section 3.2.2). */
  public static final int HOST = 2;

  /** A hexadecimal digit. */
  public static final int HEX = 4;

  /** RFC 3986 "unreserved": means the same with and without percent-encoding. */
  public static final int UNRESERVED = 8;

  /** May stand in a field name of HTTP/2: a token without upper case (RFC 9113 section 8.2.1). */
  public static final int NAME = 16;

  /** May stand in a value: no control octet but HTAB (RFC 9110 section 5.5). */
  public static final int VALUE = 32;

  /** May stand in a path or query: visible US-ASCII (RFC 9112 section 3.2). */
  public static final int PATH = 64;

  public static final byte CR = '\r';
  public static final byte LF = '\n';
  public static final byte SP = ' ';
  public static final byte HTAB = '\t';

  private static final byte[] CLASSES = new byte[256];

  static {
    String lower = "0123456789abcdefghijklmnopqrstuvwxyz";
    String alphanumeric = lower + "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    mark(alphanumeric + "!#$%&'*+-.^_`|~", TOKEN);
    mark(lower + "!#$%&'*+-.^_`|~", NAME);
    mark(alphanumeric + "-._~!$&'()*+,;=%:[]", HOST);
    mark("0123456789abcdefABCDEF", HEX);
    mark(alphanumeric + "-._~", UNRESERVED);
    for (int i = 0; i < 256; i++) {
      if (isText((byte) i)) {
        CLASSES[i] |= VALUE;
      }
      if (i > 0x20 && i < 0x7f) {
        CLASSES[i] |= PATH;
      }
    }
  }

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private Octets() {}

  private static void mark(String octets, int kind) {
    for (int i = 0; i < octets.length(); i++) {
      CLASSES[octets.charAt(i)] |= (byte) kind;
    }
  }

  public static boolean is(int kind, byte octet) {
    return (CLASSES[octet & 0xff] & kind) != 0;
  }

  /** Whether all octets of a range are of a kind. */
  public static boolean all(int kind, byte[] bytes, int from, int to) {
    return endOf(kind, bytes, from, to) == to;
  }

  /** Whether a text is a token, such as a method or the name of a field. */
  public static boolean isToken(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0x7f || !is(TOKEN, (byte) text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** The first octet that is not of a kind, or {@code to}. */
  public static int endOf(int kind, byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && is(kind, bytes[at])) {
      at++;
    }
    return at;
  }

  /**
   * The first control octet other than HTAB, or {@code to}. Looks at eight octets at a time: most
   * octets of a head are values, and most values hold nothing to stop at.
   */
  public static int endOfText(byte[] bytes, int from, int to) {
    int at = from;
    while (at + Long.BYTES <= to) {
      long word = (long) LONGS.get(bytes, at);
      // Exact for octets below 0x80, and the mask leaves only those: below 0x20, or equal to 0x7f.
      long control = (word - ONES * 0x20) & ~word;
      long delete = ((word ^ (ONES * 0x7f)) - ONES) & ~(word ^ (ONES * 0x7f)) & ~word;
      long found = (control | delete) & HIGH_BITS;
      if (found == 0) {
        at += Long.BYTES;
        continue;
      }
      // A borrow can only mark octets behind the first true one: the first mark is always true.
      at += Long.numberOfTrailingZeros(found) >>> 3;
      if (bytes[at] != HTAB) {
        return at;
      }
      at++;
    }
    while (at < to && isText(bytes[at])) {
      at++;
    }
    return at;
  }

  /** Whether an octet may stand in a field value: not a control octet, HTAB excepted. */
  public static boolean isText(int octet) {
    return (octet >= 0x20 || octet < 0 || octet == HTAB) && octet != 0x7f;
  }

  /** Whether octets equal a lower-case name of letters, digits and hyphens. */
  public static boolean equalsIgnoreCase(byte[] bytes, int from, int to, byte[] lowerCase) {
    if (to - from != lowerCase.length) {
      return false;
    }
    for (int i = 0; i < lowerCase.length; i++) {
      if (lower(bytes[from + i]) != lowerCase[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether octets are exactly others. */
  public static boolean equal(byte[] bytes, int from, int to, byte[] other) {
    if (to - from != other.length) {
      return false;
    }
    for (int i = 0; i < other.length; i++) {
      if (bytes[from + i] != other[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether octets equal a text, ASCII letters compared without case. */
  public static boolean equalsIgnoreCase(byte[] bytes, int from, int to, CharSequence text) {
    if (to - from != text.length()) {
      return false;
    }
    for (int i = from; i < to; i++) {
      int left = bytes[i] & 0xff;
      int right = text.charAt(i - from);
      if (left != right && lower((byte) left) != lower((byte) right)) {
        return false;
      }
      if (right > 0xff) {
        return false;
      }
    }
    return true;
  }

  public static byte lower(byte octet) {
    return octet >= 'A' && octet <= 'Z' ? (byte) (octet | 0x20) : octet;
  }

  public static char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? (char) (letter | 0x20) : letter;
  }

  /** Digits only, at least one, at most a signed 64-bit number; anything else is -1. */
  public static long number(byte[] bytes, int from, int to) {
    if (from == to) {
      return -1;
    }
    long number = 0;
    for (int i = from; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9 || number > (Long.MAX_VALUE - digit) / 10) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  public static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The value of a hexadecimal digit, or -1. */
  public static int hex(byte octet) {
    return is(HEX, octet) ? Character.digit(octet, 16) : -1;
  }
}
