package io.mizzen.kernel.fake;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One frame of the fake protocol, for peers that are tests; drawn in {@link FakeProtocol}. */
public record Frame(char variant, int kind, int flags, int id, byte[] payload) {
  public static final int HEADER = 12;
  public static final int MAGIC = 0xFA;

  public static final int HEAD = 1;
  public static final int BODY = 2;
  public static final int TRAILERS = 3;
  public static final int RESET = 4;
  public static final int DRAIN = 5;
  public static final int PING = 6;
  public static final int PONG = 7;
  public static final int CREDIT = 8;

  public static final int LAST = 1;
  public static final int ONE_WAY = 2;
  public static final int SAFE = 4;
  public static final int TUNNEL = 8;
  public static final int ERROR = 16;
  public static final int INFO = 32;

  public static Frame request(char variant, int flags, int id, String service, String operation) {
    return text(variant, HEAD, flags, id, service + "\n" + operation);
  }

  public static Frame text(char variant, int kind, int flags, int id, String payload) {
    return new Frame(variant, kind, flags, id, payload.getBytes(StandardCharsets.UTF_8));
  }

  public boolean is(int flag) {
    return (flags & flag) != 0;
  }

  public String text() {
    return new String(payload, StandardCharsets.UTF_8);
  }

  /** A line of a head: 0 is the service or the code, 1 the operation, then come fields. */
  public String line(int index) {
    String[] lines = text().split("\n", -1);
    return index < lines.length ? lines[index] : "";
  }

  public byte[] bytes() {
    return ByteBuffer.allocate(HEADER + payload.length)
        .put((byte) MAGIC)
        .put((byte) variant)
        .put((byte) kind)
        .put((byte) flags)
        .putInt(id)
        .putInt(payload.length)
        .put(payload)
        .array();
  }

  /** Reads the next frame, or null at the end of input. */
  static @Nullable Frame read(DataInputStream in) throws IOException {
    int magic = in.read();
    if (magic < 0) {
      return null;
    }
    if (magic != MAGIC) {
      throw new IOException("not a frame: " + magic);
    }
    try {
      char variant = (char) in.readUnsignedByte();
      int kind = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int id = in.readInt();
      byte[] payload = in.readNBytes(in.readInt());
      return new Frame(variant, kind, flags, id, payload);
    } catch (EOFException cutOff) {
      return null;
    }
  }

  @Override
  public String toString() {
    return "kind " + kind + " flags " + flags + " id " + id + ": " + text();
  }
}
