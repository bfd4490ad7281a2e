package io.mizzen.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.mizzen.spi.protocol.ClientProtocol;
import io.mizzen.spi.protocol.ClientProtocol.Heartbeat;
import io.mizzen.spi.protocol.ClientProtocol.Mode;
import io.mizzen.spi.protocol.Detection;
import io.mizzen.spi.protocol.ServerProtocol.Limits;
import io.mizzen.testkit.ProtocolUnderTest.Sample;
import io.netty.buffer.ByteBuf;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What holds for every protocol as a whole: detection by first bytes, limits that make sense. */
public abstract class ProtocolContract {
  private final ProtocolUnderTest subject;

  protected ProtocolContract(ProtocolUnderTest subject) {
    this.subject = subject;
  }

  @TestFactory
  Stream<DynamicTest> everyPrefixOfItsOwnTrafficMatchesOrAsksForMore() {
    return subject.requests().stream()
        .map(sample -> dynamicTest(sample.name(), () -> detectsEveryPrefix(sample)));
  }

  @TestFactory
  Stream<DynamicTest> trafficOfOtherProtocolsNeverMatches() {
    return subject.foreign().stream()
        .map(sample -> dynamicTest(sample.name(), () -> refusesEveryPrefix(sample)));
  }

  @Test
  void limitsArePositiveOrOff() {
    Limits limits = subject.server().limits();
    assertFalse(limits.headTimeout().isNegative());
    assertFalse(limits.bodyTimeout().isNegative());
    assertFalse(limits.idleTimeout().isNegative());
    assertFalse(limits.lingerTimeout().isNegative());
    assertTrue(limits.maxStreams() >= 1);
  }

  @Test
  void poolIsBounded() {
    ClientProtocol.Pool pool = subject.client().pool();
    assertTrue(pool.maxConnections() >= 1);
    assertTrue(pool.maxPending() >= 0);
    assertTrue(pool.maxStreams() >= 1);
    assertTrue(pool.maxRequests() >= 0);
    if (pool.mode() == Mode.PING_PONG) {
      assertEquals(1, pool.maxStreams(), "one at a time");
    }
  }

  @Test
  void heartbeatsHaveTimesAndACount() {
    Heartbeat heartbeat = subject.client().heartbeat();
    if (heartbeat != null) {
      assertTrue(heartbeat.interval().toNanos() > 0);
      assertTrue(heartbeat.timeout().toNanos() > 0);
      assertTrue(heartbeat.failures() >= 1);
    }
  }

  @Test
  void translatesItself() {
    try (LeakGuard guard = new LeakGuard();
        var wire =
            new Wire<>(subject.server().newCodec(new FakeConnection()), guard)
                .opened(subject.callerOpening())) {
      wire.feed(subject.requests().get(0).bytes());
      String word = wire.events().messages().get(0).head().protocol();
      assertTrue(subject.client().translates(word), word);
      assertFalse(subject.client().translates("no such protocol"));
    } catch (io.mizzen.spi.protocol.ProtocolException e) {
      throw new AssertionError("a sample request was refused: " + e.getMessage(), e);
    }
  }

  private void detectsEveryPrefix(Sample sample) {
    byte[] first = Fragments.glue(subject.callerOpening(), sample.bytes());
    boolean matched = false;
    for (int length = 1; length <= Math.min(64, first.length); length++) {
      Detection found = detect(first, length);
      assertNotEquals(Detection.NO_MATCH, found, "after " + length + " bytes");
      assertFalse(matched && found != Detection.MATCH, "takes back its match at " + length);
      matched = found == Detection.MATCH;
    }
    assertTrue(matched, "never matched");
  }

  private void refusesEveryPrefix(Sample sample) {
    boolean refused = false;
    for (int length = 1; length <= sample.bytes().length; length++) {
      Detection found = detect(sample.bytes(), length);
      assertNotEquals(Detection.MATCH, found, "after " + length + " bytes");
      assertFalse(refused && found != Detection.NO_MATCH, "takes back its refusal at " + length);
      refused = found == Detection.NO_MATCH;
    }
    assertTrue(refused, "never refused");
  }

  private Detection detect(byte[] bytes, int length) {
    try (LeakGuard guard = new LeakGuard()) {
      ByteBuf first = guard.allocator().directBuffer(length + 2);
      first.writeZero(2).skipBytes(2).writeBytes(bytes, 0, length);
      try {
        Detection found = subject.server().detect(first);
        assertEquals(2, first.readerIndex(), "reader index moved");
        assertEquals(2 + length, first.writerIndex(), "writer index moved");
        assertEquals(found, subject.server().detect(first), "not pure");
        return found;
      } finally {
        first.release();
      }
    }
  }
}
