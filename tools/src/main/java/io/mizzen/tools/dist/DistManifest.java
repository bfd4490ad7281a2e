package io.mizzen.tools.dist;

import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import io.mizzen.spi.config.ShortForm;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code mizzen-dist.yaml}: what is in a distribution. Paths are relative to the file. */
@Doc("What is in a distribution.")
record DistManifest(
    @Doc("Its name and version.") Dist dist,
    @Doc("Its plugins.") List<Use> plugins,
    @Default("[central]")
        @Doc("Where coordinates are looked for: central, a URL, or file: and a folder.")
        List<String> repositories,
    @Doc("Files and folders that are copied as they are: from, to.") Map<String, String> files,
    @Default("{}") @Doc("What must hold, or nothing is built.") Checks checks,
    @Default("{}") @Doc("What is written.") Output output) {

  /** Whose it is. */
  record Dist(
      @Doc("Lower case words joined by '-'; the folder and the archive have it.") String name,
      @Doc("Such as 2026.11.0.") String version,
      @Nullable @Doc("The version of Mizzen it is built from; whatever builds it if absent.")
          String mizzen,
      @Default("") @Doc("One line.") String summary) {
    Dist {
      if (!name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*")) {
        throw new IllegalArgumentException(
            "name must be lower case words joined by '-', got " + name);
      }
      if (!version.matches("[0-9A-Za-z][0-9A-Za-z.+_-]*")) {
        throw new IllegalArgumentException(
            "version must be letters, digits and .+_-, got " + version);
      }
    }
  }

  /** One plugin. */
  record Use(
      @ShortForm @Nullable @Doc("The id of a plugin of Mizzen itself, or group:artifact:version.")
          String use,
      @Nullable @Doc("A jar of this machine, for development.") String path) {
    Use {
      if ((use == null) == (path == null)) {
        throw new IllegalArgumentException("an entry is an id, coordinates or a path, one of them");
      }
    }

    boolean isPath() {
      return path != null;
    }

    /** As it stands in the lock file. */
    String source() {
      return path != null ? "path:" + path : String.valueOf(use);
    }
  }

  /** What must hold. */
  record Checks(
      @Doc("Configurations that must be valid with exactly these plugins.") List<String> configs,
      @Doc("Files of 'route test', each against all these configurations.") List<String> routes,
      @Doc("Licences (SPDX) that no plugin may have.") List<String> forbidLicenses,
      @Doc("How far components must be; all if empty.") List<Stability> allowStability) {}

  /** As in the SPI. */
  enum Stability {
    DEVELOPMENT,
    ALPHA,
    BETA,
    STABLE,
    DEPRECATED
  }

  /** What is written. */
  record Output(
      @Default("build") @Doc("The folder for all of it.") String dir,
      @Default("[tarGz]") @Doc("Beside the folder itself: tarGz, oci.") List<Format> formats,
      @Default("{}") @Doc("The image.") Oci oci) {}

  /** A form of the result. */
  enum Format {
    TAR_GZ,
    OCI
  }

  /** The image. */
  record Oci(
      @Nullable
          @Doc(
              "An OCI layout folder with a Java 17 or newer, as 'skopeo copy docker://... oci:base'"
                  + " writes one. Without it the image has only Mizzen's own layers.")
          String base,
      @Default("10001") @Doc("The user (number) it runs as.") int user,
      @Default("") @Doc("Its tag; name:version if empty.") String tag,
      @Doc("Words after 'mizzen'; run -c conf/mizzen.yaml if empty.") List<String> command) {}
}
