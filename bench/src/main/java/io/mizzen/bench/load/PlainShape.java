package io.mizzen.bench.load;

import java.nio.ByteBuffer;

/**
 * An in-house protocol that the proxy knows from YAML alone.
 *
 * <pre>
 *          ca fe kind:1 version:1 id:4 length:4 | content
 * at       0     2      3         4    8         12
 * kind     01 call, 81 answer, 03 heartbeat, 83 its answer
 * </pre>
 */
enum PlainShape implements FrameShape {
  V1;

  private static final int HEADER = 12;
  private static final int KIND_AT = 2;
  private static final int LENGTH_AT = 8;
  private static final byte CALL = 1;
  private static final byte ANSWER = (byte) 0x81;
  private static final byte HEARTBEAT = 3;
  private static final byte HEARTBEAT_ANSWER = (byte) 0x83;

  @Override
  public int minBytes() {
    return HEADER;
  }

  @Override
  public int frameLength(ByteBuffer in, int at) {
    return in.limit() - at < HEADER ? -1 : HEADER + in.getInt(at + LENGTH_AT);
  }

  @Override
  public Meaning meaning(ByteBuffer in, int at) {
    return switch (in.get(at + KIND_AT)) {
      case CALL -> Meaning.REQUEST;
      case ANSWER -> Meaning.ANSWER;
      case HEARTBEAT -> Meaning.HEARTBEAT;
      default -> Meaning.OTHER;
    };
  }

  @Override
  public int idAt() {
    return 4;
  }

  @Override
  public int answerBodyAt() {
    return HEADER;
  }

  @Override
  public boolean isGood(ByteBuffer in, int at) {
    return in.get(at + KIND_AT + 1) == 1;
  }

  @Override
  public byte[] request(int contentBytes) {
    return frame(CALL, contentBytes);
  }

  @Override
  public byte[] answer(int contentBytes) {
    return frame(ANSWER, contentBytes);
  }

  @Override
  public byte[] heartbeatAck() {
    return frame(HEARTBEAT_ANSWER, 0);
  }

  private static byte[] frame(byte kind, int contentBytes) {
    return ByteBuffer.allocate(HEADER + contentBytes)
        .putShort((short) 0xcafe)
        .put(kind)
        .put((byte) 1)
        .putInt(0)
        .putInt(contentBytes)
        .put(HttpExchange.pattern(contentBytes))
        .array();
  }
}
