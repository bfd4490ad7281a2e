package io.mizzen.kernel.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Versions as builds wrote them down. */
public final class Versions {
  /** The kernel's, from its jar's manifest; "dev" when run from class files. */
  public static final String KERNEL = kernel();

  private Versions() {}

  private static String kernel() {
    String version = Versions.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }

  /** The distribution's name and version, from {@code share/distribution.txt} of its home. */
  public static String distribution(Path home) {
    Path file = home.resolve("share").resolve("distribution.txt");
    try {
      return Files.exists(file) ? Files.readString(file).strip() : "mizzen " + KERNEL;
    } catch (IOException e) {
      return "mizzen " + KERNEL;
    }
  }
}
