package io.mizzen.protocol.dubbo;

import java.util.Arrays;

/**
 * Finds the end of any hessian2 value without making anything of it. Depth and definitions are
 * bounded; the number of values is bounded by the bytes there are. Used by one head at a time.
 */
final class HessianSkipper {
  /** A value that cannot be skipped. */
  static final int BROKEN = -1;

  /** Deeper nesting is refused: each level is a frame of this thread's stack. */
  private static final int MAX_DEPTH = 64;

  /** More classes in one message are refused. */
  private static final int MAX_DEFINITIONS = 1024;

  /** No class has more fields. */
  private static final int MAX_FIELDS = 4096;

  private byte[] in = {};
  private int end;
  private int[] fieldCounts = new int[8];
  private int definitions;

  /** The number that {@link #number} read. */
  private int number;

  /** Begins with another body: definitions are numbered over the whole of it. */
  void start(byte[] bytes, int newEnd) {
    in = bytes;
    end = newEnd;
    definitions = 0;
  }

  /** Forgets the body. */
  void forget() {
    in = new byte[0];
  }

  /** The index behind the value at an index, or {@link #BROKEN}. */
  int skip(int at) {
    return value(at, 0);
  }

  private int value(int at, int depth) {
    if (at < 0 || at >= end || depth > MAX_DEPTH) {
      return BROKEN;
    }
    int tag = in[at] & 0xff;
    if (HessianText.isText(tag)) {
      return text(at);
    }
    if (tag >= 0x80) {
      return small(at, tag);
    }
    if (tag >= 0x60) {
      return compound(at, tag, depth);
    }
    return switch (tag) {
      case 0x20,
          0x21,
          0x22,
          0x23,
          0x24,
          0x25,
          0x26,
          0x27,
          0x28,
          0x29,
          0x2a,
          0x2b,
          0x2c,
          0x2d,
          0x2e,
          0x2f,
          0x34,
          0x35,
          0x36,
          0x37,
          0x41,
          0x42 ->
          binary(at);
      case 0x38, 0x39, 0x3a, 0x3b, 0x3c, 0x3d, 0x3e, 0x3f -> within(at + 3);
      case 0x49, 0x59, 0x4b, 0x5f -> within(at + 5);
      case 0x4c, 0x44, 0x4a -> within(at + 9);
      case 0x5b, 0x5c, 0x54, 0x46, 0x4e -> at + 1;
      case 0x5d -> within(at + 2);
      case 0x5e -> within(at + 3);
      case 0x51 -> numberAt(at + 1);
      case 0x43 -> value(definition(at + 1), depth + 1);
      case 0x4f -> fields(numberAt(at + 1), number, depth);
      case 0x55 -> untilEnd(type(at + 1), depth, 1);
      case 0x56 -> counted(numberAt(type(at + 1)), number, depth);
      case 0x57 -> untilEnd(at + 1, depth, 1);
      case 0x58 -> counted(numberAt(at + 1), number, depth);
      case 0x4d -> untilEnd(type(at + 1), depth, 2);
      case 0x48 -> untilEnd(at + 1, depth, 2);
      default -> BROKEN;
    };
  }

  /** Ints and longs from 0x80 on. */
  private int small(int at, int tag) {
    if (tag < 0xc0 || tag >= 0xd8 && tag < 0xf0) {
      return at + 1;
    }
    return within(tag >= 0xd0 && tag < 0xd8 ? at + 3 : at + 2);
  }

  /** Objects and lists whose definition or length is in the tag. */
  private int compound(int at, int tag, int depth) {
    if (tag < 0x70) {
      return fields(at + 1, tag - 0x60, depth);
    }
    return tag < 0x78
        ? counted(type(at + 1), tag - 0x70, depth)
        : counted(at + 1, tag - 0x78, depth);
  }

  private int within(int next) {
    return next <= end ? next : BROKEN;
  }

  private int text(int at) {
    int next = HessianText.skip(in, at, end);
    return next < 0 ? BROKEN : next;
  }

  private int binary(int start) {
    int at = start;
    while (at < end) {
      int tag = in[at] & 0xff;
      int length;
      if (tag >= 0x20 && tag <= 0x2f) {
        length = tag - 0x20;
        at += 1;
      } else if (tag >= 0x34 && tag <= 0x37 && end - at >= 2) {
        length = (tag - 0x34 << 8) + (in[at + 1] & 0xff);
        at += 2;
      } else if ((tag == 0x41 || tag == 0x42) && end - at >= 3) {
        length = (in[at + 1] & 0xff) << 8 | in[at + 2] & 0xff;
        at += 3;
      } else {
        return BROKEN;
      }
      at += length;
      if (tag != 0x41) {
        return within(at);
      }
    }
    return BROKEN;
  }

  /** Reads an int value into {@link #number}. */
  private int numberAt(int at) {
    if (at < 0 || at >= end) {
      return BROKEN;
    }
    int tag = in[at] & 0xff;
    if (tag >= 0x80 && tag <= 0xbf) {
      number = tag - 0x90;
      return at + 1;
    }
    if (tag >= 0xc0 && tag <= 0xcf && end - at >= 2) {
      number = (tag - 0xc8 << 8) + (in[at + 1] & 0xff);
      return at + 2;
    }
    if (tag >= 0xd0 && tag <= 0xd7 && end - at >= 3) {
      number = (tag - 0xd4 << 16) + ((in[at + 1] & 0xff) << 8) + (in[at + 2] & 0xff);
      return at + 3;
    }
    if (tag == 0x49 && end - at >= 5) {
      number = DubboHeader.getInt(in, at + 1);
      return at + 5;
    }
    return BROKEN;
  }

  /** A type is a name, or the number of one that came before. */
  private int type(int at) {
    if (at < 0 || at >= end) {
      return BROKEN;
    }
    return HessianText.isText(in[at] & 0xff) ? text(at) : numberAt(at);
  }

  /** Takes a class definition; the value that uses it follows. */
  private int definition(int at) {
    int next = numberAt(at < end ? text(at) : BROKEN);
    int count = number;
    if (next < 0 || count < 0 || count > MAX_FIELDS || definitions == MAX_DEFINITIONS) {
      return BROKEN;
    }
    for (int i = 0; i < count && next >= 0; i++) {
      next = next < end ? text(next) : BROKEN;
    }
    if (definitions == fieldCounts.length) {
      fieldCounts = Arrays.copyOf(fieldCounts, definitions * 2);
    }
    fieldCounts[definitions++] = count;
    return next;
  }

  private int fields(int at, int definition, int depth) {
    if (definition < 0 || definition >= definitions) {
      return BROKEN;
    }
    return counted(at, fieldCounts[definition], depth);
  }

  private int counted(int start, int count, int depth) {
    int at = start;
    if (count < 0) {
      return BROKEN;
    }
    for (int i = 0; i < count && at >= 0; i++) {
      at = value(at, depth + 1);
    }
    return at;
  }

  private int untilEnd(int start, int depth, int valuesEach) {
    int at = start;
    while (at >= 0 && at < end && in[at] != 0x5a) {
      for (int i = 0; i < valuesEach; i++) {
        at = value(at, depth + 1);
      }
    }
    return at >= 0 && at < end ? at + 1 : BROKEN;
  }
}
