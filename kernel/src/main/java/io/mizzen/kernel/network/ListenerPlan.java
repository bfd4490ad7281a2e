package io.mizzen.kernel.network;

import io.mizzen.spi.network.Inspector;
import java.time.Duration;
import java.util.List;

/**
 * What a listener does with new connections: replaced as a whole by a reload.
 *
 * @param inspectors what looks at the first bytes, in order
 * @param detectTimeout how long detection waits once a first byte is there
 * @param firstByteTimeout how long it waits for that byte
 * @param maxConnections open connections; more are closed at once
 * @param bufferHigh unsent bytes above which a link is not writable
 * @param chains tried in order
 */
public record ListenerPlan(
    List<Inspector.Source> inspectors,
    Duration detectTimeout,
    Duration firstByteTimeout,
    int maxConnections,
    int bufferHigh,
    List<Chain> chains) {
  public ListenerPlan {
    inspectors = List.copyOf(inspectors);
    chains = List.copyOf(chains);
  }
}
