package io.mizzen.filter.accesslog;

import io.mizzen.spi.Worker;
import io.netty.buffer.ByteBufAllocator;

/** A worker that is a number; the test's thread is none, so that closing may wait. */
record OutsideWorker(int index) implements Worker {
  @Override
  public boolean inWorker() {
    return false;
  }

  @Override
  public void execute(Runnable task) {
    task.run();
  }

  @Override
  public Timer schedule(long delayNanos, Runnable task) {
    return () -> {};
  }

  @Override
  public long now() {
    return 0;
  }

  @Override
  public ByteBufAllocator allocator() {
    return ByteBufAllocator.DEFAULT;
  }
}
