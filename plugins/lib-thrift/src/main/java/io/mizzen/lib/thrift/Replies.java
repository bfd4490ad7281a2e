package io.mizzen.lib.thrift;

import io.mizzen.spi.Status;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * Messages of type exception made here: the method and sequence id of the call, then a struct of a
 * text (field 1) and a number (field 2).
 */
public final class Replies {
  private static final int UNKNOWN_METHOD = 1;
  private static final int INTERNAL_ERROR = 6;
  private static final int PROTOCOL_ERROR = 7;

  private static final int MAX_TEXT = 900;

  private Replies() {}

  /** The number by which a reason is said. */
  public static int number(Why why) {
    Status status = why.status();
    return status == Status.NOT_FOUND && !why.equals(Why.NO_ENDPOINT)
        ? UNKNOWN_METHOD
        : status == Status.BAD_REQUEST || status == Status.TOO_LARGE
            ? PROTOCOL_ERROR
            : INTERNAL_ERROR;
  }

  /** The text by which a reason is said. */
  public static byte[] text(Why why, String detail) {
    String words = "mizzen: " + why.word() + (detail.isEmpty() ? "" : ": " + detail);
    return words.substring(0, Math.min(words.length(), MAX_TEXT)).getBytes(StandardCharsets.UTF_8);
  }

  /** The type of the message that says a reason: a good one is a reply without a result. */
  public static int type(Why why) {
    return why.equals(Why.OK) ? MessageHead.REPLY : MessageHead.EXCEPTION;
  }

  /** Room that {@link #write} needs at most. */
  public static int room(ThriftRequest asked, byte[] text) {
    return 64 + asked.nameLength() + text.length;
  }

  /** Writes the message; the index behind it. */
  public static int write(ThriftRequest asked, Why why, byte[] text, byte[] to, int start) {
    int type = type(why);
    int at = asked.isCompact() ? compact(asked, type, to, start) : binary(asked, type, to, start);
    if (type == MessageHead.EXCEPTION) {
      at =
          asked.isCompact()
              ? compactFields(text, number(why), to, at)
              : binaryFields(text, number(why), to, at);
    }
    to[at] = 0;
    return at + 1;
  }

  private static int binary(ThriftRequest asked, int type, byte[] to, int start) {
    int at = putInt(to, start, 0x80010000 | type);
    at = putInt(to, at, asked.nameLength());
    at = asked.copyName(to, at);
    return putInt(to, at, asked.sequence());
  }

  private static int binaryFields(byte[] text, int number, byte[] to, int start) {
    int at = start;
    to[at++] = 0x0b;
    to[at++] = 0;
    to[at++] = 1;
    at = putInt(to, at, text.length);
    System.arraycopy(text, 0, to, at, text.length);
    at += text.length;
    to[at++] = 0x08;
    to[at++] = 0;
    to[at++] = 2;
    return putInt(to, at, number);
  }

  private static int compact(ThriftRequest asked, int type, byte[] to, int start) {
    int at = start;
    to[at++] = (byte) 0x82;
    to[at++] = (byte) (type << 5 | 1);
    at = putVarint(to, at, asked.sequence());
    at = putVarint(to, at, asked.nameLength());
    return asked.copyName(to, at);
  }

  private static int compactFields(byte[] text, int number, byte[] to, int start) {
    int at = start;
    to[at++] = 0x18; // the next field, a text
    at = putVarint(to, at, text.length);
    System.arraycopy(text, 0, to, at, text.length);
    at += text.length;
    to[at++] = 0x15; // the next field, a number in zigzag
    return putVarint(to, at, number << 1);
  }

  public static int putInt(byte[] to, int at, int value) {
    to[at] = (byte) (value >> 24);
    to[at + 1] = (byte) (value >> 16);
    to[at + 2] = (byte) (value >> 8);
    to[at + 3] = (byte) value;
    return at + 4;
  }

  private static int putVarint(byte[] to, int start, int value) {
    int at = start;
    int left = value;
    while ((left & ~0x7f) != 0) {
      to[at++] = (byte) (left & 0x7f | 0x80);
      left >>>= 7;
    }
    to[at++] = (byte) left;
    return at;
  }

  /** Whether a reply holds a declared exception: its first field is not field 0. */
  public static boolean declared(ByteBuf in, int at, int end, boolean compact) {
    if (compact) {
      return end > at && (in.getByte(at) & 0xf0) != 0;
    }
    return end - at >= 3 && in.getByte(at) != 0 && in.getShort(at + 1) != 0;
  }

  /** Refuses lengths that cannot be. */
  public static void check(long length, int least) throws ProtocolException {
    if (length < least) {
      throw new ProtocolException("a thrift frame of " + length + " bytes");
    }
  }
}
