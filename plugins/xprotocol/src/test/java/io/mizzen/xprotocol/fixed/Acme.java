package io.mizzen.xprotocol.fixed;

import java.nio.ByteBuffer;

/**
 * A protocol as a company might have made it for itself:
 *
 * <pre>
 *   ca fe  kind:1  version:1  id:4  bodyLength:4  body
 *   kind   01 call  02 one-way  81 answer  03 heartbeat  83 its answer  0f go away
 * </pre>
 */
final class Acme {
  static final int CALL = 1;
  static final int ONE_WAY = 2;
  static final int HEARTBEAT = 3;
  static final int GO_AWAY = 15;
  static final int ANSWER = 0x81;
  static final int HEARTBEAT_ANSWER = 0x83;
  static final int FAILURE = 0x7f;

  static final KindField KINDS = new KindField(2, "", "01", "81", "02", "03", "83", "0f");

  static final LayoutConfig LAYOUT =
      new LayoutConfig(
          "acme",
          "ca fe",
          12,
          LayoutConfig.ByteOrder.BIG_ENDIAN,
          new NumberField(8, 4, 12),
          new NumberField(4, 4, 0),
          KINDS,
          "ca fe 03 01 00000000 00000000",
          "ca fe 81 7f 00000000 00000000",
          LayoutConfig.Connections.SHARED);

  /** The same without ids: in order, one at a time; little-endian, the length that of the frame. */
  static final LayoutConfig PLAIN =
      new LayoutConfig(
          "plain",
          "ab",
          5,
          LayoutConfig.ByteOrder.LITTLE_ENDIAN,
          new NumberField(1, 4, 0),
          null,
          null,
          "",
          "ab 06 00 00 00 ff",
          LayoutConfig.Connections.SHARED);

  /** And without a word for failures. */
  static final LayoutConfig SILENT =
      new LayoutConfig(
          "silent",
          "ab",
          5,
          LayoutConfig.ByteOrder.LITTLE_ENDIAN,
          new NumberField(1, 4, 0),
          null,
          null,
          "",
          "",
          LayoutConfig.Connections.SHARED);

  private Acme() {}

  static byte[] frame(int kind, int version, long id, byte[] body) {
    return ByteBuffer.allocate(12 + body.length)
        .putShort((short) 0xcafe)
        .put((byte) kind)
        .put((byte) version)
        .putInt((int) id)
        .putInt(body.length)
        .put(body)
        .array();
  }

  static byte[] plain(byte[] body) {
    return ByteBuffer.allocate(5 + body.length)
        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
        .put((byte) 0xab)
        .putInt(5 + body.length)
        .put(body)
        .array();
  }
}
