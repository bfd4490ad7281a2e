package io.mizzen.tools.dist;

import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * A plugin that was found.
 *
 * @param index its place in the manifest's list
 * @param source how the manifest names it
 * @param access what it declares to use outside its memory
 * @param jar the file
 */
record Part(
    int index,
    String source,
    String id,
    String version,
    String license,
    String access,
    Path jar,
    String sha256) {

  /**
   * Reads what a jar says of itself.
   *
   * @return null if it is no plugin
   * @throws IOException if it is no readable jar
   */
  static @Nullable Part of(int index, String source, Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      Attributes main = manifest == null ? new Attributes() : manifest.getMainAttributes();
      String id = main.getValue("Plugin-Id");
      String version = main.getValue("Plugin-Version");
      if (id == null || version == null) {
        return null;
      }
      String license = main.getValue("Plugin-License");
      String access = main.getValue("Plugin-Access");
      return new Part(
          index,
          source,
          id.strip(),
          version.strip(),
          license == null ? "" : license.strip(),
          access == null ? "" : access.strip(),
          jar,
          Digests.sha256(jar));
    }
  }

  String fileName() {
    return id + "-" + version + ".jar";
  }

  LockFile.Plugin locked() {
    return new LockFile.Plugin(id, version, source, sha256);
  }
}
