package io.mizzen.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether a listing of the SPI may follow a released one: what breaks plugins needs a new version
 * (a minor while the major is 0, else a major) and a reason.
 */
final class Compatibility {
  private Compatibility() {}

  /**
   * What breaks a plugin that was built against the older listing: a line that went, and a method
   * without a default that appears in an interface the older one had. Listings of today's form.
   */
  static List<String> breaks(List<String> released, List<String> now) {
    List<String> breaks = new ArrayList<>();
    for (String line : released) {
      if (!now.contains(line)) {
        breaks.add("- " + line);
      }
    }
    Set<String> types = new TreeSet<>();
    for (String line : released) {
      types.add(line.substring(0, line.indexOf(' ')));
    }
    for (String line : now) {
      boolean isNew = line.endsWith(" abstract") && !released.contains(line);
      if (isNew && types.contains(line.substring(0, line.indexOf(' ')))) {
        breaks.add("+ " + line);
      }
    }
    return breaks;
  }

  /**
   * What stands in the way, for whoever made the change; empty if nothing does.
   *
   * @param changes the text of {@code api-changes.md}
   */
  static List<String> refusals(
      String releasedVersion, String version, List<String> breaks, String changes) {
    List<String> refusals = new ArrayList<>();
    if (breaks.isEmpty()) {
      return refusals;
    }
    if (!mayBreak(releasedVersion, version)) {
      refusals.add(
          "plugins built against "
              + releasedVersion
              + " break, so SpiVersion cannot be "
              + version);
    }
    String section = section(version, changes);
    for (String change : breaks) {
      if (!section.contains("`" + change.substring(2) + "`")) {
        refusals.add("no reason below '## " + version + "' of api-changes.md: " + change);
      }
    }
    return refusals;
  }

  private static boolean mayBreak(String released, String version) {
    String[] old = released.split("\\.", -1);
    String[] now = version.split("\\.", -1);
    int major = Integer.compare(Integer.parseInt(now[0]), Integer.parseInt(old[0]));
    boolean isMinor = Integer.parseInt(now[1]) > Integer.parseInt(old[1]);
    return major > 0 || major == 0 && now[0].equals("0") && isMinor;
  }

  private static String section(String version, String changes) {
    int begin = changes.indexOf("\n## " + version + "\n");
    if (begin < 0) {
      return "";
    }
    int end = changes.indexOf("\n## ", begin + 1);
    return changes.substring(begin, end < 0 ? changes.length() : end);
  }
}
