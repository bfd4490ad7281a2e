package io.mizzen.kernel.telemetry;

import io.mizzen.spi.Worker;
import io.netty.buffer.ByteBufAllocator;

/** A worker that is only a number: all that metrics need of one. */
record TestWorker(int index) implements Worker {
  @Override
  public boolean inWorker() {
    return true;
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
