package io.mizzen.kernel.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LatencyCountsTest {
  @Test
  void hasExactlyTheBucketsOfAnHdrHistogram() {
    Random random = new Random(1);
    LatencyCounts counts = new LatencyCounts();
    Histogram expected = LatencyCounts.newHistogram();
    for (int i = 0; i < 200_000; i++) {
      long value = Math.min(LatencyCounts.HIGHEST, random.nextLong() >>> (22 + random.nextInt(42)));
      counts.add(value, 1);
      expected.recordValue(value);
    }
    Histogram actual = LatencyCounts.newHistogram();
    counts.forEach(
        (nanos, times) -> {
          assertEquals(expected.lowestEquivalentValue(nanos), nanos);
          assertEquals(times, counts.timesOf(nanos));
          actual.recordValueWithCount(nanos, times);
        });
    assertEquals(expected, actual);
  }

  @Test
  void countsTooLongAsTheLongestAndNegativeAsZero() {
    LatencyCounts counts = new LatencyCounts();
    counts.add(Long.MAX_VALUE, 1);
    counts.add(-5, 1);
    assertEquals(1, counts.timesOf(LatencyCounts.HIGHEST));
    assertEquals(1, counts.timesOf(0));
  }

  @Test
  void neverGoesBackForAReaderWhileTheWriterWrites() throws Exception {
    LatencyCounts counts = new LatencyCounts();
    int records = 2_000_000;
    Thread writer =
        new Thread(
            () -> {
              for (int i = 0; i < records; i++) {
                counts.add((i * 7919L) % 10_000_000, 1);
              }
            });
    writer.start();
    long last = 0;
    while (writer.isAlive()) {
      long[] now = new long[1];
      counts.forEach((nanos, times) -> now[0] += times);
      assertTrue(now[0] >= last);
      last = now[0];
    }
    writer.join();
    long[] end = new long[1];
    counts.forEach((nanos, times) -> end[0] += times);
    assertEquals(records, end[0]);
  }
}
