package io.mizzen.kernel.router;

import io.mizzen.kernel.config.model.RouteConfig;
import io.mizzen.kernel.config.model.WeightedClusterConfig;
import io.mizzen.spi.Worker;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.route.Route;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One route: what the kernel does with a request that matches, in the form the path wants it. */
public final class KernelRoute implements Route {
  private final String table;
  private final int index;
  private final String name;
  private final String place;
  private final RouteConfig config;
  private final List<String> clusters;
  private final @Nullable WeightedSplit split;
  private final @Nullable LocalReply reply;
  private final long timeoutNanos;
  private final long idleNanos;
  private final long tryNanos;
  private final Set<String> retryOn;
  private final FieldEdits requestEdits;
  private final FieldEdits responseEdits;

  /**
   * @param reply the answer of a direct response, or null
   * @param place {@code file:line:column}
   * @param workers how many workers there are
   */
  public KernelRoute(
      String table,
      int index,
      RouteConfig config,
      @Nullable LocalReply reply,
      String place,
      int workers) {
    this.table = table;
    this.index = index;
    this.config = config;
    this.name = config.name() == null ? String.valueOf(index) : config.name();
    this.place = place;
    this.reply = reply;
    if (config.cluster() != null) {
      this.clusters = List.of(config.cluster());
      this.split = null;
    } else {
      this.clusters = config.clusters().stream().map(WeightedClusterConfig::cluster).toList();
      int[] weights = config.clusters().stream().mapToInt(WeightedClusterConfig::weight).toArray();
      this.split = weights.length == 0 ? null : new WeightedSplit(weights, workers);
    }
    this.timeoutNanos = config.timeout().toNanos();
    this.idleNanos = config.idleTimeout().toNanos();
    this.tryNanos =
        config.retry().perTryTimeout() == null ? 0 : config.retry().perTryTimeout().toNanos();
    this.retryOn = Set.copyOf(config.retry().conditions());
    this.requestEdits = new FieldEdits(config.headers().request());
    this.responseEdits = new FieldEdits(config.headers().response());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String table() {
    return table;
  }

  @Override
  public int index() {
    return index;
  }

  @Override
  public String place() {
    return place;
  }

  @Override
  public Target target() {
    if (reply != null) {
      return Target.REPLY;
    }
    return clusters.isEmpty() ? Target.NONE : Target.CLUSTER;
  }

  public RouteConfig config() {
    return config;
  }

  /** The names of its clusters; several if it splits. */
  public List<String> clusters() {
    return clusters;
  }

  /** Which of {@link #clusters} the next request goes to. */
  public int choose(Worker worker) {
    return split == null ? 0 : split.next(worker.index());
  }

  /** The answer made here, or null. */
  public @Nullable LocalReply reply() {
    return reply;
  }

  /** For the whole, in nanoseconds; 0 for no limit. */
  public long timeoutNanos() {
    return timeoutNanos;
  }

  /** Without a byte, in nanoseconds; 0 for no limit. */
  public long idleNanos() {
    return idleNanos;
  }

  /** For one try, in nanoseconds; 0 for no limit. */
  public long tryNanos() {
    return tryNanos;
  }

  /** Whether a try that ended so may be repeated. */
  public boolean retriesOn(String why) {
    return retryOn.contains(why);
  }

  public FieldEdits requestEdits() {
    return requestEdits;
  }

  public FieldEdits responseEdits() {
    return responseEdits;
  }
}
