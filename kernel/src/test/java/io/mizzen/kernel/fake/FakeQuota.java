package io.mizzen.kernel.fake;

import io.mizzen.spi.Heritable;
import io.mizzen.spi.Host;
import io.mizzen.spi.limit.Limiter;
import io.mizzen.spi.limit.LimiterFactory;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.route.Route;
import io.mizzen.spi.stream.StreamContext;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Lets so many streams pass, ever; the next process goes on, or has trouble with it. */
public final class FakeQuota implements LimiterFactory<FakeQuota.Streams> {
  /** How many. */
  public record Streams(int streams) {}

  /** What goes wrong with the state. */
  public enum Trouble {
    NONE,
    OTHER_VERSION,
    WRITE_THROWS,
    WRITE_NEVER_ENDS,
    LINKAGE
  }

  public volatile Trouble trouble = Trouble.NONE;

  /** States that came when streams had been decided already. */
  public final AtomicInteger tooLate = new AtomicInteger();

  /** States that came. */
  public final AtomicInteger read = new AtomicInteger();

  @Override
  public String type() {
    return "quota";
  }

  @Override
  public String summary() {
    return "Lets so many streams pass.";
  }

  @Override
  public Class<Streams> configType() {
    return Streams.class;
  }

  @Override
  public Limiter create(Streams config, Host host) {
    return new Quota(config.streams());
  }

  private final class Quota implements Limiter, Heritable {
    private final int most;
    private final AtomicInteger passed = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();

    Quota(int most) {
      this.most = most;
    }

    @Override
    public @Nullable Permit tryAcquire(RequestHead head, Route route, StreamContext stream) {
      asked.incrementAndGet();
      if (passed.get() >= most) {
        return null;
      }
      passed.incrementAndGet();
      return Permit.FORGOTTEN;
    }

    @Override
    public int stateVersion() {
      return trouble == Trouble.OTHER_VERSION ? 2 : 1;
    }

    @Override
    public void writeState(long now, ByteBuf out) {
      switch (trouble) {
        case WRITE_THROWS -> throw new IllegalStateException("no state today");
        case WRITE_NEVER_ENDS -> {
          while (true) {
            out.writeLong(passed.get());
          }
        }
        case LINKAGE -> throw new NoClassDefFoundError("a library that is gone");
        default -> out.writeInt(passed.get());
      }
    }

    @Override
    public void readState(int version, long now, ByteBuf borrowed) {
      if (version != 1) {
        throw new IllegalArgumentException("version " + version);
      }
      int next = borrowed.readInt();
      if (asked.get() > 0) {
        tooLate.incrementAndGet();
      }
      read.incrementAndGet();
      passed.set(next);
    }
  }
}
