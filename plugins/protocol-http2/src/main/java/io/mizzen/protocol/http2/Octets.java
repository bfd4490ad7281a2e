package io.mizzen.protocol.http2;

import java.nio.charset.StandardCharsets;

/** What single octets may mean in names, values and hosts, judged before they become text. */
final class Octets {
  /** May stand in a method (RFC 9110 section 5.6.2). */
  static final int TOKEN = 1;

  /** May stand in a field name: a token without upper case (RFC 9113 section 8.2.1). */
  static final int NAME = 2;

  /** May stand in a host or port (RFC 3986 section 3.2.2). */
  static final int HOST = 4;

  /** A hexadecimal digit. */
  static final int HEX = 8;

  /** May stand in a value: no control octet but HTAB (RFC 9110 section 5.5). */
  static final int VALUE = 16;

  /** May stand in a path or query: visible US-ASCII (RFC 9112 section 3.2). */
  static final int PATH = 32;

  private static final byte[] CLASSES = new byte[256];

  static {
    String digits = "0123456789";
    String lower = "abcdefghijklmnopqrstuvwxyz";
    String upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    mark(digits + lower + upper + "!#$%&'*+-.^_`|~", TOKEN);
    mark(digits + lower + "!#$%&'*+-.^_`|~", NAME);
    mark(digits + lower + upper + "-._~!$&'()*+,;=%:[]", HOST);
    mark(digits + "abcdefABCDEF", HEX);
    for (int i = 0; i < 256; i++) {
      if ((i >= 0x20 && i != 0x7f) || i == '\t') {
        CLASSES[i] |= VALUE;
      }
      if (i > 0x20 && i < 0x7f) {
        CLASSES[i] |= PATH;
      }
    }
  }

  private Octets() {}

  private static void mark(String octets, int kind) {
    for (int i = 0; i < octets.length(); i++) {
      CLASSES[octets.charAt(i)] |= (byte) kind;
    }
  }

  static boolean is(int kind, byte octet) {
    return (CLASSES[octet & 0xff] & kind) != 0;
  }

  /** Whether all octets of a range are of a kind. */
  static boolean all(int kind, byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if ((CLASSES[bytes[i] & 0xff] & kind) == 0) {
        return false;
      }
    }
    return true;
  }

  static byte lower(byte octet) {
    return octet >= 'A' && octet <= 'Z' ? (byte) (octet | 0x20) : octet;
  }

  static char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? (char) (letter | 0x20) : letter;
  }

  /** Whether octets equal a lower-case text, ASCII letters compared without case. */
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

  static boolean equal(byte[] bytes, int from, int to, byte[] other) {
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

  /** Digits only, at least one, at most a signed 64-bit number; anything else is -1. */
  static long number(byte[] bytes, int from, int to) {
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

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
