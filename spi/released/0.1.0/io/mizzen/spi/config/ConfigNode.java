package io.mizzen.spi.config;
import org.jspecify.annotations.Nullable;
public interface ConfigNode {
  <T extends Record> @Nullable T bind(Class<T> type);
  @Nullable ConfigNode get(String key);
  String place();
}
