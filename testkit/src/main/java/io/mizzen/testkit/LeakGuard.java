package io.mizzen.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;

/**
 * An allocator that knows how many bytes are still out. It is exact and immediate, where a leak
 * detector waits for the garbage collector: closing it fails the test if any buffer that came from
 * it has a reference count above zero.
 */
public final class LeakGuard implements AutoCloseable {
  /** Without Netty's detector: recording every touch would make thousands of cuts slow. */
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);

  /** The guarded allocator. */
  public ByteBufAllocator allocator() {
    return allocator;
  }

  /** A guarded buffer with these bytes; the caller owns it. */
  public ByteBuf buffer(byte[] bytes) {
    return allocator.directBuffer(Math.max(1, bytes.length)).writeBytes(bytes);
  }

  /** Bytes of buffers that are not released yet. */
  public long bytesOut() {
    return allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory();
  }

  /** Fails unless every buffer has been released. */
  public void assertAllReleased(String when) {
    assertEquals(0, bytesOut(), () -> "bytes of buffers not released " + when);
  }

  @Override
  public void close() {
    assertAllReleased("at the end");
  }
}
