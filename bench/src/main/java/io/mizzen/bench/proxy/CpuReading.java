package io.mizzen.bench.proxy;

import java.util.Map;

/**
 * What the kernel has charged to a process tree so far.
 *
 * @param userTicks time in user space, in 1/100 s; as {@code systemTicks}, ended threads included
 * @param threadNanos run time per living thread, exact; empty where the kernel does not tell
 * @param coreTicks all time the proxy's core was not idle, by whomever
 */
public record CpuReading(
    long userTicks, long systemTicks, Map<Long, Long> threadNanos, long coreTicks) {
  private static final long TICK_NANOS = 10_000_000;

  /**
   * Time between two readings.
   *
   * @param totalNanos of the proxy: exact if no thread ended in between, else to 10 ms
   * @param userShare of it spent in user space, 0 to 1
   * @param othersNanos spent on the core by others, to some 10 ms
   */
  public record Spent(long totalNanos, double userShare, long othersNanos) {}

  public Spent since(CpuReading earlier) {
    long user = userTicks - earlier.userTicks;
    long ticks = user + systemTicks - earlier.systemTicks;
    long total =
        !threadNanos.isEmpty() && threadNanos.keySet().containsAll(earlier.threadNanos.keySet())
            ? sum(threadNanos) - sum(earlier.threadNanos)
            : ticks * TICK_NANOS;
    long others = Math.max(0, (coreTicks - earlier.coreTicks - ticks) * TICK_NANOS);
    return new Spent(total, ticks == 0 ? 0 : (double) user / ticks, others);
  }

  private static long sum(Map<Long, Long> nanos) {
    return nanos.values().stream().mapToLong(Long::longValue).sum();
  }
}
