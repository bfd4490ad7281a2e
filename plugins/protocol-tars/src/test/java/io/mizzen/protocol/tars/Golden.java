package io.mizzen.protocol.tars;

import io.mizzen.testkit.HexFrames;
import java.nio.ByteBuffer;

/** The frames of real peers, and ways to make others of them. */
final class Golden {
  private Golden() {}

  /** A frame with its length made right. */
  static byte[] frame(String name) {
    byte[] frame = HexFrames.load(Golden.class, "/frames/tars.hex", name).clone();
    ByteBuffer.wrap(frame).putInt(frame.length);
    return frame;
  }

  /** An answer of version 1 with any id and that much in its buffer. */
  static byte[] answer(long id, int bytes) {
    ByteBuffer frame = ByteBuffer.allocate(4 + 3 + 5 + 2 + 8 + bytes + 2);
    frame.putInt(frame.capacity()).put(HexFrames.bytes("10 01 2c 32")).putInt((int) id);
    frame.put(HexFrames.bytes("4c 5c 6d 00 02")).putInt(bytes);
    return frame.put(new byte[bytes + 1]).put(HexFrames.bytes("78 0c")).array();
  }
}
