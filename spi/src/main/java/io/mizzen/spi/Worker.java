package io.mizzen.spi;

import io.netty.buffer.ByteBufAllocator;
import java.util.concurrent.Executor;

/**
 * One event loop and all it owns: connections, their streams, its own upstream connections.
 * Everything handed to it runs on its one thread, in order.
 */
public interface Worker extends Executor {
  /** From 0; stable for the life of the process. */
  int index();

  /** Whether the caller is this worker's thread. */
  boolean inWorker();

  /** Runs a task on this worker, later in this loop turn or the next. Any thread. */
  @Override
  void execute(Runnable task);

  /**
   * Runs a task after a delay. Only on this worker's thread. Cheap to cancel; meant for time-outs
   * that seldom fire. The resolution is a few milliseconds and never early.
   *
   * @param delayNanos from 0
   */
  Timer schedule(long delayNanos, Runnable task);

  /**
   * The monotonic time in nanoseconds, read once per loop turn: cheap, up to one turn old. Only on
   * this worker's thread.
   */
  long now();

  /** The allocator of this worker's buffers. */
  ByteBufAllocator allocator();

  /** A task that waits for its time. */
  interface Timer {
    /** Takes it back; does nothing if it ran. Only on the worker's thread. */
    void cancel();
  }
}
