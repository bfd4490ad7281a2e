package io.mizzen.kernel.stream;

import io.netty.util.collection.LongObjectHashMap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The open streams of a connection by their number.
 *
 * <p>Most connections never have two at a time, and most of many are idle: the first place costs
 * nothing extra, a map is made for the second stream. Belongs to one worker.
 */
public final class IdTable<V> {
  private long firstId;
  private @Nullable V first;
  private @Nullable LongObjectHashMap<V> more;

  /** Adds one under a number that is not in use. */
  public void put(long id, V value) {
    if (first == null) {
      firstId = id;
      first = value;
      return;
    }
    if (more == null) {
      more = new LongObjectHashMap<>();
    }
    more.put(id, value);
  }

  /** The one of this number, or null. */
  public @Nullable V get(long id) {
    if (first != null && firstId == id) {
      return first;
    }
    return more == null ? null : more.get(id);
  }

  /** Takes it out. */
  public @Nullable V remove(long id) {
    if (first != null && firstId == id) {
      V found = first;
      first = null;
      return found;
    }
    return more == null ? null : more.remove(id);
  }

  public boolean contains(long id) {
    return get(id) != null;
  }

  public int size() {
    return (first == null ? 0 : 1) + (more == null ? 0 : more.size());
  }

  public boolean isEmpty() {
    return first == null && (more == null || more.isEmpty());
  }

  /** Forgets all. */
  public void clear() {
    first = null;
    more = null;
  }

  /** A copy, in no order: whoever visits them may end them. */
  public List<V> all() {
    List<V> all = new ArrayList<>(size());
    if (first != null) {
      all.add(first);
    }
    if (more != null) {
      all.addAll(more.values());
    }
    return all;
  }
}
