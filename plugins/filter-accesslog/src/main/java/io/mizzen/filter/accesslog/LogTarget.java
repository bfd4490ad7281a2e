package io.mizzen.filter.accesslog;

import io.mizzen.spi.Host;
import io.mizzen.spi.Worker;
import io.mizzen.spi.telemetry.Counter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A target and the thread that writes to it.
 *
 * <pre>
 *   worker 0: Line -> Ring 0 --+
 *   worker 1: Line -> Ring 1 --+--> thread: buffer -> LogFile
 * </pre>
 *
 * <p>A worker never waits: without room its line is counted and lost. It wakes the thread only if
 * that sleeps, which it does once a whole {@link #GATHER_NANOS} brought nothing.
 *
 * <ol>
 *   <li>Made with the first filter that names the target; opens and starts nothing.
 *   <li>The first line starts the thread, which opens the file.
 *   <li>{@link #stop} writes what is left and ends the thread.
 * </ol>
 */
final class LogTarget {
  /** How long lines are gathered: short for who looks on, long enough for few system calls. */
  private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** How long an end waits for a slow target. */
  private static final long LAST_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How often a file that cannot be opened is tried again. */
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Per system call; larger ones gain nothing. */
  private static final int BUFFER = 64 * 1024;

  private final String name;
  private final Host host;
  private final LogFile file;
  private final int ringSize;
  private final Counter lost;
  private final Host.PerWorker<Pen> pens;
  private final List<Ring> rings = new CopyOnWriteArrayList<>();
  private final AtomicBoolean started = new AtomicBoolean();
  private final AutoCloseable reopening;

  private volatile boolean asleep;
  private volatile boolean stopping;
  private volatile boolean reopen;
  private volatile boolean ended;
  private volatile @Nullable Thread thread;

  /** Filters that use it. Guarded by the lock of {@link LogTargets}. */
  int users;

  // Only the thread.
  private boolean failed;
  private long retryAt;

  LogTarget(String name, AccessLogConfig config, Host host) {
    this.name = name;
    this.host = host;
    this.file = LogFile.of(name, config);
    this.ringSize = config.buffer().asInt();
    this.lost =
        name.equals(LogTargets.NOWHERE)
            ? Uncounted.LINES
            : host.metrics().counter(AccessLogPlugin.LOST.name(), name);
    this.pens = host.perWorker(this::newPen);
    this.reopening = host.onReopen(this::reopen);
  }

  String name() {
    return name;
  }

  LogFile file() {
    return file;
  }

  /** What a worker writes with. On that worker. */
  Pen pen(Worker worker) {
    return pens.of(worker);
  }

  /** Hands the pen's line over. On the pen's worker. */
  void write(Pen pen) {
    switch (pen.ring().give(pen.line().bytes(), pen.line().length())) {
      case NO_ROOM -> pen.lost().increment();
      case HALF_FULL -> LockSupport.unpark(thread);
      case OK -> {
        if (asleep) {
          LockSupport.unpark(thread);
        }
      }
    }
  }

  /** Writes what is left and ends. Waits for it up to a second, but never on a worker. */
  void stop() {
    stopping = true;
    try {
      reopening.close();
    } catch (Exception e) {
      host.logger().atWarn().setCause(e).log("the access log cannot leave the reopen signal");
    }
    LockSupport.unpark(thread);
    if (!started.get() || host.workers().stream().anyMatch(Worker::inWorker)) {
      return;
    }
    long deadline = System.nanoTime() + LAST_NANOS;
    while (!ended && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  private Pen newPen(int worker) {
    Ring ring = new Ring(ringSize);
    rings.add(ring);
    if (started.compareAndSet(false, true)) {
      Thread fresh = new Thread(this::run, "access-log");
      fresh.setDaemon(true);
      thread = fresh;
      fresh.start();
    }
    return new Pen(ring, lost.cell(host.workers().get(worker)), System.nanoTime());
  }

  private void reopen() {
    reopen = true;
    LockSupport.unpark(thread);
  }

  private void run() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    boolean running = true;
    while (running) {
      boolean last = stopping;
      boolean any = round(buffer);
      if (any) {
        LockSupport.parkNanos(this, stopping ? 1 : GATHER_NANOS);
      } else if (last) {
        running = false;
      } else {
        asleep = true;
        if (!hasWork()) {
          LockSupport.park(this);
        }
        asleep = false;
      }
    }
    file.close();
    ended = true;
  }

  private boolean hasWork() {
    if (stopping || reopen) {
      return true;
    }
    for (Ring ring : rings) {
      if (ring.waiting() > 0) {
        return true;
      }
    }
    return false;
  }

  /** Writes all that waits. True if there was anything. */
  private boolean round(ByteBuffer buffer) {
    if (reopen) {
      reopen = false;
      file.close();
    }
    boolean any = false;
    for (Ring ring : rings) {
      int waiting = ring.waiting();
      if (waiting > 0) {
        any = true;
        drain(ring, waiting, buffer);
      }
    }
    return any;
  }

  /** All lines of a ring go to one file: rotation comes only between them. */
  private void drain(Ring ring, int waiting, ByteBuffer buffer) {
    boolean open = open(waiting);
    inWholeLines(
        ring,
        waiting,
        buffer,
        piece -> {
          int from = piece.position();
          if (!open || !write(piece)) {
            lost.add(lines(piece.position(from)));
          }
        });
  }

  /**
   * Gives what waits to a writer, as much as the buffer holds at a time, cut between lines.
   *
   * @param writer may leave what it likes between the piece's indices
   */
  static void inWholeLines(Ring ring, int waiting, ByteBuffer buffer, Consumer<ByteBuffer> writer) {
    buffer.clear();
    int left = waiting;
    while (left > 0 || buffer.position() > 0) {
      left -= ring.take(buffer, left);
      buffer.flip();
      int filled = buffer.limit();
      // The ring shows whole lines only: the last piece ends with one.
      int end = left == 0 ? filled : WholeLines.end(buffer, filled);
      writer.accept(buffer.limit(end));
      buffer.limit(filled).position(end).compact();
    }
  }

  private boolean open(int more) {
    if (failed && System.nanoTime() - retryAt < 0) {
      return false;
    }
    try {
      file.prepare(more);
      return true;
    } catch (IOException e) {
      fail(e);
      return false;
    }
  }

  private boolean write(ByteBuffer buffer) {
    try {
      file.write(buffer);
      if (failed) {
        failed = false;
        host.logger().atInfo().addKeyValue("target", name).log("the access log is written again");
      }
      return true;
    } catch (IOException e) {
      fail(e);
      return false;
    }
  }

  private void fail(IOException e) {
    retryAt = System.nanoTime() + RETRY_NANOS;
    file.close();
    if (!failed) {
      failed = true;
      host.logger()
          .atError()
          .setCause(e)
          .addKeyValue("target", name)
          .log("the access log cannot be written; its lines are lost");
    }
  }

  private static int lines(ByteBuffer buffer) {
    int lines = 0;
    while (buffer.hasRemaining()) {
      if (buffer.get() == '\n') {
        lines++;
      }
    }
    return lines;
  }
}
