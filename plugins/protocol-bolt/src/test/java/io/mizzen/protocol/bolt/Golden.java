package io.mizzen.protocol.bolt;

import io.mizzen.testkit.HexFrames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32;

/** The frames of real peers, and ways to make others of them. */
final class Golden {
  private static final Map<String, byte[]> FRAMES =
      HexFrames.load(Golden.class, "/frames/bolt.hex");

  private Golden() {}

  static byte[] frame(String name) {
    byte[] frame = FRAMES.get(name);
    if (frame == null) {
      throw new AssertionError("no frame " + name);
    }
    return frame.clone();
  }

  /** The same frame with another request id, its check sum made right. */
  static byte[] withId(byte[] frame, long id) {
    byte[] copy = frame.clone();
    ByteBuffer.wrap(copy).putInt(copy[0] == 1 ? 5 : 6, (int) id);
    return summed(copy);
  }

  static byte[] withId(String name, long id) {
    return withId(frame(name), id);
  }

  static int id(byte[] frame) {
    return ByteBuffer.wrap(frame).getInt(frame[0] == 1 ? 5 : 6);
  }

  static int status(byte[] frame) {
    return ByteBuffer.wrap(frame).getShort(frame[0] == 1 ? 10 : 12);
  }

  /** The same frame with other bytes at a place; the check sum is left as it is. */
  static byte[] with(byte[] frame, int at, int... bytes) {
    byte[] copy = frame.clone();
    for (int i = 0; i < bytes.length; i++) {
      copy[at + i] = (byte) bytes[i];
    }
    return copy;
  }

  static byte[] with(String name, int at, int... bytes) {
    return with(frame(name), at, bytes);
  }

  /** Makes the check sum right if there is one. */
  static byte[] summed(byte[] frame) {
    if (frame[0] == 2 && frame[1] == 2 && (frame[11] & 1) != 0) {
      CRC32 crc = new CRC32();
      crc.update(frame, 0, frame.length - 4);
      ByteBuffer.wrap(frame).putInt(frame.length - 4, (int) crc.getValue());
    }
    return frame;
  }

  /** A version 1 request with any header map and content. */
  static byte[] request(int id, byte[] map, byte[] content) {
    byte[] name = "x.Y".getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(22 + name.length + map.length + content.length)
        .put(HexFrames.bytes("01 01 0001 01"))
        .putInt(id)
        .put((byte) 1)
        .putInt(3000)
        .putShort((short) name.length)
        .putShort((short) map.length)
        .putInt(content.length)
        .put(name)
        .put(map)
        .put(content)
        .array();
  }

  /** A version 2 request with a check sum. */
  static byte[] summedRequest(int id, byte[] content) {
    return summed(
        ByteBuffer.allocate(24 + content.length + 4)
            .put(HexFrames.bytes("02 02 01 0001 01"))
            .putInt(id)
            .put(HexFrames.bytes("01 01 ffffffff 0000 0000"))
            .putInt(content.length)
            .put(content)
            .array());
  }

  /** A version 1 answer with any status, header map and content. */
  static byte[] response(int id, int status, byte[] map, byte[] content) {
    return ByteBuffer.allocate(20 + map.length + content.length)
        .put(HexFrames.bytes("01 00 0002 01"))
        .putInt(id)
        .put((byte) 1)
        .putShort((short) status)
        .putShort((short) 0)
        .putShort((short) map.length)
        .putInt(content.length)
        .put(map)
        .put(content)
        .array();
  }

  /** A header map of these keys and values, in turn; null stands for null. */
  static byte[] map(String... texts) {
    ByteBuffer map = ByteBuffer.allocate(64 * 1024);
    for (String text : texts) {
      if (text == null) {
        map.putInt(-1);
      } else {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        map.putInt(bytes.length).put(bytes);
      }
    }
    return Arrays.copyOf(map.array(), map.position());
  }
}
