package io.mizzen.xprotocol.fixed;

import java.util.HexFormat;

/** Bytes as users write them: pairs of hexadecimal digits, with spaces where they like. */
final class Hex {
  private Hex() {}

  /** The bytes of a text; its key is named if it is none. */
  static byte[] bytes(String key, String text) {
    try {
      return HexFormat.of().parseHex(text.replace(" ", ""));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          key + " must be pairs of hexadecimal digits such as \"ca fe\", got \"" + text + "\"", e);
    }
  }

  /** The number those bytes are, big-endian. */
  static long number(byte[] bytes) {
    long number = 0;
    for (byte one : bytes) {
      number = number << 8 | one & 0xff;
    }
    return number;
  }
}
