package io.mizzen.kernel.operate;

import io.mizzen.kernel.config.RecordValues;
import io.mizzen.spi.Heritable;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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

  /** What may be taken over; empty once this blueprint is in service, or each would keep all. */
  private Map<Key, Object> before;

  Instances(@Nullable Instances before) {
    this.before = before == null ? Map.of() : before.made;
  }

  /**
   * What an instance was made from.
   *
   * @param place tells unnamed ones apart; empty for named ones
   * @param type the extension's word
   * @param config its configuration
   */
  record Key(String place, String type, Record config) {
    @Override
    public int hashCode() {
      return 31 * (31 * place.hashCode() + type.hashCode()) + RecordValues.hash(config);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && place.equals(key.place)
          && type.equals(key.type)
          && RecordValues.same(config, key.config);
    }
  }

  /** The instance for a key: of this blueprint, of the one before, or a new one. */
  <T> T get(Class<T> as, Key key, Supplier<T> make) {
    Object known = made.get(key);
    if (known == null) {
      known = before.get(key);
    }
    if (known == null) {
      known = make.get();
    }
    made.put(key, known);
    return as.cast(known);
  }

  /**
   * Those whose state outlives the process, by their place and type. One without a place of its own
   * cannot be told from others and is left out.
   */
  Map<String, Heritable> heritable() {
    Map<String, Heritable> found = new TreeMap<>();
    made.forEach(
        (key, instance) -> {
          if (instance instanceof Heritable heritable && !key.place().endsWith(" ")) {
            // Behind the name of the class it is what the configuration calls it.
            found.put(
                key.place().substring(key.place().indexOf(' ') + 1) + ' ' + key.type(), heritable);
          }
        });
    return found;
  }

  /** This blueprint is in service: closes what only the one before had, and lets go of it. */
  void replace(@Nullable Instances old) {
    before = Map.of();
    if (old != null) {
      old.closeAllBut(made.values());
    }
  }

  /** This blueprint will not be in service: closes what was made for it alone. */
  void abandon() {
    closeAllBut(before.values());
    before = Map.of();
  }

  /** Closes everything: the process ends. */
  void closeAll() {
    closeAllBut(Set.of());
  }

  private void closeAllBut(Collection<Object> stillUsed) {
    Set<Object> used = Collections.newSetFromMap(new IdentityHashMap<>());
    used.addAll(stillUsed);
    for (Object instance : made.values()) {
      if (used.add(instance) && instance instanceof AutoCloseable closeable) {
        try {
          closeable.close();
        } catch (Exception e) {
          LOG.warn("cannot close {}: {}", instance.getClass().getName(), e.getMessage());
        }
      }
    }
    made.clear();
  }
}
