package io.mizzen.kernel.config;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which extensions a configuration may name. Read on the thread that loads or prints. */
public interface ExtensionCatalog {
  /** The record to which {@code config} of this extension is bound; null when not installed. */
  @Nullable Class<? extends Record> configType(String kind, String type);

  /** The installed types of a kind, in any order. */
  Collection<String> types(String kind);

  /** The plugin and version that provides a type, for example {@code limiter 1.4.2}, or null. */
  default @Nullable String providedBy(String kind, String type) {
    return null;
  }

  /** A known plugin that would provide a type that is not installed, or null. */
  default @Nullable String knownElsewhere(String kind, String type) {
    return null;
  }

  /** One or two sentences about a type, for the schema and for {@code explain}, or null. */
  default @Nullable String doc(String kind, String type) {
    return null;
  }

  /** No extension at all. */
  static ExtensionCatalog empty() {
    return new ExtensionCatalog() {
      @Override
      public @Nullable Class<? extends Record> configType(String kind, String type) {
        return null;
      }

      @Override
      public Collection<String> types(String kind) {
        return List.of();
      }
    };
  }
}
