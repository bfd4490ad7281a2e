package io.mizzen.kernel.telemetry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * How often each duration was seen, in the buckets of an HdrHistogram of two significant digits
 * from 1 ns to an hour. One thread writes, any thread reads.
 *
 * <pre>
 *   row 0: 0..255 ns by 1 | row 1: 256..511 by 2 | row 2: 512..1023 by 4 | ... | row 34: up to 1.2 h
 * </pre>
 *
 * <p>Counts only grow, so a reader needs no second buffer and no phaser: it reads while the writer
 * writes, and what happened between two readings is their difference. A row (1 KiB) exists once a
 * value falls into it; a series of requests typically needs six to ten, at most 36 KiB.
 */
final class LatencyCounts {
  /** Durations above count as this: an hour. */
  static final long HIGHEST = 3_600_000_000_000L;

  /** Two digits: a bucket is at most 1/128 of its value wide. */
  static final int DIGITS = 2;

  private static final int HALF = 128;
  private static final int FULL_BITS = 8;
  private static final int ROWS = rowOf(HIGHEST) + 1;

  private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle ARRAYS = MethodHandles.arrayElementVarHandle(long[][].class);

  private final long[] @Nullable [] rows = new long[ROWS][];

  /** Only the writing thread. */
  void add(long nanos, long times) {
    long value = Math.max(0, Math.min(nanos, HIGHEST));
    int row = rowOf(value);
    int column = columnOf(value, row);
    long[] counts = rows[row];
    if (counts == null) {
      counts = new long[row == 0 ? 2 * HALF : HALF];
      ARRAYS.setRelease(rows, row, counts);
    }
    LONGS.setOpaque(counts, column, counts[column] + times);
  }

  /** Calls for each bucket that is not empty, from short to long. Any thread. */
  void forEach(Bucket bucket) {
    for (int row = 0; row < ROWS; row++) {
      long[] counts = (long[]) ARRAYS.getAcquire(rows, row);
      if (counts == null) {
        continue;
      }
      for (int column = 0; column < counts.length; column++) {
        long times = (long) LONGS.getOpaque(counts, column);
        if (times != 0) {
          bucket.accept(lowest(row, column), times);
        }
      }
    }
  }

  /** What is in here for the bucket of a value. */
  long timesOf(long nanos) {
    int row = rowOf(nanos);
    long[] counts = (long[]) ARRAYS.getAcquire(rows, row);
    return counts == null ? 0 : (long) LONGS.getOpaque(counts, columnOf(nanos, row));
  }

  /** An empty HdrHistogram with the same buckets. */
  static Histogram newHistogram() {
    return new Histogram(1, HIGHEST, DIGITS);
  }

  private static int rowOf(long value) {
    return 64 - FULL_BITS - Long.numberOfLeadingZeros(value | (2 * HALF - 1));
  }

  private static int columnOf(long value, int row) {
    int column = (int) (value >>> row);
    return row == 0 ? column : column - HALF;
  }

  private static long lowest(int row, int column) {
    return row == 0 ? column : (long) (column + HALF) << row;
  }

  /** Takes one bucket: its lowest value in nanoseconds, and how often it was seen. */
  interface Bucket {
    void accept(long lowestNanos, long times);
  }
}
