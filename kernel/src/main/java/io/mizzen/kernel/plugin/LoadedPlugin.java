package io.mizzen.kernel.plugin;

import io.mizzen.kernel.plugin.PluginManifest.Dependency;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A plugin that takes part.
 *
 * @param id its id
 * @param version its version
 * @param requires the SPI range it was built for
 * @param dependencies the base plugins it stands on
 * @param summary one sentence
 * @param license SPDX
 * @param origin the distribution's or added by the user
 * @param from the file or folder as the user knows it
 * @param jar the jar with its own classes
 * @param provides what it registered, in order of registration
 * @param loader the loader of its classes
 */
public record LoadedPlugin(
    String id,
    String version,
    String requires,
    List<Dependency> dependencies,
    String summary,
    String license,
    PluginSource.Origin origin,
    String from,
    Path jar,
    List<Registration<?>> provides,
    ClassLoader loader) {

  /**
   * The SHA-256 of its jar in hexadecimal. Reads the whole file: for catalogues, not for the start.
   *
   * @throws IOException if the jar cannot be read any more
   */
  public String sha256() throws IOException {
    return sha256(jar);
  }

  static String sha256(Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
