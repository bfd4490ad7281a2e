package io.mizzen.kernel.operate;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The instances of one blueprint by what they were made from, so that the next one can take over
 * those that are equal: counters, breakers and buckets survive a reload. Control thread only.
 */
final class Instances {
  private static final Logger LOG = LoggerFactory.getLogger(Instances.class);

  private final Map<Key, Object> made = new HashMap<>();
  private final @Nullable Instances before;

  Instances(@Nullable Instances before) {
    this.before = before;
  }

  /**
   * What an instance was made from.
   *
   * @param place tells unnamed ones apart; empty for named ones
   * @param type the extension's word
   * @param config its configuration
   */
  record Key(String place, String type, Record config) {}

  /** The instance for a key: of this blueprint, of the one before, or a new one. */
  <T> T get(Class<T> as, Key key, Supplier<T> make) {
    Object known = made.get(key);
    if (known == null && before != null) {
      known = before.made.get(key);
    }
    if (known == null) {
      known = make.get();
    }
    made.put(key, known);
    return as.cast(known);
  }

  /** Closes what is in none of the blueprints given. */
  void closeUnused(Instances stillUsed) {
    Set<Object> used = new HashSet<>(stillUsed.made.values());
    for (Object instance : made.values()) {
      if (!used.contains(instance) && instance instanceof AutoCloseable closeable) {
        try {
          closeable.close();
        } catch (Exception e) {
          LOG.warn("cannot close {}: {}", instance.getClass().getName(), e.getMessage());
        }
      }
    }
  }
}
