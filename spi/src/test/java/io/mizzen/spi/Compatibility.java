package io.mizzen.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether a listing of the SPI may follow a released one: what breaks plugins needs a new major and
 * a reason.
 */
final class Compatibility {
  /**
   * What the kernel implements and plugins only call: a method more breaks none of them. (Fakes of
   * the test kit have the version of the SPI.)
   */
  private static final Set<String> OF_THE_KERNEL =
      Set.of(
          "io.mizzen.spi.ExtensionRegistrar",
          "io.mizzen.spi.Host",
          "io.mizzen.spi.Host$PerWorker",
          "io.mizzen.spi.Worker",
          "io.mizzen.spi.Worker$Timer",
          "io.mizzen.spi.network.Connection",
          "io.mizzen.spi.network.ConnectionInfo",
          "io.mizzen.spi.operate.Operations",
          "io.mizzen.spi.protocol.BytesOut",
          "io.mizzen.spi.protocol.StreamEvents",
          "io.mizzen.spi.stream.Continuation",
          "io.mizzen.spi.stream.Outcome",
          "io.mizzen.spi.stream.StreamContext",
          "io.mizzen.spi.telemetry.Counter",
          "io.mizzen.spi.telemetry.Histogram",
          "io.mizzen.spi.telemetry.Metrics",
          "io.mizzen.spi.upstream.Endpoint",
          "io.mizzen.spi.upstream.PickContext");

  /** Its value is another one in every version. */
  private static final String VERSION = "io.mizzen.spi.SpiVersion CURRENT ";

  private Compatibility() {}

  /**
   * What breaks a plugin that was built against the older listing: a line that went, and a method
   * without a default that appears in an interface the older one had and plugins implement.
   * Listings of today's form.
   */
  static List<String> breaks(List<String> released, List<String> now) {
    List<String> breaks = new ArrayList<>();
    for (String line : released) {
      if (!now.contains(line) && !line.startsWith(VERSION)) {
        breaks.add("- " + line);
      }
    }
    Set<String> types = new TreeSet<>();
    for (String line : released) {
      types.add(line.substring(0, line.indexOf(' ')));
    }
    for (String line : now) {
      boolean isNew = line.endsWith(" abstract") && !released.contains(line);
      String type = line.substring(0, line.indexOf(' '));
      if (isNew && types.contains(type) && !OF_THE_KERNEL.contains(type)) {
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
              + version
              + ": a break needs a new major");
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
    return major(version) > major(released);
  }

  private static int major(String version) {
    return Integer.parseInt(version.substring(0, version.indexOf('.')));
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
