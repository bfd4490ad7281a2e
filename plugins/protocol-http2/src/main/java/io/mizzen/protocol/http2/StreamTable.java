package io.mizzen.protocol.http2;

import org.jspecify.annotations.Nullable;

/** The open streams of a connection by their ids: open addressing with linear probing. */
final class StreamTable {
  private static final int SMALLEST = 8;

  private @Nullable Stream[] table = new @Nullable Stream[SMALLEST];
  private int size;

  int size() {
    return size;
  }

  @Nullable Stream get(long id) {
    return table[placeOf(table, (int) id)];
  }

  void put(Stream stream) {
    if ((size + 1) * 2 > table.length) {
      grow();
    }
    table[placeOf(table, stream.id)] = stream;
    size++;
  }

  void remove(Stream stream) {
    int mask = table.length - 1;
    int gap = placeOf(table, stream.id);
    if (table[gap] == null) {
      return;
    }
    size--;
    // Later members of the run move back, so that no mark for removed ones is needed.
    Stream member;
    for (int at = gap + 1 & mask; (member = table[at]) != null; at = at + 1 & mask) {
      int home = home(member.id, mask);
      boolean reachable = gap <= at ? home <= gap || home > at : home <= gap && home > at;
      if (reachable) {
        table[gap] = member;
        gap = at;
      }
    }
    table[gap] = null;
  }

  /** The ids of all, in no order; a copy, since what is done with one may end or begin others. */
  int[] ids() {
    int[] ids = new int[size];
    int next = 0;
    for (Stream stream : table) {
      if (stream != null) {
        ids[next++] = stream.id;
      }
    }
    return ids;
  }

  private void grow() {
    @Nullable Stream[] grown = new @Nullable Stream[table.length * 2];
    for (Stream stream : table) {
      if (stream != null) {
        grown[placeOf(grown, stream.id)] = stream;
      }
    }
    table = grown;
  }

  private static int placeOf(@Nullable Stream[] table, int id) {
    int mask = table.length - 1;
    int at = home(id, mask);
    Stream there;
    while ((there = table[at]) != null && there.id != id) {
      at = at + 1 & mask;
    }
    return at;
  }

  /** Ids are odd and counted up. */
  private static int home(int id, int mask) {
    return id >>> 1 & mask;
  }
}
