package io.mizzen.tools.dist;

import io.mizzen.kernel.config.Words;
import io.mizzen.kernel.plugin.PluginInventory;
import io.mizzen.kernel.plugin.PluginSettings;
import io.mizzen.kernel.plugin.PluginSource;
import io.mizzen.tools.dist.DistManifest.Use;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds every plugin of a manifest, and compares what it found with the lock. */
final class Resolver {
  private final DistFile file;
  private final ArtifactStore store;
  private final Map<String, Path> official = new LinkedHashMap<>();

  /**
   * @param home the distribution whose command this is; its plugins are the official ones
   */
  Resolver(DistFile file, ArtifactStore store, Path home) {
    this.file = file;
    this.store = store;
    PluginSource own = PluginSource.bundled(home.resolve("plugins"));
    PluginInventory.read(new PluginSettings(List.of(own), Set.of(), List.of()))
        .plugins()
        .forEach(plugin -> official.put(plugin.manifest().id(), plugin.jar()));
  }

  /** Those that could be found; everything else is told to the file. */
  List<Part> resolve() throws IOException, InterruptedException {
    List<Part> parts = new ArrayList<>();
    List<Use> uses = file.manifest().plugins();
    for (int i = 0; i < uses.size(); i++) {
      Path jar = jar(i, uses.get(i));
      Part part = jar == null ? null : read(i, uses.get(i).source(), jar);
      if (part != null && isNew(part, parts)) {
        parts.add(part);
      }
    }
    return parts;
  }

  private @Nullable Path jar(int index, Use use) throws IOException, InterruptedException {
    String path = use.path();
    if (path != null) {
      Path jar = file.resolve(path);
      if (Files.isRegularFile(jar)) {
        return jar;
      }
      file.wrongPlugin(
          index, "MZ4001", "there is no file " + path, "build it first, or correct the path");
      return null;
    }
    String name = String.valueOf(use.use());
    if (name.indexOf(':') < 0) {
      return own(index, name);
    }
    Coordinates coordinates = Coordinates.parse(name);
    if (coordinates == null) {
      file.wrongPlugin(
          index,
          "MZ4011",
          "'" + name + "' is not group:artifact:version",
          "such as com.acme.mizzen:acme-rpc:1.3.0; ranges are not allowed");
      return null;
    }
    try {
      return store.find(coordinates, file.manifest().repositories(), file.folder());
    } catch (ArtifactStore.NotFound e) {
      file.wrongPlugin(
          index,
          "MZ4001",
          String.valueOf(e.getMessage()),
          "correct the coordinates, or name its repository under 'repositories'");
    } catch (IOException e) {
      file.wrongPlugin(index, "MZ4001", coordinates + ": " + e, "try again, or use another mirror");
    }
    return null;
  }

  private @Nullable Path own(int index, String id) {
    Path jar = official.get(id);
    if (jar == null) {
      String meant = Words.nearest(id, official.keySet());
      file.wrongPlugin(
          index,
          "MZ4001",
          "this Mizzen has no plugin '" + id + "'",
          meant == null
              ? "mizzen plugin list shows them; a foreign one is named group:artifact:version"
              : "did you mean '" + meant + "'?");
    }
    return jar;
  }

  private @Nullable Part read(int index, String source, Path jar) {
    try {
      Part part = Part.of(index, source, jar);
      if (part == null) {
        file.wrongPlugin(
            index,
            "MZ3001",
            source + " is not a plugin: its manifest has no Plugin-Id",
            "libraries belong inside a plugin jar, under META-INF/lib");
      }
      return part;
    } catch (IOException e) {
      file.wrongPlugin(
          index,
          "MZ3001",
          jar + " is not a readable jar: " + e.getMessage(),
          "build or fetch it again");
      return null;
    }
  }

  private boolean isNew(Part part, List<Part> before) {
    for (Part other : before) {
      if (other.id().equals(part.id())) {
        file.wrongPlugins(
            part.index(),
            other.index(),
            "MZ4003",
            other.version().equals(part.version())
                ? "plugin '" + part.id() + "' is here twice"
                : "plugin '"
                    + part.id()
                    + "' is here as "
                    + other.version()
                    + " and as "
                    + part.version(),
            "keep one of the two");
        return false;
      }
    }
    return true;
  }

  /** A jar that is not the one that was locked is an error, whoever changed it. */
  void compare(List<Part> parts, @Nullable LockFile lock) {
    for (Part part : parts) {
      LockFile.Plugin locked = lock == null ? null : lock.plugin(part.id());
      if (locked != null
          && locked.version().equals(part.version())
          && locked.source().equals(part.source())
          && !locked.sha256().equals(part.sha256())) {
        file.wrongPlugin(
            part.index(),
            "MZ4004",
            part.jar()
                + " is not the jar that was locked: sha256 "
                + part.sha256()
                + ", locked "
                + locked.sha256(),
            "find out who changed it; if the change is meant: mizzen dist lock");
      }
    }
  }
}
