package io.mizzen.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mizzen.spi.Heritable;
import io.mizzen.spi.Why;
import io.mizzen.spi.limit.Limiter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every limiter keeps: it decides at once and leaves the stream to the kernel, a permit may be
 * given back for any reason, and after a refusal another stream may pass again. One that is {@link
 * Heritable} decides in the next process as it would have in this one, and any bytes leave it able
 * to decide.
 */
public abstract class LimiterContract {
  /** So many streams in a row: more than any sensible limit of a test. */
  private static final int MANY = 1_000;

  /** Longer than any sensible limit remembers. */
  private static final long LONG_NANOS = 3_600_000_000_000L;

  /** Nanoseconds: from nothing to what a limit in seconds takes to recover. */
  private static final List<Long> WAITS =
      List.of(0L, 1_000_000L, 50_000_000L, 1_000_000_000L, 10_000_000_000L);

  /** States of chance; each takes a thousand questions. */
  private static final int SPOILED = 100;

  private static final long SEED = 20_260L;

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

  @Test
  void itsHeirDecidesAsItWouldHave() {
    try (FakeHost host = new FakeHost();
        FakeHost next = new FakeHost()) {
      Limiter limiter = limiter(host);
      passing(limiter, host, MANY);
      byte[] state = state(limiter, host);
      // Clocks of two processes have nothing to do with each other.
      next.worker().advance(LONG_NANOS);
      Limiter heir = limiter(next);
      read(heir, next, ((Heritable) limiter).stateVersion(), state);
      for (long wait : WAITS) {
        host.worker().advance(wait);
        next.worker().advance(wait);
        assertEquals(
            passing(limiter, host, MANY),
            passing(heir, next, MANY),
            "of " + MANY + " streams, " + wait + " ns later");
      }
    }
  }

  @Test
  void whatItCannotReadLeavesItAsItWas() {
    try (FakeHost host = new FakeHost()) {
      Limiter limiter = limiter(host);
      passing(limiter, host, MANY);
      byte[] state = state(limiter, host);
      int version = ((Heritable) limiter).stateVersion();
      for (int length = 0; length < state.length; length++) {
        spoil(version, Arrays.copyOf(state, length));
      }
      Random random = new Random(SEED);
      for (int i = 0; i < SPOILED; i++) {
        byte[] spoiled = new byte[random.nextInt(2 * state.length + 2)];
        random.nextBytes(spoiled);
        spoil(version, spoiled);
      }
      for (int other : List.of(Integer.MIN_VALUE, 0, version + 1, Integer.MAX_VALUE)) {
        spoil(other, state);
      }
    }
  }

  /** A limiter that refuses the bytes is a fresh one; one that takes them lets streams pass. */
  private void spoil(int version, byte[] state) {
    try (FakeHost host = new FakeHost();
        FakeHost other = new FakeHost()) {
      Limiter limiter = limiter(host);
      boolean taken = true;
      try {
        read(limiter, host, version, state);
      } catch (RuntimeException refused) {
        taken = false;
      }
      int passed = passing(limiter, host, MANY);
      if (!taken) {
        assertEquals(passing(limiter(other), other, MANY), passed, "as it was before the call");
      }
      host.worker().advance(LONG_NANOS);
      assertEquals(1, passing(limiter, host, 1), "whatever it took is forgotten in the end");
    }
  }

  private static byte[] state(Limiter limiter, FakeHost host) {
    assumeTrue(limiter instanceof Heritable, "it begins anew in the next process");
    ByteBuf out = Unpooled.buffer(1, Heritable.MOST_BYTES);
    ((Heritable) limiter).writeState(host.worker().now(), out);
    byte[] state = new byte[out.readableBytes()];
    out.readBytes(state);
    return state;
  }

  private static void read(Limiter heir, FakeHost host, int version, byte[] state) {
    ((Heritable) heir).readState(version, host.worker().now(), Unpooled.wrappedBuffer(state));
  }
}
