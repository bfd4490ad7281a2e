package io.mizzen.kernel.proxy;

import io.mizzen.kernel.network.KernelWorker;
import io.mizzen.kernel.network.TimerNode;
import io.mizzen.kernel.router.KernelRoute;
import io.mizzen.spi.Why;

/**
 * The time limits of one stream: for all of it, for the present try, for the rest before the next
 * try, and for silence. One node in the wheel stands for the nearest of them; it is not moved for
 * each byte but looks anew when it fires.
 */
final class Deadlines extends TimerNode {
  private static final long NONE = Long.MAX_VALUE;

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final ProxyStream stream;
  private final KernelWorker worker;
  private long startedAt;
  private long lastByteAt;
  private long idleNanos;
  private long total = NONE;
  private long oneTry = NONE;
  private long rest = NONE;

  Deadlines(ProxyStream stream, KernelWorker worker) {
    this.stream = stream;
    this.worker = worker;
  }

  void begin(long now) {
    startedAt = now;
    lastByteAt = now;
    idleNanos = 0;
    total = NONE;
    oneTry = NONE;
    rest = NONE;
  }

  /** The route says how long the stream may take, unless the request itself asks for less. */
  void routed(KernelRoute route, long askedMillis) {
    idleNanos = route.idleNanos();
    long limit = route.timeoutNanos();
    if (askedMillis > 0) {
      long asked = askedMillis > NONE / NANOS_PER_MILLI ? NONE : askedMillis * NANOS_PER_MILLI;
      limit = limit == 0 ? asked : Math.min(limit, asked);
    }
    // What ends after more than a hundred years is no limit, and must not overflow.
    if (limit > 0 && limit < NONE / 2) {
      total = startedAt + limit;
    }
    arm();
  }

  /** How long silence may last; 0 for ever. */
  long idleNanos() {
    return idleNanos;
  }

  /** Bytes of a body or an answer came or went. */
  void byteMoved() {
    lastByteAt = worker.now();
  }

  /** A try begins; 0 means no limit of its own. */
  void beginTry(long nanos) {
    if (nanos > 0) {
      oneTry = worker.now() + nanos;
      arm();
    }
  }

  /** The try has its answer, or is over. */
  void endTry() {
    oneTry = NONE;
  }

  /** The next try begins after so much time. */
  void rest(long nanos) {
    rest = worker.now() + nanos;
    arm();
  }

  /** From here on only silence ends the stream: it has become a tunnel. */
  void onlySilence() {
    total = NONE;
  }

  void cancel() {
    worker.cancel(this);
  }

  /** Looks which limit is the nearest now. */
  void arm() {
    long next = Math.min(total, Math.min(oneTry, rest));
    if (idleNanos > 0) {
      next = Math.min(next, lastByteAt + idleNanos);
    }
    if (next != NONE) {
      worker.schedule(this, Math.max(0, next - worker.now()));
    }
  }

  @Override
  protected void fire() {
    long now = worker.now();
    if (now >= total) {
      stream.timedOut(Why.TIMEOUT_TOTAL);
    } else if (now >= rest) {
      rest = NONE;
      arm();
      stream.nextTry();
    } else if (now >= oneTry) {
      oneTry = NONE;
      arm();
      stream.tryTimedOut();
    } else if (idleNanos > 0 && now - lastByteAt >= idleNanos) {
      stream.timedOut(Why.TIMEOUT_IDLE);
    } else {
      arm();
    }
  }
}
