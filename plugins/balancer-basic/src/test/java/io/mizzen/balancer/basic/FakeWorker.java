package io.mizzen.balancer.basic;

import io.mizzen.spi.Worker;
import io.netty.buffer.ByteBufAllocator;

/** A worker of which only the index is asked. */
record FakeWorker(int index) implements Worker {
  @Override
  public boolean inWorker() {
    return true;
  }

  @Override
  public void execute(Runnable task) {
    throw new AssertionError("a balancer hands nothing to its worker");
  }

  @Override
  public Timer schedule(long delayNanos, Runnable task) {
    throw new AssertionError("a balancer sets no timers");
  }

  @Override
  public long now() {
    return 0;
  }

  @Override
  public ByteBufAllocator allocator() {
    throw new AssertionError("a balancer needs no buffers");
  }
}
