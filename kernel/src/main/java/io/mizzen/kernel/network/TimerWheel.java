package io.mizzen.kernel.network;

import org.jspecify.annotations.Nullable;

/**
 * The time-outs of one worker: intrusive nodes in slots, so that starting and cancelling one costs
 * a few field writes and no object.
 *
 * <p>Two levels (Varghese and Lauck, "Hashed and Hierarchical Timing Wheels", 1987): 256 slots of a
 * tick, and 256 slots of 256 ticks; later times wait in the last slot of the second level and are
 * sorted in anew. An occupancy bitmap tells the next slot that is not empty, so that an idle worker
 * sleeps until a time-out is really due.
 */
final class TimerWheel {
  /** About 8 ms: fine enough for time-outs, a shift instead of a division. */
  static final int TICK_SHIFT = 23;

  private static final int SLOTS = 256;
  private static final int MASK = SLOTS - 1;

  private final TimerNode[] near = new TimerNode[SLOTS];
  private final TimerNode[] far = new TimerNode[SLOTS];
  private final long[] nearBits = new long[SLOTS / 64];
  private final long[] farBits = new long[SLOTS / 64];
  private final long origin;
  private long tick;
  private boolean firing;
  private int size;

  TimerWheel(long nowNanos) {
    this.origin = nowNanos;
  }

  int size() {
    return size;
  }

  /** Puts a node in; one that is in is moved. */
  void schedule(TimerNode node, long deadlineNanos) {
    if (node.slot >= 0) {
      cancel(node);
    }
    node.deadline = deadlineNanos;
    place(node);
    size++;
  }

  /** Takes a node out; does nothing if it is not in. */
  void cancel(TimerNode node) {
    int slot = node.slot;
    if (slot < 0) {
      return;
    }
    TimerNode next = node.next;
    TimerNode previous = node.previous;
    if (next != null) {
      next.previous = previous;
    }
    if (previous != null) {
      previous.next = next;
    } else {
      boolean isNear = slot < SLOTS;
      TimerNode[] slots = isNear ? near : far;
      int index = slot & MASK;
      slots[index] = next;
      if (next == null) {
        (isNear ? nearBits : farBits)[index >> 6] &= ~(1L << index);
      }
    }
    node.slot = -1;
    node.next = null;
    node.previous = null;
    size--;
  }

  /** Fires everything that is due. Nodes may be scheduled or cancelled by what fires. */
  void advance(long nowNanos) {
    long target = (nowNanos - origin) >> TICK_SHIFT;
    while (tick <= target) {
      if (size == 0) {
        tick = target + 1;
        return;
      }
      int index = (int) tick & MASK;
      if (index == 0) {
        spread((int) (tick >> 8) & MASK);
      }
      fire(index);
      tick++;
      long next = nextTick();
      if (next > tick) {
        tick = Math.min(next, target + 1);
      }
    }
  }

  /** When to call {@link #advance} next, or Long.MAX_VALUE if nothing waits. */
  long nextWake() {
    return size == 0 ? Long.MAX_VALUE : origin + ((nextTick() + 1) << TICK_SHIFT);
  }

  /** The next tick that has something to fire or to spread. */
  private long nextTick() {
    int index = (int) tick & MASK;
    int own = (int) (tick >> 8) & MASK;
    if (index == 0 && (farBits[own >> 6] & (1L << own)) != 0) {
      // A turn begins whose far nodes are not sorted in yet.
      return tick;
    }
    int found = nextBit(nearBits, index);
    if (found >= 0) {
      return tick - index + found;
    }
    long turn = (tick >> 8) + 1;
    if (nextBit(nearBits, 0) >= 0) {
      return turn << 8;
    }
    int farIndex = (int) turn & MASK;
    int hit = nextBit(farBits, farIndex);
    if (hit >= 0) {
      return (turn - farIndex + hit) << 8;
    }
    hit = nextBit(farBits, 0);
    return hit >= 0 ? (turn - farIndex + SLOTS + hit) << 8 : turn << 8;
  }

  private static int nextBit(long[] bits, int from) {
    int word = from >> 6;
    long rest = bits[word] & (-1L << from);
    while (rest == 0) {
      if (++word == bits.length) {
        return -1;
      }
      rest = bits[word];
    }
    return (word << 6) + Long.numberOfTrailingZeros(rest);
  }

  private void place(TimerNode node) {
    // Rounded up: a time-out is never early.
    // What fires now and comes back at once waits a tick, so that a turn ends.
    long due = Math.max(firing ? tick + 1 : tick, ((node.deadline - origin) >> TICK_SHIFT) + 1);
    if (due - tick < SLOTS) {
      link(near, nearBits, (int) due & MASK, 0, node);
    } else {
      long turns = Math.min(due >> 8, (tick >> 8) + SLOTS - 1);
      link(far, farBits, (int) turns & MASK, SLOTS, node);
    }
  }

  private static void link(TimerNode[] slots, long[] bits, int index, int base, TimerNode node) {
    TimerNode head = slots[index];
    node.next = head;
    node.previous = null;
    node.slot = base + index;
    if (head != null) {
      head.previous = node;
    }
    slots[index] = node;
    bits[index >> 6] |= 1L << index;
  }

  private void spread(int farIndex) {
    TimerNode node = far[farIndex];
    far[farIndex] = null;
    farBits[farIndex >> 6] &= ~(1L << farIndex);
    while (node != null) {
      TimerNode next = node.next;
      place(node);
      node = next;
    }
  }

  private void fire(int index) {
    firing = true;
    try {
      TimerNode waiting;
      while ((waiting = firstDue(near[index])) != null) {
        cancel(waiting);
        waiting.fire();
      }
    } finally {
      firing = false;
    }
  }

  private @Nullable TimerNode firstDue(@Nullable TimerNode from) {
    for (TimerNode node = from; node != null; node = node.next) {
      if (((node.deadline - origin) >> TICK_SHIFT) < tick) {
        return node;
      }
    }
    return null;
  }
}
