package io.mizzen.kernel.operate;

import io.mizzen.kernel.config.model.FilterChainConfig;
import io.mizzen.kernel.config.model.ListenerConfig;
import io.mizzen.kernel.config.model.TcpProxyConfig;
import io.mizzen.kernel.network.Arrival;
import io.mizzen.kernel.network.Candidate;
import io.mizzen.kernel.network.Chain;
import io.mizzen.kernel.network.DownstreamLink;
import io.mizzen.kernel.network.InheritedSockets;
import io.mizzen.kernel.network.Link;
import io.mizzen.kernel.network.LinkHandler;
import io.mizzen.kernel.network.Listener;
import io.mizzen.kernel.network.ListenerMetrics;
import io.mizzen.kernel.network.ListenerPlan;
import io.mizzen.kernel.network.Manifest;
import io.mizzen.kernel.network.ProcessLimit;
import io.mizzen.kernel.network.Workers;
import io.mizzen.kernel.proxy.BoundTable;
import io.mizzen.kernel.proxy.ChainPlan;
import io.mizzen.kernel.proxy.StreamMetrics;
import io.mizzen.kernel.proxy.StreamProxy;
import io.mizzen.kernel.proxy.TcpProxy;
import io.mizzen.kernel.telemetry.KernelMetrics;
import io.mizzen.kernel.telemetry.MetricsRegistry;
import io.mizzen.kernel.telemetry.MetricsScope;
import io.mizzen.kernel.upstream.Cluster;
import io.mizzen.spi.config.Component;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A listener in service. A reload gives it new parts: chains that speak the same protocol as before
 * keep their handle, so open connections see the new filters and routes with their next request;
 * other chains, and with {@code openConnections: drain} all that have changed, get a new one, and
 * connections of the old one drain.
 */
final class LiveListener {
  private final StreamProxy proxy;
  private final Workers workers;
  private final MetricsScope metrics;
  private final Listener listener;
  private Map<String, Slot> slots = new HashMap<>();
  private Blueprint.ListenerParts parts;
  private volatile boolean accepting; // written by the control thread, read by views

  /** A stream chain by its name: what it speaks and where its plan is. */
  private record Slot(FilterChainConfig config, List<ChainPlan.Handle> handles) {
    /** Whether connections of this chain may go on with another one of its name. */
    boolean mayFollow(FilterChainConfig next, ListenerConfig.OnChange onChange) {
      return onChange == ListenerConfig.OnChange.FOLLOW
          ? Objects.equals(config.protocol(), next.protocol())
          : config.equals(next);
    }
  }

  /**
   * A listener that is not open yet.
   *
   * @param connections open connections of all listeners of a name: the one it replaces may still
   *     have some
   */
  LiveListener(
      Blueprint.ListenerParts parts,
      Map<String, BoundTable> tables,
      Map<String, Cluster> clusters,
      StreamProxy proxy,
      Workers workers,
      ProcessLimit limit,
      MetricsRegistry registry,
      ToLongFunction<String> connections) {
    this.parts = parts;
    this.proxy = proxy;
    this.workers = workers;
    this.metrics = registry.scope();
    ListenerConfig config = parts.config();
    this.listener =
        new Listener(
            config.name(),
            config.bind(),
            plan(parts, tables, clusters),
            workers,
            limit,
            new ListenerMetrics(metrics, config.name(), workers.all().size()));
    metrics.gauge(
        KernelMetrics.LISTENER_CONNECTIONS.name(),
        () -> connections.applyAsLong(config.name()),
        config.name());
  }

  Listener listener() {
    return listener;
  }

  Blueprint.ListenerParts parts() {
    return parts;
  }

  void open() throws IOException {
    listener.open(parts.config().backlog());
    accepting = true;
  }

  /** The same, with a socket of another process if it has one for this address. */
  void open(InheritedSockets inherited) throws IOException {
    if (!listener.adopt(inherited)) {
      open();
    }
  }

  /** Begins to accept on a socket that was taken over. */
  void accept() {
    listener.accept();
    accepting = true;
  }

  /** Stops accepting for a while; nobody who connects is refused. */
  void rest() {
    accepting = false;
    listener.rest();
  }

  /** Accepts again after {@link #rest}. */
  void wake() {
    listener.wake();
    accepting = true;
  }

  /** Stops accepting; the socket lives on in another process. */
  void letGo() {
    accepting = false;
    listener.letGo();
  }

  /** Whether new connections are taken. Any thread. */
  boolean accepting() {
    return accepting;
  }

  /** Whether these parts can be served without a rebind. */
  boolean fits(ListenerConfig config) {
    return config.name().equals(listener.name()) && config.bind().equals(listener.address());
  }

  /** Takes new parts over; new streams follow them from here on. */
  void update(
      Blueprint.ListenerParts next, Map<String, BoundTable> tables, Map<String, Cluster> clusters) {
    listener.plan(plan(next, tables, clusters));
    parts = next;
  }

  private ListenerPlan plan(
      Blueprint.ListenerParts next, Map<String, BoundTable> tables, Map<String, Cluster> clusters) {
    ListenerConfig config = next.config();
    Map<String, Slot> before = slots;
    Map<String, Slot> after = new HashMap<>();
    List<Chain> chains = new ArrayList<>();
    for (Blueprint.ChainParts chain : next.chains()) {
      chains.add(
          chain.config().tcpProxy() == null
              ? streamChain(chain, config.openConnections(), tables, before, after)
              : tcpChain(chain, chain.config().tcpProxy(), clusters));
    }
    before.forEach((name, slot) -> slot.handles().forEach(ChainPlan.Handle::retire));
    slots = after;
    return new ListenerPlan(
        next.inspectors(),
        config.detectTimeout(),
        config.firstByteTimeout(),
        config.maxConnections(),
        config.bufferHigh().asInt(),
        chains);
  }

  private static Chain tcpChain(
      Blueprint.ChainParts chain, TcpProxyConfig config, Map<String, Cluster> clusters) {
    Cluster target = clusters.get(config.cluster());
    if (target == null) {
      throw new IllegalStateException("cluster " + config.cluster() + " was checked to exist");
    }
    return new Chain(
        chain.name(),
        chain.matcher(),
        chain.networkFilters(),
        List.of(),
        new TcpProxy(config, target));
  }

  /** Each candidate protocol of a chain has its own handle, for its own counts. */
  private Chain streamChain(
      Blueprint.ChainParts chain,
      ListenerConfig.OnChange onChange,
      Map<String, BoundTable> tables,
      Map<String, Slot> before,
      Map<String, Slot> after) {
    BoundTable table = tables.get(chain.config().routes());
    Component protocol = chain.config().protocol();
    if (table == null || protocol == null) {
      throw new IllegalStateException("chain " + chain.name() + " was checked to be complete");
    }
    Slot known = before.get(chain.name());
    boolean keep = known != null && known.mayFollow(chain.config(), onChange);
    Map<String, Chain.Target> targets = new HashMap<>();
    List<ChainPlan.Handle> handles = new ArrayList<>();
    for (int i = 0; i < chain.candidates().size(); i++) {
      Candidate candidate = chain.candidates().get(i);
      ChainPlan plan =
          new ChainPlan(
              chain.filters(),
              table,
              chain.config().bufferLimit().asInt(),
              new StreamMetrics(metrics, parts.config().name(), candidate.word(), workers.asSpi()));
      ChainPlan.Handle handle;
      if (keep && known != null && i < known.handles().size()) {
        handle = known.handles().get(i);
        handle.plan(plan);
      } else {
        handle = new ChainPlan.Handle(plan);
      }
      handles.add(handle);
      targets.put(candidate.word(), proxy.target(candidate.protocol(), handle));
    }
    if (keep) {
      before.remove(chain.name());
    }
    after.put(chain.name(), new Slot(chain.config(), handles));
    return new Chain(
        chain.name(),
        chain.matcher(),
        chain.networkFilters(),
        chain.candidates(),
        new ByProtocol(targets));
  }

  /** Each protocol of a chain has its target. */
  private record ByProtocol(Map<String, Chain.Target> targets) implements Chain.Target {
    @Override
    public LinkHandler open(DownstreamLink connection, @Nullable Candidate protocol) {
      return of(protocol).open(connection, protocol);
    }

    @Override
    public LinkHandler resume(
        DownstreamLink connection,
        @Nullable Candidate protocol,
        Manifest manifest,
        @Nullable Link upstream,
        Arrival arrival) {
      return of(protocol).resume(connection, protocol, manifest, upstream, arrival);
    }

    private Chain.Target of(@Nullable Candidate chosen) {
      Chain.Target target = chosen == null ? null : targets.get(chosen.word());
      if (target == null) {
        throw new IllegalStateException("a connection without a protocol in a stream chain");
      }
      return target;
    }
  }

  /** Stops accepting; open connections are the caller's matter. */
  void close() {
    accepting = false;
    listener.close();
  }

  /** Everything is over. */
  void forget() {
    metrics.close();
  }
}
