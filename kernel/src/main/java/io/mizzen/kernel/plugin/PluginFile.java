package io.mizzen.kernel.plugin;

import java.nio.file.Path;
import java.util.List;

/**
 * An installed plugin as its files tell, before any of its classes is loaded.
 *
 * @param path the jar, or the folder {@code plugins/<id>/}
 * @param shown the path as the user knows it
 * @param origin whose it is
 * @param jar the jar with the plugin's own classes
 * @param manifest what its manifest says
 * @param entryClass the class named in its own service file
 * @param nested its libraries inside the jar, to be unpacked
 * @param libraries its libraries as files: {@code lib/*.jar} of a folder
 */
record PluginFile(
    Path path,
    String shown,
    PluginSource.Origin origin,
    Path jar,
    PluginManifest manifest,
    String entryClass,
    List<NestedLibrary> nested,
    List<Path> libraries) {

  /**
   * A library inside the plugin's jar.
   *
   * @param entry its full name in the jar
   * @param name the file name alone
   * @param size in bytes, unpacked
   * @param crc CRC-32 of its bytes, as the jar's directory has it
   */
  record NestedLibrary(String entry, String name, long size, long crc) {}

  String id() {
    return manifest.id();
  }
}
