package io.mizzen.kernel.network;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bytes that never change; for what is copied because it leaves the process. */
public final class Bytes {
  public static final Bytes NONE = new Bytes(new byte[0]);

  private final byte[] bytes;

  private Bytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A copy of the readable bytes; the buffer's indices stay. */
  public static Bytes copyOf(@Nullable ByteBuf buffer) {
    if (buffer == null || !buffer.isReadable()) {
      return NONE;
    }
    byte[] copy = new byte[buffer.readableBytes()];
    buffer.getBytes(buffer.readerIndex(), copy);
    return new Bytes(copy);
  }

  /** A copy of a part. */
  public static Bytes copyOf(byte[] source, int from, int length) {
    return length == 0 ? NONE : new Bytes(Arrays.copyOfRange(source, from, from + length));
  }

  /** All of them, one behind the other. */
  public static Bytes join(List<Bytes> parts) {
    byte[] all = new byte[parts.stream().mapToInt(Bytes::length).sum()];
    int at = 0;
    for (Bytes part : parts) {
      part.copyTo(all, at);
      at += part.length();
    }
    return new Bytes(all);
  }

  /** A copy of a part. */
  public Bytes part(int from, int length) {
    return copyOf(bytes, from, length);
  }

  public int length() {
    return bytes.length;
  }

  /** Copies them behind {@code at}. */
  public void copyTo(byte[] target, int at) {
    System.arraycopy(bytes, 0, target, at, bytes.length);
  }

  /** A buffer with a copy; the caller owns it. */
  public ByteBuf toBuffer(ByteBufAllocator allocator) {
    return allocator.buffer(Math.max(1, bytes.length)).writeBytes(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return bytes.length + " bytes";
  }
}
