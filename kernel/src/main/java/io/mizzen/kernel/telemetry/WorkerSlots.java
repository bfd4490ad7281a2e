package io.mizzen.kernel.telemetry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Hands out single longs that one worker writes and anyone reads. The slots of a worker lie side by
 * side in small arrays of its own, so workers never share a cache line and a worker's counters fill
 * few of them; padding every cell by itself would cost sixteen times the memory.
 *
 * <p>A slot is never given out twice, because a stream of an old snapshot may still count in it. An
 * array is garbage when none of its slots is used.
 */
final class WorkerSlots {
  private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

  /** 64 bytes, the cache line of all machines we run on, twice: the prefetcher fetches pairs. */
  private static final int PAD = 16;

  /**
   * Slots per array. Small, since one living slot keeps its whole array; large enough that the
   * padding is a small part.
   */
  private static final int SLOTS = 96;

  private long[][] arrays = new long[0][];
  private int[] used = new int[0];

  /** Takes a slot for a worker. Any thread. */
  synchronized Slot take(int worker) {
    if (worker >= arrays.length) {
      arrays = Arrays.copyOf(arrays, worker + 1);
      used = Arrays.copyOf(used, worker + 1);
    }
    if (arrays[worker] == null || used[worker] == SLOTS) {
      arrays[worker] = new long[PAD + SLOTS + PAD];
      used[worker] = 0;
    }
    return new Slot(arrays[worker], PAD + used[worker]++);
  }

  /** One long: written by its worker only, read by any thread. */
  static class Slot {
    private final long[] array;
    private final int index;

    Slot(long[] array, int index) {
      this.array = array;
      this.index = index;
    }

    Slot(Slot same) {
      this(same.array, same.index);
    }

    /**
     * Only its worker. Opaque: readers see whole values that never go back, and no fence is paid.
     */
    final void plus(long amount) {
      LONGS.setOpaque(array, index, array[index] + amount);
    }

    /** Any thread. */
    final long read() {
      return (long) LONGS.getOpaque(array, index);
    }
  }
}
