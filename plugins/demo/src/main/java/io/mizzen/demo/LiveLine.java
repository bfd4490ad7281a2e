package io.mizzen.demo;

import io.mizzen.spi.operate.Operations;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Once a second: requests a second, p50, p99, errors. On a terminal the line is written over
 * itself; elsewhere a line is written every five seconds.
 */
final class LiveLine implements AutoCloseable {
  private static final int SECONDS_BETWEEN_PLAIN_LINES = 5;

  private final Operations operations;
  private final boolean terminal;
  private final PrintStream out;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(Daemons.named("demo-live-line"));
  private long lastTotal;
  private long lastAt = System.nanoTime();
  private int seconds;

  LiveLine(Operations operations, boolean terminal, PrintStream out) {
    this.operations = operations;
    this.terminal = terminal;
    this.out = out;
    thread.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
  }

  private void tick() {
    seconds++;
    if (!terminal && seconds % SECONDS_BETWEEN_PLAIN_LINES != 0) {
      return;
    }
    try {
      String line = line();
      if (terminal) {
        out.print("\r" + line + "\u001b[K");
        out.flush();
      } else {
        out.println(line);
      }
    } catch (IllegalArgumentException starting) {
      // Nothing to show before the process is ready.
      lastAt = System.nanoTime();
    }
  }

  private String line() {
    if (!(operations.view("status", Map.of()) instanceof Map<?, ?> status)) {
      return "";
    }
    long total = number(status.get("streamsTotal")).longValue();
    long ok = number(status.get("streamsOk")).longValue();
    long now = System.nanoTime();
    double rate = (total - lastTotal) * 1e9 / Math.max(1, now - lastAt);
    lastTotal = total;
    lastAt = now;
    return String.format(
        Locale.ROOT,
        "%8.0f requests/s   p50 %.2f ms   p99 %.2f ms   errors %d   connections %d",
        rate,
        number(status.get("p50Ms")).doubleValue(),
        number(status.get("p99Ms")).doubleValue(),
        total - ok,
        number(status.get("connectionsDown")).longValue());
  }

  private static Number number(@Nullable Object value) {
    return value instanceof Number n ? n : 0;
  }

  @Override
  public void close() {
    thread.shutdownNow();
    if (terminal) {
      out.println();
    }
  }
}
