package io.mizzen.protocol.http2;

import io.mizzen.spi.protocol.BytesOut;
import io.netty.buffer.ByteBuf;

/**
 * Frames as they are written (RFC 9113 sections 4.1 and 6).
 *
 * <pre>
 *   length:3 type:1 flags:1 stream:4 payload
 * </pre>
 */
final class Frames {
  static final int HEADER = 9;

  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int PRIORITY = 2;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PUSH_PROMISE = 5;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int END_STREAM = 1;
  static final int ACK = 1;
  static final int END_HEADERS = 4;
  static final int PADDED = 8;
  static final int WITH_PRIORITY = 0x20;

  static final int HEADER_TABLE_SIZE = 1;
  static final int ENABLE_PUSH = 2;
  static final int MAX_CONCURRENT_STREAMS = 3;
  static final int INITIAL_WINDOW_SIZE = 4;
  static final int MAX_FRAME_SIZE = 5;
  static final int MAX_HEADER_LIST_SIZE = 6;

  /** RFC 8441 section 3. */
  static final int ENABLE_CONNECT_PROTOCOL = 8;

  /** The largest frame everybody takes, and what a connection begins with (6.5.2). */
  static final int USUAL_FRAME = 16_384;

  static final int LARGEST_FRAME = 16_777_215;
  static final int USUAL_WINDOW = 65_535;
  static final int LARGEST_WINDOW = Integer.MAX_VALUE;
  static final int LAST_ID = Integer.MAX_VALUE;

  static final int SETTING_LENGTH = 6;
  private static final int PING_LENGTH = 8;

  private Frames() {}

  static void header(int length, int type, int flags, int stream, ByteBuf out) {
    out.writeInt(length << 8 | type);
    out.writeByte(flags);
    out.writeInt(stream);
  }

  /** SETTINGS with pairs of a number and a value. */
  static void settings(BytesOut out, int... pairs) {
    int length = pairs.length / 2 * SETTING_LENGTH;
    ByteBuf space = out.space(HEADER + length);
    header(length, SETTINGS, 0, 0, space);
    for (int i = 0; i < pairs.length; i += 2) {
      space.writeShort(pairs[i]);
      space.writeInt(pairs[i + 1]);
    }
  }

  static void settingsAck(BytesOut out) {
    header(0, SETTINGS, ACK, 0, out.space(HEADER));
  }

  static void ping(int flags, long data, BytesOut out) {
    ByteBuf space = out.space(HEADER + PING_LENGTH);
    header(PING_LENGTH, PING, flags, 0, space);
    space.writeLong(data);
  }

  static void reset(int stream, int code, BytesOut out) {
    ByteBuf space = out.space(HEADER + Integer.BYTES);
    header(Integer.BYTES, RST_STREAM, 0, stream, space);
    space.writeInt(code);
  }

  static void goAway(int lastStream, int code, BytesOut out) {
    ByteBuf space = out.space(HEADER + 2 * Integer.BYTES);
    header(2 * Integer.BYTES, GOAWAY, 0, 0, space);
    space.writeInt(lastStream);
    space.writeInt(code);
  }

  static void windowUpdate(int stream, int increment, BytesOut out) {
    ByteBuf space = out.space(HEADER + Integer.BYTES);
    header(Integer.BYTES, WINDOW_UPDATE, 0, stream, space);
    space.writeInt(increment);
  }

  /** A field section: HEADERS, and CONTINUATION as far as one frame does not hold it. */
  static void section(
      int stream, byte[] section, int length, int flags, int largest, BytesOut out) {
    int sent = Math.min(length, largest);
    int end = sent == length ? END_HEADERS : 0;
    ByteBuf space = out.space(HEADER + sent);
    header(sent, HEADERS, flags | end, stream, space);
    space.writeBytes(section, 0, sent);
    while (sent < length) {
      int some = Math.min(length - sent, largest);
      space = out.space(HEADER + some);
      header(some, CONTINUATION, sent + some == length ? END_HEADERS : 0, stream, space);
      space.writeBytes(section, sent, some);
      sent += some;
    }
  }
}
