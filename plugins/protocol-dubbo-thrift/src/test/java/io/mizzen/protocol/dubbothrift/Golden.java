package io.mizzen.protocol.dubbothrift;

import io.mizzen.testkit.HexFrames;
import java.nio.ByteBuffer;

/** The frames of real peers, and ways to make others of them. */
final class Golden {
  private Golden() {}

  static byte[] frame(String name) {
    return HexFrames.load(Golden.class, "/frames/dubbo-thrift.hex", name).clone();
  }

  /** A frame with another id. */
  static byte[] withId(String name, long id) {
    byte[] frame = frame(name);
    ByteBuffer bytes = ByteBuffer.wrap(frame);
    bytes.putLong(4 + bytes.getShort(10) - 8, id);
    return frame;
  }
}
