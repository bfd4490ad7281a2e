package io.mizzen.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.mizzen.spi.Why;
import io.mizzen.spi.limit.Limiter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every limiter keeps: it decides at once and leaves the stream to the kernel, a permit may be
 * given back for any reason, and after a refusal another stream may pass again.
 */
public abstract class LimiterContract {
  /** So many streams in a row: more than any sensible limit of a test. */
  private static final int MANY = 1_000;

  /** Longer than any sensible limit remembers. */
  private static final long LONG_NANOS = 3_600_000_000_000L;

  private long ids;

  /** A new limiter that lets at least one stream pass; what it counts goes to this host. */
  protected abstract Limiter limiter(FakeHost host);

  /** A request that the limiter counts; a new one for every call. */
  protected FakeRequest request() {
    return new FakeRequest("shop.example", "/cart", "GET");
  }

  /** How many of so many streams pass, one after the other, each ended at once. */
  protected final int passing(Limiter limiter, FakeHost host, int streams) {
    int passed = 0;
    for (int i = 0; i < streams; i++) {
      FakeStream stream = stream(host);
      Limiter.Permit permit = ask(limiter, stream);
      if (permit != null) {
        passed++;
        permit.release(stream.outcome(Why.OK, new FakeResponse(200, Why.OK)));
      }
    }
    return passed;
  }

  private FakeStream stream(FakeHost host) {
    FakeStream stream = new FakeStream(++ids, host.worker(), request());
    stream.chose(new PlainRoute());
    return stream;
  }

  private static Limiter.@Nullable Permit ask(Limiter limiter, FakeStream stream) {
    return limiter.tryAcquire(stream.request(), new PlainRoute(), stream);
  }

  @Test
  void itDecidesAtOnceAndLeavesTheStreamToTheKernel() {
    try (FakeHost host = new FakeHost()) {
      Limiter limiter = limiter(host);
      for (int i = 0; i < MANY; i++) {
        FakeStream stream = stream(host);
        Limiter.Permit permit = ask(limiter, stream);
        assertEquals(0, stream.pauses(), "it does not pause");
        assertNull(stream.replied(), "it does not answer");
        assertNull(stream.state(), "the state is the kernel's");
        if (permit != null) {
          permit.release(stream.outcome(Why.OK, null));
        }
      }
    }
  }

  @Test
  void permitsAreGivenBackForEveryReasonAndInAnyOrder() {
    try (FakeHost host = new FakeHost()) {
      Limiter limiter = limiter(host);
      for (Why why : Why.KERNEL) {
        host.worker().advance(LONG_NANOS);
        List<FakeStream> streams = new ArrayList<>();
        List<Limiter.Permit> permits = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
          FakeStream stream = stream(host);
          Limiter.Permit permit = ask(limiter, stream);
          if (permit != null) {
            streams.add(stream);
            permits.add(permit);
          }
        }
        for (int i = permits.size() - 1; i >= 0; i--) {
          permits.get(i).release(streams.get(i).outcome(why, null));
        }
      }
    }
  }

  @Test
  void afterRefusalsStreamsPassAgain() {
    try (FakeHost host = new FakeHost()) {
      Limiter limiter = limiter(host);
      int first = passing(limiter, host, 1);
      assertEquals(1, first, "a limit lets somebody through");
      passing(limiter, host, MANY);
      host.worker().advance(LONG_NANOS);
      assertEquals(1, passing(limiter, host, 1), "what was refused is forgotten in the end");
    }
  }
}
