package io.mizzen.kernel.upstream;

import io.mizzen.kernel.config.model.WorkerSubsetConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The endpoints of a cluster at one time, and which of them each worker uses.
 *
 * <p>Every worker has its own connections, so workers times endpoints is how many there are. Where
 * that is too many, the endpoints stand in a ring, in an order that follows from their addresses
 * alone, and every worker uses an arc of it:
 *
 * <pre>
 *   ring      a b c d e f g h i j k l      3 workers, each endpoint is used by 2 of them
 *   worker 0  a b c d e f g h
 *   worker 1          e f g h i j k l
 *   worker 2  a b c d         i j k l
 * </pre>
 *
 * <p>All endpoints are used by the same number of workers, give or take one, and one that comes or
 * goes moves the ends of arcs by one place: hardly any connection is lost by that.
 */
final class EndpointSet {
  static final EndpointSet EMPTY = new EndpointSet(List.of(), List.of(), 0);

  private final List<EndpointState> all;
  private final List<EndpointState> ring;
  private final int arc;

  private EndpointSet(List<EndpointState> all, List<EndpointState> ring, int arc) {
    this.all = all;
    this.ring = ring;
    this.arc = arc;
  }

  static EndpointSet of(List<EndpointState> endpoints, WorkerSubsetConfig config, int workers) {
    List<EndpointState> all = List.copyOf(endpoints);
    long pairs = (long) workers * all.size();
    if (pairs <= config.above() || all.size() <= config.minimum()) {
      return new EndpointSet(all, all, all.size());
    }
    // How many workers use an endpoint, so that a worker has the minimum; then all of their arcs.
    long shared = ((long) config.minimum() * workers + all.size() - 1) / all.size();
    int arc = (int) Math.min(all.size(), (shared * all.size() + workers - 1) / workers);
    if (arc == all.size()) {
      return new EndpointSet(all, all, arc);
    }
    List<EndpointState> ring = new ArrayList<>(all);
    ring.sort(
        Comparator.comparingInt((EndpointState e) -> spread(e.address()))
            .thenComparing(EndpointState::address));
    return new EndpointSet(all, List.copyOf(ring), arc);
  }

  /** Neighbouring addresses are often one machine or one rack: they should not share an arc. */
  private static int spread(String address) {
    // The finishing step of MurmurHash3 over Java's hash, which leaves neighbours side by side.
    int bits = address.hashCode();
    bits = (bits ^ (bits >>> 16)) * 0x85ebca6b;
    bits = (bits ^ (bits >>> 13)) * 0xc2b2ae35;
    return bits ^ (bits >>> 16);
  }

  List<EndpointState> all() {
    return all;
  }

  /** Whether workers use different endpoints. */
  boolean isShared() {
    return arc < all.size();
  }

  /** Those that a worker uses. */
  List<EndpointState> of(int worker, int workers) {
    if (!isShared()) {
      return all;
    }
    int from = (int) ((long) worker * ring.size() / workers);
    List<EndpointState> mine = new ArrayList<>(arc);
    for (int i = 0; i < arc; i++) {
      mine.add(ring.get((from + i) % ring.size()));
    }
    return mine;
  }
}
