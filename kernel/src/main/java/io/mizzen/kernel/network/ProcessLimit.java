package io.mizzen.kernel.network;

import java.util.concurrent.atomic.AtomicInteger;

/** The downstream connections that the whole process may have open. Any thread. */
public final class ProcessLimit {
  private final AtomicInteger open = new AtomicInteger();
  private volatile int limit; // written by the control thread

  public ProcessLimit(int limit) {
    this.limit = limit;
  }

  public void limit(int next) {
    this.limit = next;
  }

  public int open() {
    return open.get();
  }

  boolean acquire() {
    if (open.incrementAndGet() <= limit) {
      return true;
    }
    open.decrementAndGet();
    return false;
  }

  void release() {
    open.decrementAndGet();
  }
}
