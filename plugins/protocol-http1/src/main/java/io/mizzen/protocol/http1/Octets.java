package io.mizzen.protocol.http1;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What single octets mean in HTTP/1, and the two scans that every head passes. Octets are never
 * decoded into text before they are judged (RFC 9112 section 2.2).
 */
final class Octets {
  /** May stand in a method or field name (RFC 9110 section 5.6.2). */
  static final int TOKEN = 1;

  /** May stand in a host or port: reg-name, IP literal, colon (RFC 3986 section 3.2.2). */
  static final int HOST = 2;

  /** A hexadecimal digit. */
  static final int HEX = 4;

  /** RFC 3986 "unreserved": means the same with and without percent-encoding. */
  static final int UNRESERVED = 8;

  static final byte CR = '\r';
  static final byte LF = '\n';
  static final byte SP = ' ';
  static final byte HTAB = '\t';

  private static final byte[] CLASSES = new byte[256];

  static {
    String alphanumeric = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    mark(alphanumeric + "!#$%&'*+-.^_`|~", TOKEN);
    mark(alphanumeric + "-._~!$&'()*+,;=%:[]", HOST);
    mark("0123456789abcdefABCDEF", HEX);
    mark(alphanumeric + "-._~", UNRESERVED);
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

  static boolean is(int kind, byte octet) {
    return (CLASSES[octet & 0xff] & kind) != 0;
  }

  /** The first octet that is not of a kind, or {@code to}. */
  static int endOf(int kind, byte[] bytes, int from, int to) {
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
  static int endOfText(byte[] bytes, int from, int to) {
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
  static boolean isText(int octet) {
    return (octet >= 0x20 || octet < 0 || octet == HTAB) && octet != 0x7f;
  }

  /** Whether octets equal a lower-case name of letters, digits and hyphens. */
  static boolean equalsIgnoreCase(byte[] bytes, int from, int to, byte[] lowerCase) {
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

  /** Whether octets equal a text, ASCII letters compared without case. */
  static boolean equalsIgnoreCase(byte[] bytes, int from, int to, CharSequence text) {
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

  static byte lower(byte octet) {
    return octet >= 'A' && octet <= 'Z' ? (byte) (octet | 0x20) : octet;
  }

  /** The value of a hexadecimal digit, or -1. */
  static int hex(byte octet) {
    return is(HEX, octet) ? Character.digit(octet, 16) : -1;
  }
}
