package io.mizzen.protocol.dubbo;

import io.mizzen.testkit.HexFrames;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;

/** The frames of real peers, and ways to make others of them. */
final class Golden {
  private static final Map<String, byte[]> FRAMES =
      HexFrames.load(Golden.class, "/frames/dubbo.hex");

  private Golden() {}

  static byte[] frame(String name) {
    byte[] frame = FRAMES.get(name);
    if (frame == null) {
      throw new AssertionError("no frame " + name);
    }
    return frame.clone();
  }

  static Map<String, byte[]> all() {
    return FRAMES;
  }

  static byte[] withId(byte[] frame, long id) {
    byte[] copy = frame.clone();
    ByteBuffer.wrap(copy).putLong(4, id);
    return copy;
  }

  static byte[] with(byte[] frame, int at, int... bytes) {
    byte[] copy = frame.clone();
    for (int i = 0; i < bytes.length; i++) {
      copy[at + i] = (byte) bytes[i];
    }
    return copy;
  }

  /** A frame of any flag, status and body. */
  static byte[] frame(int flag, int status, long id, byte[] body) {
    return ByteBuffer.allocate(16 + body.length)
        .put((byte) 0xda)
        .put((byte) 0xbb)
        .put((byte) flag)
        .put((byte) status)
        .putLong(id)
        .putInt(body.length)
        .put(body)
        .array();
  }

  /** A hessian2 call: the five texts that begin it, then arguments and attachments as they are. */
  static byte[] call(String service, String types, byte[] rest) {
    byte[] body = new byte[4096 + 6 * service.length() + rest.length];
    int at = HessianText.write("2.0.2", body, 0);
    at = HessianText.write(service, body, at);
    at = HessianText.write("1.0.0", body, at);
    at = HessianText.write("say", body, at);
    at = HessianText.write(types, body, at);
    System.arraycopy(rest, 0, body, at, rest.length);
    return frame(0xc2, 0, 77, Arrays.copyOf(body, at + rest.length));
  }

  /** The error answer of this proxy. */
  static byte[] refusal(int status, long id, String text) {
    byte[] body = new byte[text.length() + 3];
    int end = HessianText.write(text, body, 0);
    return frame(2, status, id, Arrays.copyOf(body, end));
  }
}
