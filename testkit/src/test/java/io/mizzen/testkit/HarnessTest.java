package io.mizzen.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.spi.config.ByteSize;
import io.mizzen.spi.config.Default;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

/** The instruments themselves: each must fail when it should. */
class HarnessTest {
  @Test
  void leakGuardFailsOnABufferThatIsStillOut() {
    LeakGuard guard = new LeakGuard();
    var buffer = guard.buffer(new byte[] {1});
    assertThrows(AssertionFailedError.class, guard::close);
    buffer.release();
    guard.close();
  }

  @Test
  void recordingOutFailsOnMoreBytesThanAskedFor() {
    try (LeakGuard guard = new LeakGuard()) {
      RecordingOut out = new RecordingOut(guard.allocator());
      out.space(4).writeInt(7);
      assertArrayEquals(new byte[] {0, 0, 0, 7}, out.take());
      out.space(2).writeInt(7);
      assertThrows(AssertionFailedError.class, out::take);
    }
  }

  @Test
  void fragmentsLoseNothing() {
    byte[] bytes = new byte[5000];
    new java.util.Random(1).nextBytes(bytes);
    assertArrayEquals(bytes, Fragments.glue(Fragments.random(bytes, 77, 3)));
    assertArrayEquals(bytes, Fragments.glue(Fragments.bytewise(bytes)));
    assertEquals(99, Fragments.cuts(100).size());
  }

  @Test
  void clockMovesTimersInOrder() {
    FakeWorker worker = new FakeWorker();
    List<String> ran = new ArrayList<>();
    worker.schedule(20, () -> ran.add("b"));
    worker.schedule(10, () -> ran.add("a"));
    worker.schedule(15, () -> ran.add("never")).cancel();
    worker.advance(19);
    assertEquals(List.of("a"), ran);
    worker.advance(1);
    assertEquals(List.of("a", "b"), ran);
    assertEquals(0, worker.timers());
  }

  @Test
  void recordsTakeTheirDefaultsAndRefuse() {
    Sample sample = ConfigRecords.defaults(Sample.class);
    assertEquals(
        new Sample(Duration.ofSeconds(90), new ByteSize(8 << 20), Word.ON_TOP, 3, List.of()),
        sample);
    var thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> ConfigRecords.with(Sample.class, Map.of("count", 0)));
    assertTrue(thrown.getMessage().contains("count"));
  }

  enum Word {
    OFF,
    ON_TOP
  }

  record Sample(
      @Default("90s") Duration idle,
      @Default("8MiB") ByteSize size,
      @Default("onTop") Word word,
      @Default("3") int count,
      List<String> names) {
    Sample {
      if (count < 1) {
        throw new IllegalArgumentException("count must be at least 1, got " + count);
      }
    }
  }
}
