package io.mizzen.protocol.http2;

/**
 * The fixed code of HPACK (RFC 7541 appendix B). The code is canonical: symbols in order of their
 * length, then of their value, so the lengths say all. Decoding looks eight bits up at once, which
 * covers nearly every letter of a header, and takes longer codes by the first code of each length.
 */
final class Huffman {
  /** What {@link #decode} answers for a string that breaks the rules. */
  static final int BROKEN = -1;

  /** The longest padding: seven ones (RFC 7541 section 5.2). */
  private static final int MOST_PADDING = 7;

  private static final int SHORTEST = 5;
  private static final int LONGEST = 30;
  private static final int EOS = 256;
  private static final int LOOK_UP_BITS = 8;

  private static final byte[] LENGTHS = {
    13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28,
    28, 28, 28, 28, 28, 28, 28, 28, 6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5,
    6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10, 13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
    7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6, 15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5,
    6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28, 20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23,
    23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24, 22, 21, 20,
    22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22,
    22, 23, 22, 22, 23, 26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26,
    27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27, 20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25,
    25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26, 30
  };

  /** By eight bits: symbol and length of the code that begins there, or 0 for a longer code. */
  private static final short[] SHORT_CODES = new short[1 << LOOK_UP_BITS];

  /** The first code of each length, the number of codes, and where their symbols begin. */
  private static final int[] FIRST = new int[LONGEST + 1];

  private static final int[] COUNT = new int[LONGEST + 1];
  private static final int[] OFFSET = new int[LONGEST + 1];
  private static final short[] SYMBOLS = new short[EOS + 1];

  static {
    int code = 0;
    int next = 0;
    for (int length = SHORTEST; length <= LONGEST; length++) {
      code <<= 1;
      FIRST[length] = code;
      OFFSET[length] = next;
      for (int symbol = 0; symbol <= EOS; symbol++) {
        if (LENGTHS[symbol] == length) {
          SYMBOLS[next++] = (short) symbol;
          if (length <= LOOK_UP_BITS) {
            int low = LOOK_UP_BITS - length;
            for (int rest = 0; rest < 1 << low; rest++) {
              SHORT_CODES[code << low | rest] = (short) (symbol << 4 | length);
            }
          }
          code++;
          COUNT[length]++;
        }
      }
    }
  }

  private Huffman() {}

  /** The most octets that so many encoded ones can stand for. */
  static int mostDecoded(int encoded) {
    return encoded * 8 / SHORTEST;
  }

  /**
   * Decodes a string.
   *
   * @param to has room for {@link #mostDecoded} octets from {@code at}
   * @return where the decoded octets end, or {@link #BROKEN}
   */
  static int decode(byte[] from, int start, int end, byte[] to, int at) {
    long bits = 0;
    int have = 0;
    int in = start;
    int out = at;
    while (true) {
      while (have <= Long.SIZE - 2 * Byte.SIZE && in < end) {
        bits = bits << 8 | (from[in++] & 0xff);
        have += 8;
      }
      if (have < SHORTEST) {
        break;
      }
      int top =
          have >= LOOK_UP_BITS
              ? (int) (bits >>> have - LOOK_UP_BITS) & 0xff
              : (int) (bits << LOOK_UP_BITS - have) & 0xff;
      int found = SHORT_CODES[top];
      int length = found & 15;
      if (found != 0) {
        if (length > have) {
          break;
        }
        to[out++] = (byte) (found >> 4);
        have -= length;
        continue;
      }
      length = longCode(bits, have);
      if (length < 0) {
        break;
      }
      int code = (int) (bits >>> have - length) & (1 << length) - 1;
      int symbol = SYMBOLS[OFFSET[length] + code - FIRST[length]];
      if (symbol == EOS) {
        return BROKEN;
      }
      to[out++] = (byte) symbol;
      have -= length;
    }
    // What is left is padding: the most significant bits of EOS, all ones.
    boolean padded = have <= MOST_PADDING && (~bits & (1L << have) - 1) == 0;
    return padded ? out : BROKEN;
  }

  /** The length of the code longer than eight bits that the bits begin with, or -1. */
  private static int longCode(long bits, int have) {
    for (int length = LOOK_UP_BITS + 1; length <= LONGEST && length <= have; length++) {
      int code = (int) (bits >>> have - length) & (1 << length) - 1;
      if (code - FIRST[length] < COUNT[length] && code >= FIRST[length]) {
        return length;
      }
    }
    return -1;
  }
}
