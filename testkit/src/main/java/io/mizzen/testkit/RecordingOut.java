package io.mizzen.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.spi.protocol.BytesOut;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a codec writes and keeps the bytes. Strict about {@link BytesOut#space}: fails if more
 * was appended than asked for, and hands out a buffer that has bytes of somebody else before it, as
 * a real one has.
 */
public final class RecordingOut implements BytesOut, AutoCloseable {
  /** What stands before the space that is handed out; never part of the result. */
  private static final byte[] BEFORE = {0x5a, 0x5a, 0x5a};

  private final ByteBufAllocator allocator;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private @Nullable ByteBuf space;
  private int asked;
  private int pieces;
  private boolean ended;

  public RecordingOut(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  @Override
  public ByteBuf space(int bytesWanted) {
    settle();
    ByteBuf fresh = allocator.directBuffer(BEFORE.length + Math.max(1, bytesWanted));
    fresh.writeBytes(BEFORE);
    space = fresh;
    asked = bytesWanted;
    return fresh;
  }

  @Override
  public void write(ByteBuf owned) {
    settle();
    take(owned, owned.readerIndex());
    pieces++;
  }

  @Override
  public void end() {
    ended = true;
  }

  /** Whether the codec said that nothing follows. */
  public boolean ended() {
    return ended;
  }

  @Override
  public ByteBufAllocator allocator() {
    return allocator;
  }

  /** The bytes so far, forgotten after this call. */
  public byte[] take() {
    settle();
    byte[] result = bytes.toByteArray();
    bytes.reset();
    return result;
  }

  /** How many buffers were handed over by {@link #write}. */
  public int pieces() {
    return pieces;
  }

  @Override
  public void close() {
    settle();
  }

  private void settle() {
    ByteBuf used = space;
    if (used != null) {
      space = null;
      int appended = used.writerIndex() - BEFORE.length;
      take(used, BEFORE.length);
      assertTrue(
          appended >= 0 && appended <= asked,
          () -> "asked for " + asked + " bytes of space and appended " + appended);
    }
  }

  private void take(ByteBuf owned, int from) {
    byte[] copy = new byte[Math.max(0, owned.writerIndex() - from)];
    owned.getBytes(from, copy);
    bytes.writeBytes(copy);
    owned.release();
  }
}
