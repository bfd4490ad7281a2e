package io.mizzen.protocol.dubbo;

import io.mizzen.xprotocol.BytesText;
import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Strings as hessian2 writes them. Lengths count UTF-16 units, each written in one to three bytes,
 * so the end of a string is found by walking it:
 *
 * <pre>
 *   00-1f               units in the tag, final
 *   30-33 len:1         units (tag - 30) * 256 + len, final
 *   53 len:2            units, final
 *   52 len:2            units, not final: another string follows and is a part of it
 *   4e                  null
 * </pre>
 *
 * <p>Four-byte sequences, which some peers write, count as two units.
 */
final class HessianText {
  /** More bytes are needed to tell. */
  static final int NEED_MORE = -1;

  /** This is no string, or one longer than {@link #MOST_BYTES}. */
  static final int BROKEN = -2;

  /** Names are short; a string beyond that in their place is an attack on memory. */
  static final int MOST_BYTES = 64 * 1024;

  private static final int NULL = 0x4e;
  private static final int CHUNK = 0x52;
  private static final int LONG = 0x53;
  private static final long ASCII_MASK = 0x8080808080808080L;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private HessianText() {}

  /** The index behind the string at an index; {@link #NEED_MORE} or {@link #BROKEN}. */
  static int skip(ByteBuf in, int start, int end) {
    int at = start;
    while (true) {
      if (at >= end) {
        return NEED_MORE;
      }
      int tag = in.getUnsignedByte(at++);
      int units;
      if (tag <= 0x1f) {
        units = tag;
      } else if (tag >= 0x30 && tag <= 0x33) {
        if (at >= end) {
          return NEED_MORE;
        }
        units = (tag - 0x30 << 8) + in.getUnsignedByte(at++);
      } else if (tag == CHUNK || tag == LONG) {
        if (end - at < 2) {
          return NEED_MORE;
        }
        units = in.getUnsignedShort(at);
        at += 2;
      } else {
        return tag == NULL && at == start + 1 ? at : BROKEN;
      }
      at = skipUnits(in, at, end, units);
      if (at < 0 || tag != CHUNK) {
        return at;
      }
      if (at - start > MOST_BYTES) {
        return BROKEN;
      }
    }
  }

  private static int skipUnits(ByteBuf in, int start, int end, int units) {
    int at = start;
    int left = units;
    while (left > 0) {
      if (left >= 8 && end - at >= 8 && (in.getLong(at) & ASCII_MASK) == 0) {
        at += 8;
        left -= 8;
        continue;
      }
      if (at >= end) {
        return NEED_MORE;
      }
      int width = width(in.getByte(at));
      if (width == 0) {
        return BROKEN;
      }
      at += width;
      left -= width == 4 ? 2 : 1;
    }
    return left < 0 ? BROKEN : at > end ? NEED_MORE : at;
  }

  /** The same in an array; {@link #BROKEN} also if it goes beyond the end. */
  static int skip(byte[] in, int start, int end) {
    int at = start;
    while (at < end) {
      int tag = in[at++] & 0xff;
      int units;
      if (tag <= 0x1f) {
        units = tag;
      } else if (tag >= 0x30 && tag <= 0x33 && at < end) {
        units = (tag - 0x30 << 8) + (in[at++] & 0xff);
      } else if ((tag == CHUNK || tag == LONG) && end - at >= 2) {
        units = (in[at] & 0xff) << 8 | in[at + 1] & 0xff;
        at += 2;
      } else {
        return tag == NULL && at == start + 1 ? at : BROKEN;
      }
      at = skipUnits(in, at, end, units);
      if (at < 0 || tag != CHUNK) {
        return at;
      }
    }
    return BROKEN;
  }

  private static int skipUnits(byte[] in, int start, int end, int units) {
    int at = start;
    int left = units;
    while (left > 0) {
      if (left >= 8 && end - at >= 8 && ((long) LONGS.get(in, at) & ASCII_MASK) == 0) {
        at += 8;
        left -= 8;
        continue;
      }
      int width = at < end ? width(in[at]) : 0;
      if (width == 0) {
        return BROKEN;
      }
      at += width;
      left -= width == 4 ? 2 : 1;
    }
    return left < 0 || at > end ? BROKEN : at;
  }

  /** Bytes of the unit, or pair of units, that begins with this one; 0 if none does. */
  private static int width(byte first) {
    if (first >= 0) {
      return 1;
    }
    int high = first & 0xff;
    return high >= 0xf8 || high < 0xc0 ? 0 : high >= 0xf0 ? 4 : high >= 0xe0 ? 3 : 2;
  }

  /** Whether a string begins with that tag. */
  static boolean isText(int tag) {
    return tag <= 0x1f || tag >= 0x30 && tag <= 0x33 || tag == CHUNK || tag == LONG;
  }

  /** Whether the string at an index is one piece; then its bytes begin at {@link #contentStart}. */
  static boolean isOnePiece(byte[] in, int at) {
    int tag = in[at] & 0xff;
    return tag != CHUNK && tag != NULL;
  }

  /** Where the characters of a string in one piece begin. */
  static int contentStart(byte[] in, int at) {
    int tag = in[at] & 0xff;
    return tag <= 0x1f ? at + 1 : tag == LONG ? at + 3 : at + 2;
  }

  /**
   * Shows a string that {@link #skip} accepted: without a copy if it is one piece of ASCII.
   *
   * @param end the index behind it
   */
  static CharSequence show(byte[] in, int at, int end, BytesText view) {
    if (isOnePiece(in, at)) {
      int start = contentStart(in, at);
      if (isAscii(in, start, end)) {
        return view.show(in, start, end - start);
      }
    }
    return decode(in, at, end);
  }

  private static boolean isAscii(byte[] in, int start, int end) {
    for (int i = start; i < end; i++) {
      if (in[i] < 0) {
        return false;
      }
    }
    return true;
  }

  /** The characters of a string that {@link #skip} accepted; null is empty. */
  static String decode(byte[] in, int start, int end) {
    StringBuilder text = new StringBuilder(end - start);
    int at = start;
    while (at < end && (in[at] & 0xff) != NULL) {
      int tag = in[at] & 0xff;
      int units =
          tag <= 0x1f
              ? tag
              : tag == CHUNK || tag == LONG
                  ? (in[at + 1] & 0xff) << 8 | in[at + 2] & 0xff
                  : (tag - 0x30 << 8) + (in[at + 1] & 0xff);
      at = tag == CHUNK ? at + 3 : contentStart(in, at);
      for (int left = units; left > 0; ) {
        int width = width(in[at]);
        int c = width == 1 ? in[at] : in[at] & 0xff >> width + 1;
        for (int i = 1; i < width; i++) {
          c = c << 6 | in[at + i] & 0x3f;
        }
        if (width == 4 && Character.isValidCodePoint(c)) {
          text.appendCodePoint(c);
        } else {
          text.append((char) c);
        }
        at += width;
        left -= width == 4 ? 2 : 1;
      }
    }
    return text.toString();
  }

  /** Bytes that {@link #write} needs at most for a text. */
  static int room(CharSequence text) {
    return 3 + 3 * text.length();
  }

  /**
   * Writes a string.
   *
   * @param text up to 65535 units
   * @return the index behind it
   */
  static int write(CharSequence text, byte[] to, int start) {
    int units = text.length();
    int at = start;
    if (units <= 0x1f) {
      to[at++] = (byte) units;
    } else if (units <= 0x3ff) {
      to[at++] = (byte) (0x30 + (units >> 8));
      to[at++] = (byte) units;
    } else {
      to[at++] = LONG;
      to[at++] = (byte) (units >> 8);
      to[at++] = (byte) units;
    }
    for (int i = 0; i < units; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        to[at++] = (byte) c;
      } else if (c < 0x800) {
        to[at++] = (byte) (0xc0 | c >> 6);
        to[at++] = (byte) (0x80 | c & 0x3f);
      } else {
        to[at++] = (byte) (0xe0 | c >> 12);
        to[at++] = (byte) (0x80 | c >> 6 & 0x3f);
        to[at++] = (byte) (0x80 | c & 0x3f);
      }
    }
    return at;
  }
}
