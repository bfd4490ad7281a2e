package io.mizzen.filter.accesslog;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * Bytes on their way from one worker to the thread of the target: a ring with one writer and one
 * reader, no locks. Only whole lines become visible.
 *
 * <pre>
 *   bytes   [ . . . . h e a d l i n e s t a i l . . . . ]
 *                     ^ taken           ^ given            both only grow; the place is their rest
 * </pre>
 */
final class Ring {
  private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

  /** Each count has two cache lines for itself, or worker and thread would fight for one. */
  private static final int GIVEN = 16;

  private static final int TAKEN = 32;
  private static final int COUNTS = 48;

  private final byte[] bytes;
  private final int mask;
  private final long[] counts = new long[COUNTS];

  /** How far the thread was when the worker looked last. Only the worker. */
  private long takenSeen;

  /**
   * @param size rounded up to a power of two
   */
  Ring(int size) {
    int rounded = Integer.highestOneBit(Math.max(2, size) - 1) << 1;
    bytes = new byte[rounded];
    mask = rounded - 1;
  }

  /** Puts a line in, if there is room for all of it. Only the worker. */
  Given give(byte[] line, int length) {
    long given = counts[GIVEN];
    int half = bytes.length / 2;
    if (given + length - takenSeen > half) {
      takenSeen = (long) LONGS.getAcquire(counts, TAKEN);
      if (given + length - takenSeen > bytes.length) {
        return Given.NO_ROOM;
      }
    }
    int at = (int) given & mask;
    int first = Math.min(length, bytes.length - at);
    System.arraycopy(line, 0, bytes, at, first);
    System.arraycopy(line, first, bytes, 0, length - first);
    // Volatile: the worker looks next whether the thread sleeps, and must not look too early.
    LONGS.setVolatile(counts, GIVEN, given + length);
    boolean crossed = given - takenSeen <= half && given + length - takenSeen > half;
    return crossed ? Given.HALF_FULL : Given.OK;
  }

  /** Bytes that wait. Only the thread. */
  int waiting() {
    return (int) ((long) LONGS.getVolatile(counts, GIVEN) - counts[TAKEN]);
  }

  /** Moves up to so many bytes that wait into a buffer with room. Only the thread. */
  int take(ByteBuffer into, int most) {
    int length = Math.min(most, into.remaining());
    int at = (int) counts[TAKEN] & mask;
    int first = Math.min(length, bytes.length - at);
    into.put(bytes, at, first);
    into.put(bytes, 0, length - first);
    LONGS.setRelease(counts, TAKEN, counts[TAKEN] + length);
    return length;
  }

  /** What became of a line. */
  enum Given {
    OK,
    /** In, and the ring is more than half full with it: the thread should hurry. */
    HALF_FULL,
    NO_ROOM
  }
}
