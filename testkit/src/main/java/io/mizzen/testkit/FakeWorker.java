package io.mizzen.testkit;

import io.mizzen.spi.Worker;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * A worker whose clock stands still until {@link #advance} is called. Tasks run when {@link
 * #runTasks} or {@code advance} is called, on the caller's thread; one thread only.
 */
public final class FakeWorker implements Worker {
  private final int index;
  private final ByteBufAllocator allocator;
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final PriorityQueue<FakeTimer> timers =
      new PriorityQueue<>(Comparator.comparingLong(FakeTimer::at).thenComparing(FakeTimer::order));
  private long now = 1_000_000_000L; // not zero: a forgotten base shows
  private long order;

  public FakeWorker() {
    this(0, UnpooledByteBufAllocator.DEFAULT);
  }

  public FakeWorker(int index, ByteBufAllocator allocator) {
    this.index = index;
    this.allocator = allocator;
  }

  @Override
  public int index() {
    return index;
  }

  @Override
  public boolean inWorker() {
    return true;
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public Timer schedule(long delayNanos, Runnable task) {
    FakeTimer timer = new FakeTimer(now + delayNanos, order++, task);
    timers.add(timer);
    return () -> timers.remove(timer);
  }

  @Override
  public long now() {
    return now;
  }

  @Override
  public ByteBufAllocator allocator() {
    return allocator;
  }

  /** Runs the tasks that wait, and those they add. */
  public void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  /** Moves the clock and runs the timers that are due, each at its own time. */
  public void advance(long nanos) {
    long end = now + nanos;
    runTasks();
    for (FakeTimer next = timers.peek(); next != null && next.at <= end; next = timers.peek()) {
      timers.remove();
      now = next.at;
      next.task.run();
      runTasks();
    }
    now = end;
  }

  /** Timers that wait. */
  public int timers() {
    return timers.size();
  }

  private record FakeTimer(long at, long order, Runnable task) {}
}
