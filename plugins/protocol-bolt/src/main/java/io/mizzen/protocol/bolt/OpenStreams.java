package io.mizzen.protocol.bolt;

/**
 * The ids that wait for an answer on one upstream connection, as they are on the wire: exactly 32
 * bits. An open-addressed table with linear probing; 0 marks a free place and is never used as an
 * id.
 */
final class OpenStreams {
  private static final int SMALLEST = 16;

  private int[] table = new int[SMALLEST];
  private int size;

  int size() {
    return size;
  }

  boolean contains(int id) {
    return id != 0 && table[placeOf(id)] == id; // a peer may send any id, also the mark
  }

  void add(int id) {
    int place = placeOf(id);
    if (table[place] == id) {
      return;
    }
    table[place] = id;
    if (++size > table.length / 2) {
      grow();
    }
  }

  /** Whether it was there. */
  boolean remove(int id) {
    int place = placeOf(id);
    if (id == 0 || table[place] != id) {
      return false;
    }
    size--;
    closeGap(place);
    return true;
  }

  /** Moves later members of a run back, so that no mark for deleted ones is needed. */
  private void closeGap(int freed) {
    int mask = table.length - 1;
    int gap = freed;
    for (int at = gap + 1 & mask; table[at] != 0; at = at + 1 & mask) {
      int home = home(table[at], mask);
      boolean reachable = gap <= at ? home <= gap || home > at : home <= gap && home > at;
      if (reachable) {
        table[gap] = table[at];
        gap = at;
      }
    }
    table[gap] = 0;
  }

  private int placeOf(int id) {
    int mask = table.length - 1;
    int at = home(id, mask);
    while (table[at] != 0 && table[at] != id) {
      at = at + 1 & mask;
    }
    return at;
  }

  private void grow() {
    int[] old = table;
    table = new int[old.length * 2];
    for (int id : old) {
      if (id != 0) {
        table[placeOf(id)] = id;
      }
    }
  }

  /** Ids are counted up, so their low bits spread them perfectly. */
  private static int home(int id, int mask) {
    return id & mask;
  }
}
