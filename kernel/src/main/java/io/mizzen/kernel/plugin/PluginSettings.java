package io.mizzen.kernel.plugin;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Which plugins to load.
 *
 * @param sources the folders, the distribution's own first
 * @param deny ids that are left out
 * @param caches folders for unpacked libraries: {@code cache/} of the home, then of the instance
 */
public record PluginSettings(List<PluginSource> sources, Set<String> deny, List<Path> caches) {
  public PluginSettings {
    sources = List.copyOf(sources);
    deny = Set.copyOf(deny);
    caches = List.copyOf(caches);
  }
}
