package io.mizzen.it.soak;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks an instance again and again: the admin socket must always answer, whichever process has it,
 * and what was counted must never become less.
 */
final class AdminWatch implements AutoCloseable {
  /** Often enough to meet every gap of some milliseconds in a few upgrades; hardly any load. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** Every so many times for all metrics: each scrape is milliseconds of work for both sides. */
  private static final int SCRAPE = 40;

  private final MizzenProcess mizzen;
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong scrapes = new AtomicLong();
  private final Thread thread;
  private volatile boolean over;
  private long streams;

  AdminWatch(MizzenProcess mizzen) {
    this.mizzen = mizzen;
    this.thread = Upstream.thread("admin-watch", this::watch);
  }

  private void watch() {
    for (long asked = 0; !over; asked++) {
      try {
        if (asked % SCRAPE != 0) {
          ask();
          continue;
        }
        long now = mizzen.sum("mizzen_stream_total", "result=\"ok\"");
        if (now < streams) {
          failures.add("streams went from " + streams + " to " + now);
        }
        streams = now;
        scrapes.incrementAndGet();
      } catch (IOException | RuntimeException e) {
        failures.add("the admin socket: " + e);
      } finally {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  /** It may say that it is not ready, but it says it. */
  private void ask() throws IOException {
    String answer = mizzen.admin("GET", "/ready");
    if (!answer.startsWith("HTTP/1.1 ")) {
      failures.add("the admin socket said: " + answer);
    }
  }

  /** What was wrong so far. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  /** How often it has read the metrics. */
  long scrapes() {
    return scrapes.get();
  }

  @Override
  public void close() throws InterruptedException {
    over = true;
    thread.join();
  }
}
