package io.mizzen.kernel.proxy;

import io.mizzen.spi.stream.StreamKey;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** What filters and routers store for others during one stream: few pairs, so a list is fastest. */
final class StreamValues {
  private final ArrayList<@Nullable Object> pairs = new ArrayList<>(0);

  @SuppressWarnings("unchecked") // put() pairs each key with its own type
  <T> @Nullable T get(StreamKey<T> key) {
    for (int i = 0; i < pairs.size(); i += 2) {
      if (key.equals(pairs.get(i))) {
        return (T) pairs.get(i + 1);
      }
    }
    return null;
  }

  <T> void put(StreamKey<T> key, @Nullable T value) {
    for (int i = 0; i < pairs.size(); i += 2) {
      if (key.equals(pairs.get(i))) {
        pairs.set(i + 1, value);
        return;
      }
    }
    pairs.add(key);
    pairs.add(value);
  }

  void clear() {
    pairs.clear();
  }
}
