package io.mizzen.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MeterTest {
  private static final long MICRO = 1000;

  private final Meter meter = new Meter();

  @Test
  void percentilesAreOfTheWindowOnly() {
    meter.answer(0, 9_000_000 * MICRO);
    meter.begin();
    for (int i = 1; i <= 1000; i++) {
      meter.answer(0, i * MICRO);
    }
    Sample sample = meter.end();
    assertEquals(1000, sample.answers());
    assertEquals(500, sample.p50Micros(), 1);
    assertEquals(990, sample.p99Micros(), 2);
    assertEquals(1000, sample.maxMicros(), 2);
  }

  @Test
  void aStallCountsForEveryRequestThatWasDueInIt() {
    meter.begin();
    long end = 100_000 * MICRO;
    for (int due = 0; due < 100; due++) {
      meter.answer(due * 1000L * MICRO, end);
    }
    assertEquals(50_000, meter.end().p50Micros(), 1100);
  }

  @Test
  void timesOutOfRangeAreRecordedAtItsEdge() {
    meter.begin();
    meter.answer(10, 0);
    meter.answer(0, Long.MAX_VALUE);
    Sample sample = meter.end();
    assertEquals(2, sample.answers());
    assertEquals(60e6, sample.maxMicros(), 60e3);
  }

  @Test
  void faultsAreCountedByKindAndTheFirstIsKept() {
    meter.begin();
    meter.fault(Fault.STATUS, "503");
    meter.fault(Fault.STATUS, "502");
    meter.fault(Fault.CLOSED, "reset");
    Sample sample = meter.end();
    assertEquals(Map.of(Fault.STATUS, 2L, Fault.CLOSED, 1L), sample.faults());
    assertEquals(3, sample.errors());
    assertEquals("STATUS: 503", sample.firstFault());
    assertFalse(meter.hopeless());
  }

  @Test
  void aProxyThatOnlyFailsIsGivenUp() {
    for (int i = 0; i <= 10_000; i++) {
      meter.fault(Fault.CONNECT, "refused");
    }
    assertTrue(meter.hopeless());
  }
}
