package io.mizzen.kernel.telemetry.log;

import io.mizzen.spi.telemetry.Counter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * A bounded queue of events and the one daemon thread that writes them. Whoever logs never waits:
 * if the queue is full, the event is counted and lost, and a line says so when there is room again.
 *
 * <pre>
 *   any thread: submit -> Repeats -> queue (bounded) -> thread: Lines -> Sink
 * </pre>
 *
 * <p>Before {@link #start} and after {@link #close} callers write themselves. The thread sleeps
 * when there is nothing to do.
 */
final class LogWriter {
  /** About a second of a very bad day; at some hundred bytes each it is a few MiB. */
  static final int CAPACITY = 8192;

  /** Lines are written together up to about this many characters. */
  private static final int BATCH = 32 * 1024;

  /** How long the end of the process waits for a slow disk. */
  private static final Duration LAST_FLUSH = Duration.ofSeconds(2);

  private final LongSupplier clockMillis;
  private final Levels levels;
  private final Repeats repeats = new Repeats();
  private final Queue<LogEvent> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong repeated = new AtomicLong();
  private final AtomicBoolean started = new AtomicBoolean();

  /** Counts work that was asked for and work that was done; written by any and by the thread. */
  private final AtomicLong asked = new AtomicLong();

  private volatile long done;
  private volatile boolean asleep;
  private volatile boolean direct = true;
  private volatile boolean reopen;
  private volatile @Nullable Thread thread;
  private volatile Output output;
  private volatile @Nullable Counters counters;

  // Only under this object's lock, which the thread holds while it writes.
  private Output current;
  private long lostTold;
  private boolean failed;

  private final Sink lastResort = new StreamSink(LogTarget.STDERR);

  private record Output(Sink sink, Lines lines) {}

  private record Counters(Counter lost, Counter repeated) {}

  LogWriter(LongSupplier clockMillis, Levels levels, Sink sink, Lines lines) {
    this.clockMillis = clockMillis;
    this.levels = levels;
    this.output = new Output(sink, lines);
    this.current = output;
  }

  /** Any thread; never waits. */
  void submit(LogEvent event) {
    if (!repeats.passes(event)) {
      repeated.incrementAndGet();
      Counters to = counters;
      if (to != null) {
        to.repeated().add(1);
      }
      return;
    }
    if (queued.incrementAndGet() > CAPACITY) {
      queued.decrementAndGet();
      lost.incrementAndGet();
      Counters to = counters;
      if (to != null) {
        to.lost().add(1);
      }
      return;
    }
    queue.add(event);
    wake();
  }

  void start() {
    direct = false;
    wake();
  }

  void use(Sink sink, Lines lines) {
    output = new Output(sink, lines);
    wake();
  }

  void reopen() {
    reopen = true;
    wake();
  }

  synchronized void countInto(Counter lostCounter, Counter repeatedCounter) {
    if (counters == null) {
      lostCounter.add(lost.get());
      repeatedCounter.add(repeated.get());
    }
    counters = new Counters(lostCounter, repeatedCounter);
  }

  /** Lets the thread look for work. */
  void wake() {
    if (direct) {
      round();
      return;
    }
    asked.incrementAndGet();
    if (started.compareAndSet(false, true)) {
      Thread fresh = new Thread(this::run, "mizzen-log");
      fresh.setDaemon(true);
      thread = fresh;
      fresh.start();
    } else if (asleep) {
      LockSupport.unpark(thread);
    }
  }

  void flush(Duration atMost) {
    wake();
    if (direct) {
      return;
    }
    long target = asked.get();
    long deadline = System.nanoTime() + atMost.toNanos();
    while (done < target && System.nanoTime() - deadline < 0) {
      LockSupport.unpark(thread);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  void close() {
    flush(LAST_FLUSH);
    direct = true;
    writeAll(repeats.sweep(clockMillis.getAsLong(), 0));
  }

  private void run() {
    while (true) {
      long target = asked.get();
      round();
      done = target;
      asleep = true;
      if (asked.get() == target) {
        LockSupport.parkNanos(this, sleepNanos());
      }
      asleep = false;
    }
  }

  private long sleepNanos() {
    long millis = levels.nextEndMillis() - clockMillis.getAsLong();
    if (!repeats.isEmpty()) {
      millis = Math.min(millis, Repeats.WINDOW_MILLIS / 4);
    }
    // A day is as good as for ever: whoever has work wakes us.
    return TimeUnit.MILLISECONDS.toNanos(Math.max(1, Math.min(millis, 86_400_000)));
  }

  /** Does all there is to do. */
  private void round() {
    long now = clockMillis.getAsLong();
    levels.sweep(now);
    writeAll(repeats.sweep(now, Repeats.WINDOW_MILLIS));
  }

  private synchronized void writeAll(List<LogEvent> summaries) {
    follow();
    StringBuilder batch = new StringBuilder();
    for (LogEvent event = queue.poll(); event != null; event = queue.poll()) {
      queued.decrementAndGet();
      current.lines().append(event, batch);
      if (batch.length() > BATCH) {
        write(batch);
      }
    }
    for (LogEvent event : summaries) {
      current.lines().append(event, batch);
    }
    long lostNow = lost.get();
    if (lostNow > lostTold) {
      current.lines().append(lossEvent(lostNow - lostTold), batch);
      lostTold = lostNow;
    }
    write(batch);
  }

  /** Follows a new target or a moved file. */
  private void follow() {
    Output next = output;
    Output before = current;
    try {
      current = next;
      if (next.sink() != before.sink()) {
        before.sink().close();
      }
      if (reopen) {
        reopen = false;
        current.sink().reopen();
      }
    } catch (IOException e) {
      complain(e);
    }
  }

  private void write(StringBuilder batch) {
    if (batch.isEmpty()) {
      return;
    }
    try {
      current.sink().write(ByteBuffer.wrap(batch.toString().getBytes(StandardCharsets.UTF_8)));
      failed = false;
    } catch (IOException e) {
      complain(e);
    }
    batch.setLength(0);
  }

  /** The log itself fails: say so once on the one target that is left. */
  private void complain(IOException e) {
    if (!failed) {
      failed = true;
      String line = "mizzen: the server log cannot be written: " + Causes.line(e) + "\n";
      try {
        lastResort.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
      } catch (IOException alsoLost) {
        // Nobody can be told; the lines count as lost below.
        lost.incrementAndGet();
      }
    }
  }

  private LogEvent lossEvent(long times) {
    return new LogEvent(
        clockMillis.getAsLong(),
        Level.WARN,
        ServerLog.class.getName(),
        Thread.currentThread().getName(),
        "log lines were lost because the queue was full",
        List.of(new LogEvent.Field("lines", times)),
        null,
        LogEvent.Stack.HIDDEN,
        0);
  }
}
