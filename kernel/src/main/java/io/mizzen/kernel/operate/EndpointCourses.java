package io.mizzen.kernel.operate;

import io.mizzen.kernel.upstream.EndpointState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far endpoints are on their way in or out of service, as text between two processes:
 *
 * <pre>
 *   cluster TAB endpoint TAB answers of one kind in a row TAB ms since it came into service
 * </pre>
 *
 * <p>Without it an endpoint that is down would be back with one good answer instead of {@code
 * rise}, one that fails would have to fail from the beginning, and one that has just come would get
 * its whole share at once, since none would be older than another.
 */
final class EndpointCourses {
  private static final int WORDS = 4;

  private EndpointCourses() {}

  /** Only where it means something: the cluster asks for health, or starts slowly. */
  static List<String> of(Collection<LiveCluster> clusters) {
    List<String> lines = new ArrayList<>();
    long now = System.nanoTime();
    for (LiveCluster live : clusters) {
      Duration window = window(live);
      if (!live.isChecked() && window.isZero()) {
        continue;
      }
      for (EndpointState endpoint : live.cluster().endpoints()) {
        // The age of an old one is of no interest.
        long age = Math.min(window.toMillis(), (now - endpoint.warmingSince()) / 1_000_000);
        lines.add(
            String.join(
                "\t",
                live.cluster().name(),
                endpoint.address(),
                String.valueOf(endpoint.row()),
                String.valueOf(age)));
      }
    }
    return lines;
  }

  private static Duration window(LiveCluster live) {
    var slow = live.cluster().config().slowStart();
    return slow == null ? Duration.ZERO : slow.window();
  }

  /** Returns how many lines mean nothing here. */
  static int take(List<String> lines, Map<String, LiveCluster> clusters) {
    Map<String, Map<String, EndpointState>> known = new HashMap<>();
    clusters.forEach((name, live) -> known.put(name, byAddress(live)));
    int dropped = 0;
    for (String line : lines) {
      String[] words = line.split("\t", -1);
      EndpointState endpoint =
          words.length == WORDS ? known.getOrDefault(words[0], Map.of()).get(words[1]) : null;
      if (endpoint == null || !goOn(endpoint, words[2], words[3])) {
        dropped++;
      }
    }
    return dropped;
  }

  private static Map<String, EndpointState> byAddress(LiveCluster live) {
    Map<String, EndpointState> all = new HashMap<>();
    live.cluster().endpoints().forEach(endpoint -> all.put(endpoint.address(), endpoint));
    return all;
  }

  private static boolean goOn(EndpointState endpoint, String rowText, String ageText) {
    Integer row = number(rowText);
    Integer age = number(ageText);
    if (row == null || age == null || age < 0) {
      return false;
    }
    // This process may have asked meanwhile: what it found itself is newer.
    if (endpoint.row() == 0) {
      endpoint.row(row);
    }
    endpoint.warmingSince(System.nanoTime() - age * 1_000_000L);
    return true;
  }

  private static @Nullable Integer number(String text) {
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
