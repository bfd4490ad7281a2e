package io.mizzen.protocol.http2;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The nine octets before a frame, and what must hold before its payload is there (RFC 9113 sections
 * 4.1 and 6). One per connection, for the frame that is being read.
 */
final class FrameHead {
  /** What the id of a stream has before it. */
  private static final int ID_BITS = Integer.MAX_VALUE;

  static final int PRIORITY_LENGTH = 5;

  int length;
  int type;
  int flags;
  int stream;

  /** Looks at the next frame without taking it; false if its head is not there yet. */
  boolean read(ByteBuf in) {
    if (in.readableBytes() < Frames.HEADER) {
      return false;
    }
    int start = in.readerIndex();
    int first = in.getInt(start);
    length = first >>> 8;
    type = first & 0xff;
    flags = in.getByte(start + 4);
    stream = in.getInt(start + 5) & ID_BITS;
    return true;
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** The rule it breaks, whatever its payload; null for none. */
  @Nullable Rule broken() {
    if (length > Frames.USUAL_FRAME) {
      return Rule.FRAME_SIZE;
    }
    return switch (type) {
      case Frames.DATA, Frames.HEADERS, Frames.PUSH_PROMISE, Frames.CONTINUATION -> onStream(true);
      case Frames.PRIORITY -> onStream(length == PRIORITY_LENGTH);
      case Frames.RST_STREAM -> onStream(length == Integer.BYTES);
      case Frames.WINDOW_UPDATE -> length == Integer.BYTES ? null : Rule.FIXED_SIZE;
      case Frames.PING -> onConnection(length == Long.BYTES);
      case Frames.SETTINGS ->
          onConnection(has(Frames.ACK) ? length == 0 : length % Frames.SETTING_LENGTH == 0);
      case Frames.GOAWAY -> onConnection(length >= 2 * Integer.BYTES);
      default -> null;
    };
  }

  private @Nullable Rule onStream(boolean rightSize) {
    if (stream == 0) {
      return Rule.STREAM_ZERO;
    }
    return rightSize ? null : Rule.FIXED_SIZE;
  }

  private @Nullable Rule onConnection(boolean rightSize) {
    if (stream != 0) {
      return Rule.STREAM_ZERO;
    }
    return rightSize ? null : Rule.FIXED_SIZE;
  }
}
