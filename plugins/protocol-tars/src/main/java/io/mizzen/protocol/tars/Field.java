package io.mizzen.protocol.tars;

import io.netty.buffer.ByteBuf;

/**
 * Walks over the fields of a struct. Integers come in the smallest type that holds them, so any is
 * accepted; what is not known is skipped.
 *
 * <pre>
 *   0-3 int of 1, 2, 4, 8 bytes   4, 5 float, double   6, 7 text with length:1, length:4
 *   8 map   9 list   10 struct begin   11 struct end   12 zero   13 bytes
 * </pre>
 */
final class Field {
  /** More bytes are needed. */
  static final int NEED_MORE = -1;

  /** No field can look so. */
  static final int BROKEN = -2;

  static final int SHORT_TEXT = 6;
  static final int LONG_TEXT = 7;
  static final int MAP = 8;
  static final int INT32 = 2;

  private static final int LIST = 9;
  private static final int STRUCT_BEGIN = 10;
  private static final int STRUCT_END = 11;
  private static final int ZERO = 12;
  private static final int BYTES = 13;

  /** Deeper nesting is refused: each level is a frame of this thread's stack. */
  private static final int MAX_DEPTH = 32;

  private Field() {}

  static int tag(ByteBuf in, int at) {
    int head = in.getUnsignedByte(at);
    return head >> 4 == 15 ? in.getUnsignedByte(at + 1) : head >> 4;
  }

  static int type(ByteBuf in, int at) {
    return in.getByte(at) & 0xf;
  }

  /** The index of the value of the field at an index, of which at least one byte is there. */
  static int value(ByteBuf in, int at) {
    return in.getUnsignedByte(at) >> 4 == 15 ? at + 2 : at + 1;
  }

  static boolean isInt(int type) {
    return type <= 3 || type == ZERO;
  }

  /** An int of any width. */
  static long number(ByteBuf in, int type, int value) {
    return switch (type) {
      case 0 -> in.getByte(value);
      case 1 -> in.getShort(value);
      case 2 -> in.getInt(value);
      case 3 -> in.getLong(value);
      default -> 0;
    };
  }

  /** Where the characters of a text begin. */
  static int textStart(int type, int value) {
    return type == SHORT_TEXT ? value + 1 : value + 4;
  }

  /** The index behind the field at an index, {@link #NEED_MORE} or {@link #BROKEN}. */
  static int skip(ByteBuf in, int at, int end) {
    return skip(in, at, end, 0);
  }

  private static int skip(ByteBuf in, int at, int end, int depth) {
    if (depth > MAX_DEPTH) {
      return BROKEN;
    }
    if (at >= end) {
      return NEED_MORE;
    }
    int value = value(in, at);
    if (value > end) {
      return NEED_MORE;
    }
    return switch (type(in, at)) {
      case 0 -> within(value + 1, end);
      case 1 -> within(value + 2, end);
      case 2, 4 -> within(value + 4, end);
      case 3, 5 -> within(value + 8, end);
      case SHORT_TEXT ->
          value >= end ? NEED_MORE : within(value + 1 + in.getUnsignedByte(value), end);
      case LONG_TEXT -> longText(in, value, end);
      case MAP -> counted(in, value, end, depth, 2);
      case LIST -> counted(in, value, end, depth, 1);
      case STRUCT_BEGIN -> struct(in, value, end, depth);
      case STRUCT_END, ZERO -> value;
      case BYTES -> bytes(in, value, end);
      default -> BROKEN;
    };
  }

  private static int within(int next, int end) {
    return next > end ? NEED_MORE : next;
  }

  private static int longText(ByteBuf in, int value, int end) {
    if (end - value < 4) {
      return NEED_MORE;
    }
    int length = in.getInt(value);
    return length < 0 ? BROKEN : length > end - value - 4 ? NEED_MORE : value + 4 + length;
  }

  private static int counted(ByteBuf in, int start, int end, int depth, int each) {
    int at = skipCount(in, start, end);
    if (at < 0) {
      return at;
    }
    long count = number(in, type(in, start), value(in, start)) * each;
    for (long i = 0; i < count && at >= 0; i++) {
      at = skip(in, at, end, depth + 1);
    }
    return count < 0 ? BROKEN : at;
  }

  private static int skipCount(ByteBuf in, int start, int end) {
    if (start >= end) {
      return NEED_MORE;
    }
    int type = type(in, start);
    return isInt(type) && type != 3 ? skip(in, start, end, 0) : BROKEN;
  }

  private static int struct(ByteBuf in, int start, int end, int depth) {
    int at = start;
    while (at >= 0 && at < end && type(in, at) != STRUCT_END) {
      at = skip(in, at, end, depth + 1);
    }
    return at < 0 ? at : at >= end ? NEED_MORE : value(in, at);
  }

  private static int bytes(ByteBuf in, int value, int end) {
    if (value >= end) {
      return NEED_MORE;
    }
    int at = skipCount(in, value + 1, end);
    if (at < 0) {
      return at;
    }
    long length = number(in, type(in, value + 1), value(in, value + 1));
    return length < 0 ? BROKEN : length > end - at ? NEED_MORE : at + (int) length;
  }
}
