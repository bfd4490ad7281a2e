package io.mizzen.kernel.operate;

import com.sun.management.OperatingSystemMXBean;
import io.mizzen.kernel.network.MayWait;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits until the JVM's compilers have done what is queued for them: else they would do it while
 * the first callers want the same processors. Seen by the processor time of the whole process,
 * which has nothing else to do then; what the JVM tells of its compilers needs its performance
 * counters, which are off.
 */
final class CompilerRest {
  /** Several times what the clock of processor time can tell apart. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

  /** A process that does nothing takes less than this share of one processor. */
  private static final int BUSY_SHARE = 5;

  /** One look could fall between two methods. */
  private static final int LOOKS = 2;

  private CompilerRest() {}

  /**
   * Returns when nothing runs in this process, or after so many nanoseconds.
   *
   * @return nanoseconds it took
   */
  @MayWait("the start of the process")
  static long await(long most) {
    long begin = System.nanoTime();
    if (!(ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system)) {
      return 0;
    }
    int quiet = 0;
    long last = begin;
    long spent = system.getProcessCpuTime();
    while (quiet < LOOKS && last - begin < most) {
      LockSupport.parkNanos(LOOK_NANOS);
      long now = System.nanoTime();
      long cpu = system.getProcessCpuTime();
      quiet = (cpu - spent) * BUSY_SHARE < now - last ? quiet + 1 : 0;
      last = now;
      spent = cpu;
    }
    return last - begin;
  }
}
