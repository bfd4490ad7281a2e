package io.mizzen.it.bolt;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** What a provider was asked and how often; calls are told apart by their names. */
public final class Executions {
  /** A call whose name begins so is not answered while answers are held. */
  public static final String HELD = "held ";

  private final Map<String, AtomicInteger> times = new ConcurrentHashMap<>();
  private volatile CountDownLatch held = new CountDownLatch(0);

  /** Counts a call, in the provider's thread; returns when it may be answered. */
  void ran(String call) throws InterruptedException {
    times.computeIfAbsent(call, first -> new AtomicInteger()).incrementAndGet();
    if (call.startsWith(HELD)) {
      held.await();
    }
  }

  /** Holds answers from now on. */
  public void hold() {
    held = new CountDownLatch(1);
  }

  /** Gives the answers that are held. */
  public void answer() {
    held.countDown();
  }

  /** How often a call was executed. */
  public int times(String call) {
    AtomicInteger counted = times.get(call);
    return counted == null ? 0 : counted.get();
  }

  /** Calls that were executed at least once. */
  public int calls() {
    return times.size();
  }

  /** Calls that were not executed exactly once, or not made by anyone, and how often they were. */
  public Map<String, Integer> otherThanOnce(Set<String> made) {
    Map<String, Integer> wrong = new TreeMap<>();
    made.forEach(call -> wrong.put(call, times(call)));
    wrong.values().removeIf(count -> count == 1);
    times.forEach(
        (call, count) -> {
          if (!made.contains(call)) {
            wrong.put(call, count.get());
          }
        });
    return wrong;
  }
}
