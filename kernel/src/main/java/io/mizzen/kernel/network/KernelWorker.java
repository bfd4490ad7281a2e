package io.mizzen.kernel.network;

import io.mizzen.spi.Worker;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One event loop with its wheel of time-outs and its list of links that have something to send.
 *
 * <p>The first thing that happens in a loop turn arms {@link #endTurn}, which runs after all ready
 * sockets were served: so everything that the turn produced for one connection leaves in one write,
 * and the clock is read once. Only what is large leaves before that ({@link #markLarge}).
 */
public final class KernelWorker implements Worker {
  /** About 146 years: a sum with the clock does not overflow. */
  private static final long LONGEST = Long.MAX_VALUE / 2;

  private static final FastThreadLocal<KernelWorker> CURRENT = new FastThreadLocal<>();

  private final int index;
  private final EventLoop loop;
  private final ByteBufAllocator allocator;
  private final ArrayList<Link> dirty = new ArrayList<>();
  private final ArrayList<Link> large = new ArrayList<>();
  private final Runnable endTurn = this::endTurn;
  private final Runnable wake = this::onWake;
  private final AtomicInteger downstreams = new AtomicInteger();
  private @Nullable TimerWheel wheel;
  private @Nullable Future<?> alarm;
  private long alarmAt = Long.MAX_VALUE;
  private boolean inTurn;
  private long turn;
  private long now;
  private long random;

  KernelWorker(int index, EventLoop loop, ByteBufAllocator allocator) {
    this.index = index;
    this.loop = loop;
    this.allocator = allocator;
    this.random = 0x9E3779B97F4A7C15L * (index + 1);
  }

  /** The worker whose thread this is, or null on any other thread. */
  public static @Nullable KernelWorker current() {
    return CURRENT.getIfExists();
  }

  /** Lets its thread know it; the first thing that runs there. */
  void introduce() {
    loop.execute(() -> CURRENT.set(this));
  }

  @Override
  public int index() {
    return index;
  }

  public EventLoop loop() {
    return loop;
  }

  @Override
  public boolean inWorker() {
    return loop.inEventLoop();
  }

  @Override
  public void execute(Runnable task) {
    loop.execute(task);
  }

  @Override
  public ByteBufAllocator allocator() {
    return allocator;
  }

  @Override
  public long now() {
    beginTurn();
    return now;
  }

  /**
   * A pseudo-random number from 0 to bound (exclusive); xorshift64*, good enough to spread load.
   */
  public int random(int bound) {
    long x = random;
    x ^= x >>> 12;
    x ^= x << 25;
    x ^= x >>> 27;
    random = x;
    return (int) (((x * 0x2545F4914F6CDD1DL >>> 33) * bound) >>> 31);
  }

  /** Downstream connections it owns; any thread may read. */
  public int downstreamCount() {
    return downstreams.get();
  }

  void downstreamOpened() {
    downstreams.incrementAndGet();
  }

  void downstreamClosed() {
    downstreams.decrementAndGet();
  }

  @Override
  public Timer schedule(long delayNanos, Runnable task) {
    TaskTimer timer = new TaskTimer(this, task);
    schedule(timer, delayNanos);
    return timer;
  }

  /** Starts or moves a time-out. */
  public void schedule(TimerNode node, long delayNanos) {
    TimerWheel timers = wheel;
    if (timers == null) {
      timers = new TimerWheel(now());
      wheel = timers;
    } else if (timers.size() == 0) {
      timers.advance(now());
    }
    long deadline = now() + Math.min(delayNanos, LONGEST);
    timers.schedule(node, deadline);
    if (deadline < alarmAt) {
      armAlarm(timers);
    }
  }

  /** Takes a time-out back. The alarm stays: it costs less to wake once for nothing. */
  public void cancel(TimerNode node) {
    TimerWheel timers = wheel;
    if (timers != null) {
      timers.cancel(node);
    }
  }

  /** Time-outs that are armed; on the worker. */
  int armed() {
    TimerWheel timers = wheel;
    return timers == null ? 0 : timers.size();
  }

  /** Counts loop turns: objects of one turn may be used anew in the next. */
  public long turn() {
    return turn;
  }

  /** Sends what the link has at the end of this turn. */
  void markDirty(Link link) {
    beginTurn();
    dirty.add(link);
  }

  /** Sends what the link has as soon as the socket is read that is being read now. */
  void markLarge(Link link) {
    large.add(link);
  }

  /** A socket was read: what it gave that is too large to wait leaves now. */
  void readComplete() {
    if (!large.isEmpty()) {
      // Flushing may make further links large; they are sent in the same round.
      for (int i = 0; i < large.size(); i++) {
        large.get(i).flushNow();
      }
      large.clear();
    }
  }

  private void beginTurn() {
    if (!inTurn) {
      inTurn = true;
      now = System.nanoTime();
      loop.execute(endTurn);
    }
  }

  private void endTurn() {
    // Flushing may make further links dirty; they are sent in the same round.
    for (int i = 0; i < dirty.size(); i++) {
      dirty.get(i).flushNow();
    }
    dirty.clear();
    large.clear();
    inTurn = false;
    turn++;
  }

  private void armAlarm(TimerWheel timers) {
    long at = timers.nextWake();
    if (at >= alarmAt) {
      return;
    }
    if (alarm != null) {
      alarm.cancel(false);
    }
    alarmAt = at;
    alarm = loop.schedule(wake, Math.max(0, at - System.nanoTime()), TimeUnit.NANOSECONDS);
  }

  private void onWake() {
    alarm = null;
    alarmAt = Long.MAX_VALUE;
    TimerWheel timers = wheel;
    if (timers == null) {
      return;
    }
    inTurn = false;
    try {
      timers.advance(now());
    } finally {
      // Also after a time-out that threw: the others must not wait for the next one to be set.
      if (timers.size() > 0) {
        armAlarm(timers);
      }
    }
  }

  private static final class TaskTimer extends TimerNode implements Timer {
    private final KernelWorker worker;
    private final Runnable task;

    TaskTimer(KernelWorker worker, Runnable task) {
      this.worker = worker;
      this.task = task;
    }

    @Override
    protected void fire() {
      task.run();
    }

    @Override
    public void cancel() {
      worker.cancel(this);
    }
  }
}
