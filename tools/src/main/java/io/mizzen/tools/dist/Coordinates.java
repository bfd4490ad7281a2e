package io.mizzen.tools.dist;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A jar in a Maven repository. Plugins carry their libraries in their own jar, so one file is all
 * of it: no graph is resolved, and no version is chosen by anybody but the author of the manifest.
 */
record Coordinates(String group, String artifact, String version) {
  /** What the parts are made of, so that no part leaves its folder. */
  private static final String PART = "[A-Za-z0-9_][A-Za-z0-9_.+-]*";

  /** Null if a text has not the form {@code group:artifact:version}. */
  static @Nullable Coordinates parse(String text) {
    List<String> parts = List.of(text.split(":", -1));
    boolean isWellFormed =
        parts.size() == 3
            && parts.stream().allMatch(part -> part.matches(PART) && !part.contains(".."));
    return isWellFormed ? new Coordinates(parts.get(0), parts.get(1), parts.get(2)) : null;
  }

  String fileName() {
    return artifact + "-" + version + ".jar";
  }

  /** Where it is below the root of a repository, in the default layout. */
  String path() {
    return group.replace('.', '/') + "/" + artifact + "/" + version + "/" + fileName();
  }

  /** Its contents change under the same name, so they are never kept for later. */
  boolean isSnapshot() {
    return version.endsWith("-SNAPSHOT");
  }

  @Override
  public String toString() {
    return group + ":" + artifact + ":" + version;
  }
}
