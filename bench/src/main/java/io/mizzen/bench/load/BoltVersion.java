package io.mizzen.bench.load;

import java.net.ProtocolException;
import java.nio.ByteBuffer;

/**
 * Where the fields of a bolt frame are.
 *
 * <pre>
 *            proto [ver1] type cmdcode ver2 id codec [switch] timeout|status classLen headerLen contentLen
 * bytes        1     1     1     2      1   4    1      1        4   |  2       2        2         4
 * </pre>
 *
 * {@code ver1} and {@code switch} exist in v2 only, {@code timeout} in requests, {@code status} in
 * responses.
 */
public enum BoltVersion implements FrameShape {
  V1(1, 1, 2, 5, 10),
  V2(2, 2, 3, 6, 12);

  static final int TYPE_RESPONSE = 0;
  static final int TYPE_REQUEST = 1;
  static final int COMMAND_HEARTBEAT = 0;
  static final int COMMAND_REQUEST = 1;
  static final int COMMAND_RESPONSE = 2;
  static final int STATUS_SUCCESS = 0;

  /** Enough to see the type, in either version. */
  static final int MIN_BYTES = 3;

  private static final int CRC_BYTES = 4;

  final byte proto;
  final int typeAt;
  final int commandAt;
  final int idAt;
  final int statusAt;
  final int requestFixed;
  final int responseFixed;

  BoltVersion(int proto, int typeAt, int commandAt, int idAt, int statusAt) {
    this.proto = (byte) proto;
    this.typeAt = typeAt;
    this.commandAt = commandAt;
    this.idAt = idAt;
    this.statusAt = statusAt;
    requestFixed = statusAt + 4 + 8;
    responseFixed = statusAt + 2 + 8;
  }

  @Override
  public int minBytes() {
    return MIN_BYTES;
  }

  @Override
  public FrameShape at(ByteBuffer in, int at) throws ProtocolException {
    return of(in.get(at));
  }

  @Override
  public Meaning meaning(ByteBuffer in, int at) {
    int command = in.getShort(at + commandAt);
    if (in.get(at + typeAt) == TYPE_RESPONSE) {
      return Meaning.ANSWER;
    }
    return in.get(at + typeAt) != TYPE_REQUEST
        ? Meaning.OTHER
        : command == COMMAND_HEARTBEAT ? Meaning.HEARTBEAT : Meaning.REQUEST;
  }

  @Override
  public int idAt() {
    return idAt;
  }

  @Override
  public int answerBodyAt() {
    return responseFixed;
  }

  @Override
  public boolean isGood(ByteBuffer in, int at) {
    return in.getShort(at + statusAt) == STATUS_SUCCESS
        && in.getShort(at + commandAt) == COMMAND_RESPONSE;
  }

  @Override
  public byte[] request(int contentBytes) {
    return BoltFrames.request(this, contentBytes);
  }

  @Override
  public byte[] answer(int contentBytes) {
    return BoltFrames.answer(this, contentBytes);
  }

  @Override
  public byte[] heartbeatAck() {
    return BoltFrames.heartbeatAck(this);
  }

  static BoltVersion of(byte proto) throws ProtocolException {
    return switch (proto) {
      case 1 -> V1;
      case 2 -> V2;
      default -> throw new ProtocolException("not a bolt frame, it begins with " + proto);
    };
  }

  /** Its CRC trailer is included. */
  @Override
  public int frameLength(ByteBuffer in, int at) {
    int available = in.limit() - at;
    if (available < MIN_BYTES) {
      return -1;
    }
    int fixed = in.get(at + typeAt) == TYPE_RESPONSE ? responseFixed : requestFixed;
    if (available < fixed) {
      return -1;
    }
    int lengthsAt = at + fixed - 8;
    int length =
        fixed + in.getShort(lengthsAt) + in.getShort(lengthsAt + 2) + in.getInt(lengthsAt + 4);
    boolean crc = this == V2 && in.get(at + 1) == 2 && (in.get(at + 11) & 1) == 1;
    return crc ? length + CRC_BYTES : length;
  }
}
