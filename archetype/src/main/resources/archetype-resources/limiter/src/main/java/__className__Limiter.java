package ${package};

import io.mizzen.spi.Heritable;
import io.mizzen.spi.Host;
import io.mizzen.spi.Worker;
import io.mizzen.spi.limit.Limiter;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.route.Route;
import io.mizzen.spi.stream.StreamContext;
import io.mizzen.spi.telemetry.Counter;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The generic cell rate algorithm (ITU-T I.371): a worker remembers one time, that of the next
 * stream if streams came evenly. Who comes earlier than {@code burst} of them allow is refused. Each
 * worker has its equal share of the rate, so nothing is locked and nobody waits.
 *
 * <p>Its state goes on over a hot restart: how many streams all workers are ahead of the rate.
 *
 * <pre>
 *   ahead f64
 * </pre>
 */
final class ${className}Limiter implements Limiter, Heritable {
  static final String DECISIONS = "${metrics}_decisions_total";

  private static final int STATE_VERSION = 1;

  private final Host host;
  private final Host.PerWorker<Share> shares;

  ${className}Limiter(${className}Config config, Host host) {
    this.host = host;
    Counter passed = host.metrics().counter(DECISIONS, "passed");
    Counter refused = host.metrics().counter(DECISIONS, "refused");
    int workers = Math.max(1, host.workers().size());
    long every = Math.max(1, config.per().toNanos() / config.streams() * workers);
    shares =
        host.perWorker(
            index -> {
              Worker worker = host.workers().get(index);
              return new Share(
                  every, every * (config.burst() - 1), passed.cell(worker), refused.cell(worker));
            });
  }

  @Override
  public @Nullable Permit tryAcquire(RequestHead head, Route route, StreamContext stream) {
    // A permit of your own is told how the stream ended: for limits on what is under way.
    return shares.get().takes(stream.worker().now()) ? Permit.FORGOTTEN : null;
  }

  @Override
  public int stateVersion() {
    return STATE_VERSION;
  }

  @Override
  public void writeState(long now, ByteBuf out) {
    double ahead = 0;
    for (Worker worker : host.workers()) {
      ahead += shares.of(worker).ahead(now);
    }
    out.writeDouble(ahead);
  }

  /** Another number of workers may go on with it: each gets an equal part. */
  @Override
  public void readState(int version, long now, ByteBuf borrowed) {
    if (version != STATE_VERSION) {
      throw new IllegalArgumentException("version " + version + " is not known here");
    }
    double ahead = borrowed.readDouble();
    if (!(ahead >= 0) || Double.isInfinite(ahead)) {
      throw new IllegalArgumentException(ahead + " streams ahead");
    }
    for (Worker worker : host.workers()) {
      shares.of(worker).begin(ahead / host.workers().size(), now);
    }
  }

  /** What one worker may let pass. Only on that worker, but for its state. */
  private static final class Share {
    private final long every;
    private final long early;
    private final Counter.Cell passed;
    private final Counter.Cell refused;
    private long next = Long.MIN_VALUE;

    /**
     * @param every nanoseconds from one stream to the next
     * @param early so many nanoseconds before its time a stream may come
     */
    Share(long every, long early, Counter.Cell passed, Counter.Cell refused) {
      this.every = every;
      this.early = early;
      this.passed = passed;
      this.refused = refused;
    }

    boolean takes(long now) {
      if (next == Long.MIN_VALUE) {
        next = now;
      }
      if (next - now > early) {
        refused.increment();
        return false;
      }
      next = Math.max(next, now) + every;
      passed.increment();
      return true;
    }

    /** Streams that came before their time; the worker goes on, so it may be one behind. */
    double ahead(long now) {
      return next == Long.MIN_VALUE ? 0 : Math.max(0, next - now) / (double) every;
    }

    /** Goes on from there; nobody is more ahead than a whole burst. */
    void begin(double ahead, long now) {
      next = now + Math.round(Math.min(ahead * every, (double) early + every));
    }
  }
}
