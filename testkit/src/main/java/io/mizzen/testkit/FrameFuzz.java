package io.mizzen.testkit;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.mizzen.spi.protocol.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Spoils the samples of a protocol and feeds them, in random pieces: a codec may refuse with a
 * {@link ProtocolException}, and must neither throw anything else, nor hang, nor keep a buffer. The
 * seeds are fixed, so a failure comes again; its name has the seed. A search without an end is the
 * work of a fuzzer with feedback, such as Jazzer; this is what every build can afford.
 */
public abstract class FrameFuzz {
  /** Enough that each byte of a small frame is hit some times; under a second. */
  private static final int ROUNDS = 2000;

  /** Rounds told as one test. */
  private static final int BATCH = 500;

  private final ProtocolUnderTest subject;

  protected FrameFuzz(ProtocolUnderTest subject) {
    this.subject = subject;
  }

  @TestFactory
  Stream<DynamicTest> spoiledRequestsAreTakenOrRefused() {
    List<byte[]> seeds = subject.requests().stream().map(ProtocolUnderTest.Sample::bytes).toList();
    return batches(seeds, this::server);
  }

  @TestFactory
  Stream<DynamicTest> spoiledAnswersAreTakenOrRefused() {
    List<byte[]> seeds =
        subject.exchanges().stream().map(each -> each.response().apply(1)).toList();
    return batches(seeds, this::client);
  }

  private interface Feed {
    void with(List<byte[]> pieces) throws ProtocolException;
  }

  private static Stream<DynamicTest> batches(List<byte[]> seeds, Feed feed) {
    List<DynamicTest> tests = new ArrayList<>();
    for (int from = 0; from < ROUNDS; from += BATCH) {
      int first = from;
      tests.add(
          dynamicTest("seeds from " + first, () -> rounds(seeds, first, first + BATCH, feed)));
    }
    return tests.stream();
  }

  private static void rounds(List<byte[]> seeds, int from, int to, Feed feed) {
    for (int seed = from; seed < to; seed++) {
      Random random = new Random(seed);
      byte[] bytes = spoiled(seeds, random);
      try {
        feed.with(Fragments.random(bytes, 1 + random.nextInt(64), seed));
      } catch (ProtocolException refused) {
        // One of the two ways that are right.
        continue;
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e, e);
      }
    }
  }

  private void server(List<byte[]> pieces) throws ProtocolException {
    try (LeakGuard guard = new LeakGuard();
        var wire =
            new Wire<>(subject.server().newCodec(new FakeConnection()), guard)
                .opened(subject.callerOpening())) {
      wire.feed(pieces);
      wire.end();
    }
  }

  private void client(List<byte[]> pieces) throws ProtocolException {
    try (Relay relay = new Relay(subject)) {
      relay.forward(subject.exchanges().get(0).request());
      relay.up.out().take();
      relay.up.feed(pieces);
      relay.up.end();
    }
  }

  /** One or two samples with up to eight changes: a bit, a byte, a cut, a repetition. */
  private static byte[] spoiled(List<byte[]> seeds, Random random) {
    byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
    if (random.nextInt(4) == 0) {
      bytes = Fragments.glue(bytes, seeds.get(random.nextInt(seeds.size())));
    }
    for (int i = random.nextInt(8); i >= 0 && bytes.length > 0; i--) {
      // Heads are where lengths are, so half of the changes are made near the beginning.
      int near = random.nextBoolean() ? Math.min(bytes.length, 32) : bytes.length;
      int at = random.nextInt(near);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> bytes = java.util.Arrays.copyOf(bytes, at);
        default ->
            bytes = Fragments.glue(bytes, java.util.Arrays.copyOfRange(bytes, at, bytes.length));
      }
    }
    return bytes;
  }
}
