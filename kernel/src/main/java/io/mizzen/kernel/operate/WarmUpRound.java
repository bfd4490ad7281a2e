package io.mizzen.kernel.operate;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What all callers of a stage have to do together, and have done. Any thread. */
final class WarmUpRound {
  private final AtomicInteger left;
  private final CountDownLatch busy;
  private final long begin = System.nanoTime();
  private final long mostNanos;
  private final LongAdder answered = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private volatile String lastFailure = "";

  WarmUpRound(int requests, int callers, long mostNanos) {
    this.left = new AtomicInteger(requests);
    this.busy = new CountDownLatch(callers);
    this.mostNanos = mostNanos;
  }

  /** Whether another request is wanted; it counts as made. */
  boolean takeOne(long now) {
    return now - begin < mostNanos && left.getAndDecrement() > 0;
  }

  void answered() {
    answered.increment();
  }

  void failed(String why) {
    failed.increment();
    lastFailure = why;
  }

  /** What went wrong last, for the log; empty if nothing did. */
  String lastFailure() {
    return lastFailure;
  }

  /** Whether no other request is wanted. */
  boolean isOver() {
    return busy.getCount() == 0 || System.nanoTime() - begin >= mostNanos;
  }

  /** A caller has made its last request. */
  void callerDone() {
    busy.countDown();
  }

  /** Waits for all callers, but no longer than the round may take. */
  void await() {
    try {
      busy.await(mostNanos - (System.nanoTime() - begin), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  long answeredTotal() {
    return answered.sum();
  }

  long failedTotal() {
    return failed.sum();
  }
}
