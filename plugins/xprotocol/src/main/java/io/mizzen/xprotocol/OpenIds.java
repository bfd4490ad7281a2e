package io.mizzen.xprotocol;

/**
 * The ids that wait for an answer on one upstream connection, exactly as they are on the wire. An
 * open-addressed table with linear probing; 0 marks a free place and is never used as an id.
 */
final class OpenIds {
  private static final int SMALLEST = 16;

  private long[] table = new long[SMALLEST];
  private int size;

  int size() {
    return size;
  }

  boolean contains(long id) {
    return id != 0 && table[placeOf(id)] == id; // a peer may send any id, also the mark
  }

  void add(long id) {
    int place = placeOf(id);
    if (table[place] == id) {
      return;
    }
    table[place] = id;
    if (++size > table.length / 2) {
      grow();
    }
  }

  void remove(long id) {
    int place = placeOf(id);
    if (id != 0 && table[place] == id) {
      size--;
      closeGap(place);
    }
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

  private int placeOf(long id) {
    int mask = table.length - 1;
    int at = home(id, mask);
    while (table[at] != 0 && table[at] != id) {
      at = at + 1 & mask;
    }
    return at;
  }

  private void grow() {
    long[] old = table;
    table = new long[old.length * 2];
    for (long id : old) {
      if (id != 0) {
        table[placeOf(id)] = id;
      }
    }
  }

  /** Ids are counted up, so their low bits spread them perfectly. */
  private static int home(long id, int mask) {
    return (int) id & mask;
  }
}
