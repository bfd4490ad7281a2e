package io.mizzen.lib.thrift;

import io.mizzen.xprotocol.Frame.Kind;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The head of a Thrift message in one of its two encodings.
 *
 * <pre>
 *   binary   80 01 00 type:1   nameLength:4  name  sequence:4        strict form, the only one read
 *   compact  82 type:3 1:5     sequence:varint  nameLength:varint  name
 * </pre>
 */
public final class MessageHead {
  public static final int CALL = 1;
  public static final int REPLY = 2;
  public static final int EXCEPTION = 3;
  public static final int ONE_WAY = 4;

  /** Bytes that tell encoding and type. */
  public static final int TYPE_BYTES = 4;

  /** More bytes are needed to tell. */
  public static final int NEED_MORE = -1;

  /** This is no head of a message. */
  public static final int BROKEN = -2;

  private static final int BINARY = 0x80;
  private static final int COMPACT = 0x82;

  /** Names are those of methods; longer ones are an attack on memory. */
  private static final int LONGEST_NAME = 16 * 1024;

  private MessageHead() {}

  public static boolean isCompact(int firstByte) {
    return (firstByte & 0xff) == COMPACT;
  }

  /** The type of the message at an index, of which four bytes are there; -1 if it is none. */
  public static int type(ByteBuf in, int at) {
    int first = in.getUnsignedByte(at);
    int second = in.getUnsignedByte(at + 1);
    if (first == COMPACT && (second & 0x1f) == 1) {
      return second >> 5;
    }
    boolean strict = first == BINARY && second == 1 && in.getByte(at + 2) == 0;
    return strict ? in.getUnsignedByte(at + 3) : -1;
  }

  /** What a message of that type is for, or null. */
  public static @Nullable Kind kind(int type) {
    return switch (type) {
      case CALL -> Kind.REQUEST;
      case ONE_WAY -> Kind.ONE_WAY;
      case REPLY, EXCEPTION -> Kind.RESPONSE;
      default -> null;
    };
  }

  /**
   * Reads name and sequence id.
   *
   * @param frame the index at which places count from 0
   * @return the index behind the head, {@link #NEED_MORE} or {@link #BROKEN}
   */
  public static int read(ByteBuf in, int at, int end, int frame, ThriftFrame read) {
    return isCompact(in.getByte(at))
        ? compact(in, at, end, frame, read)
        : binary(in, at, end, frame, read);
  }

  private static int binary(ByteBuf in, int at, int end, int frame, ThriftFrame read) {
    if (end - at < 8) {
      return NEED_MORE;
    }
    int length = in.getInt(at + 4);
    if (length < 0 || length > LONGEST_NAME) {
      return BROKEN;
    }
    int after = at + 8 + length + 4;
    if (after > end) {
      return NEED_MORE;
    }
    read.nameAt = at + 8 - frame;
    read.nameLength = length;
    read.sequence = in.getInt(after - 4);
    return after;
  }

  private static int compact(ByteBuf in, int start, int end, int frame, ThriftFrame read) {
    int at = start + 2;
    int sequence = 0;
    for (int shift = 0; ; shift += 7) {
      if (at >= end) {
        return NEED_MORE;
      }
      if (shift > 28) {
        return BROKEN;
      }
      int next = in.getByte(at++);
      sequence |= (next & 0x7f) << shift;
      if (next >= 0) {
        break;
      }
    }
    int length = 0;
    for (int shift = 0; ; shift += 7) {
      if (at >= end) {
        return NEED_MORE;
      }
      if (shift > 14) {
        return BROKEN;
      }
      int next = in.getByte(at++);
      length |= (next & 0x7f) << shift;
      if (next >= 0) {
        break;
      }
    }
    if (length > LONGEST_NAME) {
      return BROKEN;
    }
    if (length > end - at) {
      return NEED_MORE;
    }
    read.nameAt = at - frame;
    read.nameLength = length;
    read.sequence = sequence;
    return at + length;
  }
}
