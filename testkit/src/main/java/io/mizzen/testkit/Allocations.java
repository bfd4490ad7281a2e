package io.mizzen.testkit;

import com.sun.management.ThreadMXBean;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** What code allocates on the heap once it is compiled, on a thread as event loops have. */
public final class Allocations {
  /** The compiler may still allocate in the first rows. */
  private static final int ROWS = 3;

  private Allocations() {}

  /** The same thing, again and again. */
  public interface Rounds extends AutoCloseable {
    void run(int rounds) throws Exception;

    @Override
    default void close() {}
  }

  /**
   * The bytes of a round: the least of several rows, after a first one for the compiler. Leak
   * detection, which allocates for every buffer, is off meanwhile.
   *
   * @param rounds of a row; enough for the compiler, such as 30,000
   * @param start makes what is measured, on the thread that runs it
   */
  public static long perRound(int rounds, Callable<? extends Rounds> start)
      throws InterruptedException, ExecutionException {
    Level level = ResourceLeakDetector.getLevel();
    ResourceLeakDetector.setLevel(Level.DISABLED);
    try {
      FutureTask<Long> measured = new FutureTask<>(() -> measure(rounds, start));
      // Slices are pooled on such threads only.
      new FastThreadLocalThread(measured, "allocations").start();
      return measured.get();
    } finally {
      ResourceLeakDetector.setLevel(level);
    }
  }

  private static long measure(int rounds, Callable<? extends Rounds> start) throws Exception {
    try (Rounds code = start.call()) {
      code.run(rounds);
      long least = Long.MAX_VALUE;
      for (int i = 0; i < ROWS; i++) {
        long before = allocated();
        code.run(rounds);
        least = Math.min(least, (allocated() - before) / rounds);
      }
      return least;
    }
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}
