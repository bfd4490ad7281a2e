package io.mizzen.protocol.dubbo;

import io.netty.buffer.ByteBuf;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * As much of fastjson2's JSONB as an envelope needs. Dubbo puts each value into a block: its length
 * in four bytes, then that many bytes.
 *
 * <pre>
 *   49-78 text of tag - 49 ASCII bytes   79 int ASCII text   7a int UTF-8 text   7b-7d int UTF-16 text
 *   f0-2f the int itself   30-3f, 40-47, 48, bd, bc ints of 2, 3, 5, 2, 3 bytes   af null   b0 b1 false true
 *   a6 (key value)... a5 object
 * </pre>
 */
final class Jsonb {
  static final int OBJECT = 0xa6;
  static final int END = 0xa5;
  static final int NULL = 0xaf;

  /** Something this does not know; lengths are never guessed. */
  static final int UNKNOWN = -1;

  private static final int ASCII_0 = 0x49;
  private static final int ASCII_47 = 0x78;
  private static final int ASCII = 0x79;
  private static final int UTF_8 = 0x7a;
  private static final int UTF_16BE = 0x7d;
  private static final int INT = 0x48;

  private Jsonb() {}

  static boolean isText(int tag) {
    return tag >= ASCII_0 && tag <= UTF_16BE;
  }

  /** The index behind a text or scalar, or {@link #UNKNOWN}. */
  static int skip(byte[] in, int at, int end) {
    if (at >= end) {
      return UNKNOWN;
    }
    int tag = in[at] & 0xff;
    int next;
    if (tag >= ASCII_0 && tag <= ASCII_47) {
      next = at + 1 + tag - ASCII_0;
    } else if (tag >= ASCII && tag <= UTF_16BE) {
      int content = skipInt(in, at + 1, end);
      int length = content < 0 ? -1 : intAt(in, at + 1);
      next = length < 0 || length > end - content ? UNKNOWN : content + length;
    } else if (tag == NULL || tag == 0xb0 || tag == 0xb1) {
      next = at + 1;
    } else if (tag == 0xbd) {
      next = at + 2;
    } else if (tag == 0xbc) {
      next = at + 3;
    } else {
      next = skipInt(in, at, end);
    }
    return next > end ? UNKNOWN : next;
  }

  private static int skipInt(byte[] in, int at, int end) {
    if (at >= end) {
      return UNKNOWN;
    }
    int tag = in[at] & 0xff;
    int next =
        tag >= 0xf0 || tag < 0x30
            ? at + 1
            : tag < 0x40 ? at + 2 : tag < INT ? at + 3 : tag == INT ? at + 5 : UNKNOWN;
    return next > end ? UNKNOWN : next;
  }

  private static int intAt(byte[] in, int at) {
    int tag = in[at] & 0xff;
    if (tag >= 0xf0 || tag < 0x30) {
      return in[at];
    }
    if (tag < 0x40) {
      return (tag - 0x38 << 8) + (in[at + 1] & 0xff);
    }
    return tag < INT
        ? (tag - 0x44 << 16) + ((in[at + 1] & 0xff) << 8) + (in[at + 2] & 0xff)
        : DubboHeader.getInt(in, at + 1);
  }

  /** Whether the text at an index ends exactly at another. */
  static boolean fits(ByteBuf in, int at, int end) {
    int tag = in.getUnsignedByte(at);
    if (tag <= ASCII_47) {
      return at + 1 + tag - ASCII_0 == end;
    }
    byte[] start = new byte[Math.min(6, end - at)]; // long names are rare
    in.getBytes(at, start);
    int content = skipInt(start, 1, start.length);
    return content > 0 && content + intAt(start, 1) == end - at;
  }

  /** Where the bytes of a text begin. */
  static int contentStart(byte[] in, int at, int end) {
    int tag = in[at] & 0xff;
    return tag <= ASCII_47 ? at + 1 : skipInt(in, at + 1, end);
  }

  /** How the bytes of a text are to be read. */
  static Charset charset(int tag) {
    return tag <= UTF_8
        ? StandardCharsets.UTF_8
        : tag == UTF_16BE ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
  }

  /** Bytes that {@link #write} needs at most. */
  static int room(CharSequence text) {
    return 6 + 3 * text.length();
  }

  /** Writes a text; the index behind it. */
  static int write(String text, byte[] to, int start) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int at = start;
    boolean ascii = bytes.length == text.length();
    if (ascii && bytes.length <= ASCII_47 - ASCII_0) {
      to[at++] = (byte) (ASCII_0 + bytes.length);
    } else {
      to[at++] = (byte) (ascii ? ASCII : UTF_8);
      to[at++] = INT;
      DubboHeader.putInt(to, at, bytes.length);
      at += 4;
    }
    System.arraycopy(bytes, 0, to, at, bytes.length);
    return at + bytes.length;
  }
}
