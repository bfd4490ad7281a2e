package io.mizzen.bench.load;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Frames of RFC 9113, as far as both ends of the bench have them. */
final class Http2Frame {
  static final int HEADER_BYTES = 9;

  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;

  static final int END_STREAM = 1;
  static final int ACK = 1;
  static final int END_HEADERS = 4;
  private static final int PADDED = 8;
  private static final int PRIORITY = 0x20;

  static final int HEADER_TABLE_SIZE = 1;
  static final int MAX_CONCURRENT_STREAMS = 3;
  static final int INITIAL_WINDOW_SIZE = 4;

  /** Both the first window of a connection and that of each stream until settings say otherwise. */
  static final int FIRST_WINDOW = 65_535;

  static final int LARGEST_WINDOW = Integer.MAX_VALUE;

  /** Every end takes frames of that size (SETTINGS_MAX_FRAME_SIZE cannot be less). */
  static final int LEAST_FRAME_LIMIT = 16_384;

  static final int TABLE_BYTES = 4096; // what an end has that says nothing

  static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private Http2Frame() {}

  static void put(ByteBuffer out, int length, int type, int flags, int stream) {
    out.putInt(length << 8 | type).put((byte) flags).putInt(stream);
  }

  /** Own settings and a connection window that is never felt: a frame each. */
  static void putOpening(ByteBuffer out, int maxStreams) {
    put(out, 12, SETTINGS, 0, 0);
    out.putShort((short) MAX_CONCURRENT_STREAMS).putInt(maxStreams);
    out.putShort((short) INITIAL_WINDOW_SIZE).putInt(LARGEST_WINDOW / 2);
    put(out, 4, WINDOW_UPDATE, 0, 0);
    out.putInt(LARGEST_WINDOW - FIRST_WINDOW);
  }

  static int length(ByteBuffer in, int at) {
    return in.getInt(at) >>> 8;
  }

  static int type(ByteBuffer in, int at) {
    return in.get(at + 3);
  }

  static int flags(ByteBuffer in, int at) {
    return in.get(at + 4);
  }

  static int stream(ByteBuffer in, int at) {
    return in.getInt(at + 5) & Integer.MAX_VALUE;
  }

  /** Bytes of the frame at the position, its header included; -1 while it is not all there. */
  static int whole(ByteBuffer in) {
    if (in.remaining() < HEADER_BYTES) {
      return -1;
    }
    int bytes = HEADER_BYTES + length(in, in.position());
    return bytes <= in.remaining() ? bytes : -1;
  }

  /** None of the measured proxies pads, splits a head or sends priorities; a rig need not know. */
  static void plain(ByteBuffer in, int at) throws ProtocolException {
    int flags = flags(in, at);
    boolean head = type(in, at) == HEADERS;
    if ((flags & PADDED) != 0 || head && ((flags & PRIORITY) != 0 || (flags & END_HEADERS) == 0)) {
      throw new ProtocolException("flags " + Integer.toHexString(flags) + " are not known here");
    }
  }
}
