package io.mizzen.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A dubbo frame, as a consumer of Dubbo 3 with hessian2 sends it.
 *
 * <pre>
 *          da bb flag:1 status:1 id:8 length:4 | version path version method types argument attachments
 * at       0     2      3        4    12        16
 * </pre>
 */
enum DubboShape implements FrameShape {
  HESSIAN2;

  private static final int HEADER = 16;
  private static final int FLAG_AT = 2;
  private static final int STATUS_AT = 3;
  private static final int ID_AT = 4;
  private static final int LENGTH_AT = 12;
  private static final int REQUEST = 0x80;
  private static final int TWO_WAY = 0x40;
  private static final int EVENT = 0x20;
  private static final int SERIALIZATION = 2;
  private static final int OK = 20;

  /** An answer's first value says what follows: 4 for a value with attachments, 1 without. */
  private static final int VALUE = 0x91;

  private static final String SERVICE = "io.mizzen.bench.EchoService";

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
    int flags = in.get(at + FLAG_AT);
    if ((flags & EVENT) != 0) {
      return (flags & REQUEST) != 0 && (flags & TWO_WAY) != 0 ? Meaning.HEARTBEAT : Meaning.OTHER;
    }
    return (flags & REQUEST) != 0 ? Meaning.REQUEST : Meaning.ANSWER;
  }

  @Override
  public int idAt() {
    return 8;
  }

  @Override
  public void copyId(ByteBuffer call, int at, ByteBuffer answer, int answerAt) {
    answer.putLong(answerAt + ID_AT, call.getLong(at + ID_AT));
  }

  @Override
  public int answerBodyAt() {
    return HEADER;
  }

  @Override
  public boolean isGood(ByteBuffer in, int at) {
    return in.get(at + STATUS_AT) == OK;
  }

  @Override
  public byte[] request(int contentBytes) {
    ByteBuffer body = ByteBuffer.allocate(512 + 2 * contentBytes);
    text(body, "2.0.2");
    text(body, SERVICE);
    text(body, "1.0.0");
    text(body, "echo");
    text(body, "[B");
    binary(body, contentBytes);
    body.put((byte) 'H');
    text(body, "path");
    text(body, SERVICE);
    text(body, "interface");
    text(body, SERVICE);
    text(body, "version");
    text(body, "1.0.0");
    text(body, "timeout");
    text(body, "3000");
    body.put((byte) 'Z');
    return frame(REQUEST | TWO_WAY | SERIALIZATION, 0, body);
  }

  @Override
  public byte[] answer(int contentBytes) {
    ByteBuffer body = ByteBuffer.allocate(16 + 2 * contentBytes).put((byte) VALUE);
    binary(body, contentBytes);
    return frame(SERIALIZATION, OK, body);
  }

  @Override
  public byte[] heartbeatAck() {
    return frame(EVENT | SERIALIZATION, OK, ByteBuffer.allocate(1).put((byte) 'N'));
  }

  private static byte[] frame(int flags, int status, ByteBuffer body) {
    body.flip();
    return ByteBuffer.allocate(HEADER + body.remaining())
        .putShort((short) 0xdabb)
        .put((byte) flags)
        .put((byte) status)
        .putLong(0)
        .putInt(body.remaining())
        .put(body)
        .array();
  }

  /** A short text is one byte of length; a longer one begins with 0x30 and two bits more. */
  private static void text(ByteBuffer to, String text) {
    int length = text.length();
    if (length > 31) {
      to.put((byte) (0x30 | length >> 8));
    }
    to.put((byte) length).put(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** The last piece of a binary value: {@code B} and two bytes of length. */
  private static void binary(ByteBuffer to, int bytes) {
    to.put((byte) 'B').putShort((short) bytes).put(HttpExchange.pattern(bytes));
  }
}
