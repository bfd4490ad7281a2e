package io.mizzen.protocol.http2;

import io.netty.buffer.ByteBuf;

/**
 * Follows the messages in a body of gRPC without holding any of it.
 *
 * <pre>
 *   compressed:1 length:4 message ...
 * </pre>
 */
final class GrpcMessages {
  private static final int PREFIX = 5;

  private GrpcMessages() {}

  /**
   * Whether no message that begins in a piece is larger than allowed.
   *
   * @param borrowed its indices stay
   * @param most of the bytes of a message; 0 for any
   */
  static boolean fit(Stream stream, ByteBuf borrowed, int from, int to, long most) {
    if (most == 0) {
      return true;
    }
    int at = from;
    while (at < to) {
      if (stream.messageLeft > 0) {
        int some = (int) Math.min(stream.messageLeft, to - at);
        stream.messageLeft -= some;
        at += some;
        continue;
      }
      int octet = borrowed.getUnsignedByte(at++);
      stream.messageLength = stream.prefixSeen == 0 ? 0 : stream.messageLength << 8 | octet;
      if (++stream.prefixSeen == PREFIX) {
        stream.prefixSeen = 0;
        stream.messageLeft = stream.messageLength;
        if (stream.messageLength > most) {
          return false;
        }
      }
    }
    return true;
  }
}
