package io.mizzen.xprotocol.fixed;

import io.mizzen.xprotocol.Frame.Kind;
import io.netty.buffer.ByteBuf;

/** The kinds of a layout as numbers. Always big-endian: users write the bytes as they come. */
final class Kinds {
  private static final long NONE = -1;

  private final int at;
  private final int width;
  private final long mask;
  private final long request;
  private final long oneWay;
  private final long response;
  private final long heartbeat;
  private final long heartbeatAnswer;
  private final long goAway;

  Kinds(KindField field) {
    at = field.at();
    width = field.width();
    long all = (1L << 8 * width) - 1;
    mask = field.mask().isEmpty() ? all : Hex.number(Hex.bytes("mask", field.mask()));
    request = number(field.request());
    oneWay = number(field.oneWay());
    response = number(field.response());
    heartbeat = number(field.heartbeat());
    heartbeatAnswer = number(field.heartbeatAnswer());
    goAway = number(field.goAway());
  }

  private static long number(String hex) {
    return hex.isEmpty() ? NONE : Hex.number(Hex.bytes("kind", hex));
  }

  /** What the frame at an index is for; an unknown value means nothing here. */
  Kind of(ByteBuf in, int frame) {
    long value = 0;
    for (int i = 0; i < width; i++) {
      value = value << 8 | in.getUnsignedByte(frame + at + i);
    }
    value &= mask;
    if (value == request) {
      return Kind.REQUEST;
    }
    if (value == response) {
      return Kind.RESPONSE;
    }
    if (value == oneWay) {
      return Kind.ONE_WAY;
    }
    if (value == heartbeat) {
      return Kind.HEARTBEAT;
    }
    return value == heartbeatAnswer
        ? Kind.HEARTBEAT_ANSWER
        : value == goAway ? Kind.GO_AWAY : Kind.IGNORED;
  }

  /** Makes the frame at index 0 the answer to a heartbeat. */
  void putHeartbeatAnswer(byte[] frame) {
    for (int i = 0; i < width; i++) {
      int shift = 8 * (width - 1 - i);
      long kept = frame[at + i] & ~(mask >> shift);
      frame[at + i] = (byte) (kept | heartbeatAnswer >> shift);
    }
  }
}
