package io.mizzen.kernel.plugin;

import io.mizzen.spi.ExtensionFactory;
import io.mizzen.spi.ExtensionPoint;
import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.Heritable;
import io.mizzen.spi.Host;
import io.mizzen.spi.Why;
import io.mizzen.spi.limit.Limiter;
import io.mizzen.spi.limit.LimiterFactory;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.route.Route;
import io.mizzen.spi.stream.FilterStatus;
import io.mizzen.spi.stream.Outcome;
import io.mizzen.spi.stream.StreamContext;
import io.mizzen.spi.stream.StreamFilter;
import io.mizzen.spi.stream.StreamFilterFactory;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** A limiter's factory as that of a filter: users write limiters among the filters of a chain. */
final class LimiterAsFilter<C extends Record> implements StreamFilterFactory<C> {
  private final LimiterFactory<C> limiters;

  private LimiterAsFilter(LimiterFactory<C> limiters) {
    this.limiters = limiters;
  }

  /** The filter that a registration brings along, or null: it is no limiter's. */
  static @Nullable Registration<?> of(
      String plugin, ExtensionPoint<?> point, ExtensionFactory factory) {
    return point.equals(ExtensionPoints.LIMITERS) && factory instanceof LimiterFactory<?> limiter
        ? new Registration<>(plugin, ExtensionPoints.STREAM_FILTERS, new LimiterAsFilter<>(limiter))
        : null;
  }

  @Override
  public String type() {
    return limiters.type();
  }

  @Override
  public String summary() {
    return limiters.summary();
  }

  @Override
  public Stability stability() {
    return limiters.stability();
  }

  @Override
  public Class<C> configType() {
    return limiters.configType();
  }

  @Override
  public StreamFilter create(C config, Host host) {
    Limiter limiter = limiters.create(config, host);
    return limiter instanceof Heritable heritable
        ? new HeritableFilter(limiter, heritable)
        : new Filter(limiter);
  }

  /** The permit is the filter's state of the stream. */
  private static class Filter implements StreamFilter, AutoCloseable {
    private static final LocalReply REFUSAL = LocalReply.of(Why.LIMITED);

    private final Limiter limiter;

    Filter(Limiter limiter) {
      this.limiter = limiter;
    }

    @Override
    public FilterStatus onRoute(RequestHead head, Route route, StreamContext stream) {
      Limiter.Permit permit = limiter.tryAcquire(head, route, stream);
      if (permit == null) {
        return stream.reply(REFUSAL);
      }
      stream.state(permit);
      return FilterStatus.CONTINUE;
    }

    @Override
    public void onEnd(Outcome outcome, StreamContext stream) {
      if (stream.state() instanceof Limiter.Permit permit) {
        permit.release(outcome);
      }
    }

    @Override
    public void close() throws Exception {
      if (limiter instanceof AutoCloseable closeable) {
        closeable.close();
      }
    }
  }

  /** The same, for a limiter whose state outlives the process. */
  private static final class HeritableFilter extends Filter implements Heritable {
    private final Heritable heritable;

    HeritableFilter(Limiter limiter, Heritable heritable) {
      super(limiter);
      this.heritable = heritable;
    }

    @Override
    public int stateVersion() {
      return heritable.stateVersion();
    }

    @Override
    public void writeState(long now, ByteBuf out) {
      heritable.writeState(now, out);
    }

    @Override
    public void readState(int version, long now, ByteBuf borrowed) {
      heritable.readState(version, now, borrowed);
    }
  }
}
