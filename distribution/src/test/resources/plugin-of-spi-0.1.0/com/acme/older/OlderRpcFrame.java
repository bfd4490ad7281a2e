package com.acme.older;

import io.mizzen.spi.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;

/**
 * The frame.
 *
 * <pre>
 *   0       1      2      3            4      8            12
 *   | 0xAC  | kind | code | nameLength | id   | bodyLength | name (UTF-8) | body
 *   kinds   1 request, 2 answer, 3 ping, 4 pong
 *   code    of answers: 0 is fine, everything else a failure
 *   name    of requests: the service
 * </pre>
 */
final class OlderRpcFrame {
  static final int MAGIC = 0xAC;
  static final int HEADER = 12;

  static final int REQUEST = 1;
  static final int ANSWER = 2;
  static final int PING = 3;
  static final int PONG = 4;

  /** One byte says how long a name is. */
  static final int MAX_NAME = 255;

  private OlderRpcFrame() {}

  /**
   * The length of the frame that begins at the reader index, or 0 if that cannot be said yet.
   *
   * @param in borrowed; indices stay as they are
   * @throws ProtocolException if no frame begins so
   */
  static int length(ByteBuf in, long max) throws ProtocolException {
    if (!in.isReadable()) {
      return 0;
    }
    int at = in.readerIndex();
    if (in.getUnsignedByte(at) != MAGIC) {
      throw new ProtocolException("a frame begins with 0xAC");
    }
    if (in.readableBytes() > 1 && (in.getByte(at + 1) < REQUEST || in.getByte(at + 1) > PONG)) {
      throw new ProtocolException("unknown kind of frame");
    }
    if (in.readableBytes() < HEADER) {
      return 0;
    }
    long length = HEADER + (long) in.getUnsignedByte(at + 3) + in.getUnsignedInt(at + 8);
    if (length > max) {
      throw new ProtocolException("a frame is larger than maxFrame");
    }
    return (int) length;
  }

  static void header(ByteBuf out, int kind, int code, long id, byte[] name, int bodyLength) {
    out.writeByte(MAGIC).writeByte(kind).writeByte(code).writeByte(name.length);
    out.writeInt((int) id).writeInt(bodyLength).writeBytes(name);
  }
}
