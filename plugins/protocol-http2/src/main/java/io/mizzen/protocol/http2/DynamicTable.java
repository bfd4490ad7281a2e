package io.mizzen.protocol.http2;

/**
 * The fields a peer's encoder has told us to remember (RFC 7541 section 2.3.2): first in, first
 * out, bounded in octets. Octets lie one behind the other in an array twice the bound, so that what
 * is alive is one range that moves to the front when the end is reached. Nothing is allocated
 * before the first field.
 *
 * <pre>
 *   octets | evicted ... | name value | name value | name value | free ... |
 *                          ^ oldest                   ^ newest
 * </pre>
 */
final class DynamicTable {
  /** What an entry costs beyond its octets (RFC 7541 section 4.1). */
  static final int OVERHEAD = 32;

  private static final byte[] NOTHING = {};
  private static final int[] NO_ENTRIES = {};

  private static final int STRIDE = 4;
  private static final int NAME = 0;
  private static final int VALUE = 1;
  private static final int END = 2;
  private static final int KNOWN = 3;

  private final int most;
  private byte[] octets = NOTHING;
  private int end;
  // A ring of entries; the newest is at head - 1.
  private int[] entries = NO_ENTRIES;
  private int head;
  private int count;
  private int size;
  private int limit;

  /**
   * @param most the bound we have announced
   */
  DynamicTable(int most) {
    this.most = most;
    this.limit = most;
  }

  int count() {
    return count;
  }

  int most() {
    return most;
  }

  /** The peer's encoder uses at most so many octets from here on; at most {@link #most}. */
  void limit(int newLimit) {
    limit = newLimit;
    evictTo(limit);
  }

  byte[] octets() {
    return octets;
  }

  /** Where the name of an entry stands; 1 is the newest. */
  int name(int index) {
    return entries[slot(index) + NAME];
  }

  int value(int index) {
    return entries[slot(index) + VALUE];
  }

  int end(int index) {
    return entries[slot(index) + END];
  }

  FieldName known(int index) {
    return FieldName.at(entries[slot(index) + KNOWN]);
  }

  private int slot(int index) {
    int capacity = entries.length / STRIDE;
    return Math.floorMod(head - index, capacity) * STRIDE;
  }

  /**
   * Adds an entry and evicts as many as that needs; one that is larger than the table empties it
   * (RFC 7541 section 4.4). The octets may be those of this table.
   */
  void add(
      FieldName known,
      byte[] names,
      int nameFrom,
      int nameTo,
      byte[] values,
      int valueFrom,
      int valueTo) {
    int nameLength = nameTo - nameFrom;
    int length = nameLength + valueTo - valueFrom;
    int cost = length + OVERHEAD;
    if (cost > limit) {
      evictTo(0);
      return;
    }
    if (octets.length == 0) {
      octets = new byte[most * 2];
      // More entries than the overhead allows there can never be.
      entries = new int[(most / OVERHEAD + 1) * STRIDE];
    }
    int nameAt = nameFrom;
    if (octets.length - end < length) {
      // A name of this table may belong to an entry that this one evicts: it is copied before the
      // eviction, and moves along with the rest.
      nameAt -= compact(names == octets ? nameFrom : Integer.MAX_VALUE);
    }
    int at = end;
    System.arraycopy(names, names == octets ? nameAt : nameFrom, octets, at, nameLength);
    System.arraycopy(values, valueFrom, octets, at + nameLength, length - nameLength);
    end = at + length;
    evictTo(limit - cost);
    int slot = head * STRIDE;
    entries[slot + NAME] = at;
    entries[slot + VALUE] = at + nameLength;
    entries[slot + END] = end;
    entries[slot + KNOWN] = known.ordinal();
    head = (head + 1) % (entries.length / STRIDE);
    count++;
    size += cost;
  }

  /** Moves what is alive to the front; returns by how much. */
  private int compact(int alsoAlive) {
    int from = count == 0 ? end : name(count);
    from = Math.min(from, alsoAlive);
    System.arraycopy(octets, from, octets, 0, end - from);
    end -= from;
    for (int i = 1; i <= count; i++) {
      int slot = slot(i);
      entries[slot + NAME] -= from;
      entries[slot + VALUE] -= from;
      entries[slot + END] -= from;
    }
    return from;
  }

  private void evictTo(int left) {
    while (size > left) {
      size -= end(count) - name(count) + OVERHEAD;
      count--;
    }
    if (count == 0) {
      size = 0;
    }
  }
}
