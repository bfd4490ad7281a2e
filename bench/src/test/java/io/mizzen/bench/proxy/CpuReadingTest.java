package io.mizzen.bench.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class CpuReadingTest {
  @Test
  void threadTimesAreUsedWhileNoThreadEnds() {
    CpuReading start = new CpuReading(10, 10, Map.of(1L, 500L), 100);
    CpuReading end = new CpuReading(13, 11, Map.of(1L, 1500L, 2L, 7L), 106);
    CpuReading.Spent spent = end.since(start);
    assertEquals(1007, spent.totalNanos());
    assertEquals(0.75, spent.userShare());
    assertEquals(20_000_000, spent.othersNanos());
  }

  @Test
  void theTicksOfTheProcessCountWhenAThreadEnded() {
    CpuReading start = new CpuReading(10, 10, Map.of(1L, 500L, 2L, 500L), 100);
    CpuReading end = new CpuReading(13, 11, Map.of(1L, 1500L), 104);
    assertEquals(40_000_000, end.since(start).totalNanos());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void thisProcessHasUsedTimeAndMemory() {
    ProcessProbe probe =
        new ProcessProbe(ProcessHandle.current(), ProcessProbe.Scope.WITH_DESCENDANTS, 0);
    CpuReading reading = probe.cpu();
    assertTrue(reading.userTicks() + reading.systemTicks() > 0);
    assertTrue(reading.coreTicks() > 0);
    assertTrue(probe.residentBytes() > 1024 * 1024);
  }
}
