package io.mizzen.lib.matching;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map that is asked with a part of a {@link CharSequence}, so that nobody has to make
 * a {@code String} for a look-up. Open addressing, at most half full.
 *
 * @param <V> the values
 */
public final class TextMap<V> {
  private final Letters letters;
  private final @Nullable String[] keys;
  private final Object[] values;
  private final int mask;
  private final int longest;

  /**
   * @param entries keys need not be folded; two that are equal after folding are an error
   * @throws IllegalArgumentException for such keys
   */
  public TextMap(Map<String, ? extends V> entries, Letters letters) {
    this.letters = letters;
    int capacity = Math.max(2, Integer.highestOneBit(Math.max(1, entries.size())) << 2);
    this.keys = new @Nullable String[capacity];
    this.values = new Object[capacity];
    this.mask = capacity - 1;
    int most = -1;
    for (Map.Entry<String, ? extends V> entry : entries.entrySet()) {
      String key = letters.fold(entry.getKey());
      int slot = slot(key, 0, key.length());
      if (keys[slot] != null) {
        throw new IllegalArgumentException("two keys are equal: '" + entry.getKey() + "'");
      }
      keys[slot] = key;
      values[slot] = entry.getValue();
      most = Math.max(most, key.length());
    }
    this.longest = most;
  }

  /** The value of a whole text, or null. */
  public @Nullable V get(CharSequence text) {
    return get(text, 0, text.length());
  }

  /** The value of a part of a text, or null. */
  @SuppressWarnings("unchecked")
  public @Nullable V get(CharSequence text, int from, int to) {
    // Also bounds the work that a hostile, endless name can cause.
    if (to - from > longest) {
      return null;
    }
    return (V) values[slot(text, from, to)];
  }

  public boolean isEmpty() {
    return longest < 0;
  }

  private int slot(CharSequence text, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + letters.fold(text.charAt(i));
    }
    // Keys come from the configuration: callers cannot make them collide.
    int slot = (hash ^ (hash >>> 15)) & mask;
    while (true) {
      String key = keys[slot];
      if (key == null || (key.length() == to - from && same(key, text, from))) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
  }

  private boolean same(String key, CharSequence text, int from) {
    for (int i = 0; i < key.length(); i++) {
      if (key.charAt(i) != letters.fold(text.charAt(from + i))) {
        return false;
      }
    }
    return true;
  }
}
