package io.mizzen.kernel.operate;

import io.mizzen.kernel.upstream.EndpointState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of endpoints that are not as usual, as text between two processes:
 *
 * <pre>
 *   cluster TAB endpoint TAB well|ill TAB override or nothing
 * </pre>
 *
 * <p>Without it a new process would send requests to endpoints that the old one knew to be down,
 * and forget what an operator said.
 */
final class EndpointNotes {
  private static final String WELL = "well";
  private static final String ILL = "ill";
  private static final int WORDS = 4;

  private EndpointNotes() {}

  static List<String> of(Collection<LiveCluster> clusters) {
    List<String> lines = new ArrayList<>();
    for (LiveCluster live : clusters) {
      for (EndpointState endpoint : live.cluster().endpoints()) {
        EndpointState.Override override = endpoint.override();
        if (!endpoint.healthy() || override != null) {
          lines.add(
              String.join(
                  "\t",
                  live.cluster().name(),
                  endpoint.address(),
                  endpoint.healthy() ? WELL : ILL,
                  override == null ? "" : override.name()));
        }
      }
    }
    return lines;
  }

  /** Returns how many lines mean nothing here. */
  static int take(List<String> lines, Map<String, LiveCluster> clusters) {
    int dropped = 0;
    for (String line : lines) {
      String[] words = line.split("\t", -1);
      LiveCluster live = words.length == WORDS ? clusters.get(words[0]) : null;
      EndpointState endpoint = live == null ? null : endpoint(live, words[1]);
      if (live == null || endpoint == null || !note(live, endpoint, words[2], words[3])) {
        dropped++;
      }
    }
    return dropped;
  }

  private static @Nullable EndpointState endpoint(LiveCluster live, String address) {
    for (EndpointState one : live.cluster().endpoints()) {
      if (one.address().equals(address)) {
        return one;
      }
    }
    return null;
  }

  private static boolean note(
      LiveCluster live, EndpointState endpoint, String health, String override) {
    // Without a check nothing would ever say that it is well again.
    if (health.equals(ILL) && live.isChecked()) {
      live.cluster().inheritIll(endpoint);
    }
    if (!override.isEmpty()) {
      for (EndpointState.Override known : EndpointState.Override.values()) {
        if (known.name().equals(override)) {
          endpoint.override(known);
          live.cluster().healthChanged();
          return true;
        }
      }
      return false;
    }
    return live.isChecked() || !health.equals(ILL);
  }
}
