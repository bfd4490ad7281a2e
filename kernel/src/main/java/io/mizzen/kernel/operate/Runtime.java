package io.mizzen.kernel.operate;

import io.mizzen.kernel.config.model.ClusterConfig;
import io.mizzen.kernel.network.Arrival;
import io.mizzen.kernel.network.Arrivals;
import io.mizzen.kernel.network.InheritedSockets;
import io.mizzen.kernel.network.Manifest;
import io.mizzen.kernel.network.MayWait;
import io.mizzen.kernel.network.ProcessLimit;
import io.mizzen.kernel.network.Workers;
import io.mizzen.kernel.plugin.PluginSet;
import io.mizzen.kernel.plugin.Registration;
import io.mizzen.kernel.proxy.BoundTable;
import io.mizzen.kernel.proxy.StreamProxy;
import io.mizzen.kernel.restart.Handing;
import io.mizzen.kernel.telemetry.MetricsRegistry;
import io.mizzen.kernel.upstream.Cluster;
import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.Host;
import io.mizzen.spi.config.Component;
import io.mizzen.spi.upstream.Discovery;
import io.mizzen.spi.upstream.DiscoveryFactory;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is in service: listeners, clusters, services. {@link #apply} goes from one blueprint to the
 * next and touches only what differs; if something cannot be had (an address), nothing has changed.
 * Control thread only.
 */
public final class Runtime implements Arrivals {
  /** 10 ms: nobody looks on. */
  private static final long LOOK_NANOS = 10_000_000;

  private final Workers workers;
  private final StreamProxy proxy;
  private final PluginSet plugins;
  private final Hosts hosts;
  private final MetricsRegistry registry;
  private final ProcessLimit limit;
  private final Listeners listeners;
  private final Services services;
  private Map<String, LiveCluster> clusters = new LinkedHashMap<>();
  private Map<String, BoundTable> tables = new LinkedHashMap<>();
  private volatile @Nullable Blueprint current; // read by views

  public Runtime(
      Workers workers,
      StreamProxy proxy,
      PluginSet plugins,
      Hosts hosts,
      MetricsRegistry registry,
      ProcessLimit limit) {
    this.workers = workers;
    this.proxy = proxy;
    this.plugins = plugins;
    this.hosts = hosts;
    this.registry = registry;
    this.limit = limit;
    this.listeners = new Listeners(workers, proxy, registry, limit);
    this.services = new Services(plugins, hosts);
  }

  // ---- for views: any thread ----------------------------------------------------------------

  /** The blueprint in service, or null before the start. Any thread. */
  public @Nullable Blueprint blueprint() {
    return current;
  }

  /** A copy for views. */
  List<LiveListener> listeners() {
    return listeners.inService();
  }

  /** Those in service, and those on their way out that still have connections. For views. */
  List<LiveListener> allListeners() {
    return listeners.all();
  }

  /** A copy for views. */
  synchronized Map<String, LiveCluster> clusters() {
    return new LinkedHashMap<>(clusters);
  }

  /** A copy for views. */
  synchronized Map<String, BoundTable> tables() {
    return new LinkedHashMap<>(tables);
  }

  /** Open downstream connections. */
  int connections() {
    return limit.open();
  }

  /** What services say of themselves at the start. */
  public Map<String, String> serviceBanners() {
    return services.banners();
  }

  // ---- from one blueprint to the next -------------------------------------------------------

  /**
   * Puts a blueprint into service.
   *
   * @throws IOException if an address cannot be bound; nothing has changed then, and the blueprint
   *     cannot be used any more
   */
  public Changes apply(Blueprint next) throws IOException {
    Blueprint before = current;
    Map<String, LiveCluster> nextClusters = new LinkedHashMap<>();
    List<LiveCluster> fresh = new ArrayList<>();
    next.clusters().forEach((name, parts) -> nextClusters.put(name, cluster(parts, fresh)));
    Map<String, Cluster> byName = new HashMap<>();
    nextClusters.forEach((name, live) -> byName.put(name, live.cluster()));
    Map<String, BoundTable> nextTables = new LinkedHashMap<>();
    next.tables().forEach((name, table) -> nextTables.put(name, new BoundTable(table, byName)));

    fresh.forEach(LiveCluster::start);
    Map<String, LiveListener> nextListeners;
    try {
      nextListeners = listeners.open(next, nextTables, byName);
    } catch (IOException e) {
      fresh.forEach(LiveCluster::stop);
      next.instances().abandon();
      throw e;
    }
    // From here on nothing can fail: the new snapshot is complete and takes over.
    limit.limit(next.config().runtime().maxConnections());
    proxy.events().graceNanos(next.config().drain().grace().toNanos());
    feedKept(next, nextClusters, fresh);
    final Map<String, LiveCluster> oldClusters = clusters;
    synchronized (this) {
      clusters = nextClusters;
      tables = nextTables;
      current = next;
    }
    listeners.replace(nextListeners, next, nextTables, byName);
    oldClusters.forEach(
        (name, live) -> {
          if (!live.equals(nextClusters.get(name))) {
            live.stop();
          }
        });
    proxy.drainRetired();
    next.instances().replace(before == null ? null : before.instances());
    return Changes.between(before, next);
  }

  /** The cluster in service if it is the same but for its fixed endpoints, else a new one. */
  private LiveCluster cluster(Blueprint.ClusterParts parts, List<LiveCluster> fresh) {
    LiveCluster live = clusters.get(parts.config().name());
    if (live != null && sameButEndpoints(live.parts().config(), parts.config())) {
      return live;
    }
    LiveCluster made = new LiveCluster(parts, workers, registry, discovery(parts.config()));
    fresh.add(made);
    return made;
  }

  private static boolean sameButEndpoints(ClusterConfig a, ClusterConfig b) {
    return a.endpoints().isEmpty() == b.endpoints().isEmpty()
        && Clusters.withoutEndpoints(a).equals(Clusters.withoutEndpoints(b));
  }

  private @Nullable Supplier<Discovery> discovery(ClusterConfig config) {
    Component spec = config.discovery();
    if (spec == null) {
      return null;
    }
    Registration<DiscoveryFactory<?>> found = plugins.find(ExtensionPoints.DISCOVERY, spec.type());
    if (found == null) {
      throw new IllegalStateException("discovery " + spec.type() + " was checked to exist");
    }
    Host host = hosts.of(found.plugin());
    return () -> discoveryOf(found.factory(), spec.config(), host);
  }

  private static <C extends Record> Discovery discoveryOf(
      DiscoveryFactory<C> factory, Record config, Host host) {
    return factory.create(factory.configType().cast(config), host);
  }

  /** Clusters that stay hear of the endpoints that stand in the configuration now. */
  private static void feedKept(
      Blueprint next, Map<String, LiveCluster> clusters, List<LiveCluster> fresh) {
    clusters.forEach(
        (name, live) -> {
          Blueprint.ClusterParts parts = next.clusters().get(name);
          if (parts != null
              && parts.config().discovery() == null
              && !fresh.contains(live)
              && !live.parts().config().endpoints().equals(parts.config().endpoints())) {
            live.feed(parts);
          }
        });
  }

  /**
   * Starts services that are new or changed and stops those that are gone. After the listeners, so
   * that what a service tells is true.
   *
   * @throws IOException if one cannot have its address
   */
  public void applyServices(Blueprint next) throws IOException {
    services.apply(next);
  }

  // ---- from another process -----------------------------------------------------------------

  /** Listeners that open from now on look here for their socket first. */
  public void inherit(InheritedSockets sockets) {
    listeners.inherit(sockets);
    services.succeed();
  }

  /**
   * Waits until every cluster has heard of its endpoints, or has had its time: a process that
   * others rely on already must not answer that there are none.
   */
  @MayWait("the start of a successor")
  public void awaitEndpoints(Duration most) {
    long until = System.nanoTime() + most.toNanos();
    while (System.nanoTime() < until
        && !clusters().values().stream().allMatch(LiveCluster::isFed)) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** Services of these kinds run once, unseen, before this process takes over from another. */
  @MayWait("the start of a successor")
  public void rehearseServices(Blueprint next) {
    services.rehearse(next);
  }

  /** Everything another process passed on is in use or closed; what is in use accepts. */
  public void acceptInherited() {
    listeners.acceptInherited();
  }

  @Override
  public CompletableFuture<Arrival> arrive(Manifest manifest, List<FileDescriptor> sockets) {
    return listeners.arrive(manifest, sockets);
  }

  // ---- to another process -------------------------------------------------------------------

  /** Accepts nothing more, and services give way: another process is about to serve. */
  void makeRoom() {
    services.giveWay();
    listeners().forEach(LiveListener::rest);
  }

  /** The same where sockets cannot be passed: what waits to be accepted is lost. */
  public void giveUpAddresses() {
    services.giveWay();
    closeListeners();
  }

  /**
   * That process has not come to serve: accepts again, with services of its own.
   *
   * @param handing what that process was given
   * @throws IOException if an address is another one's meanwhile
   */
  void takeRoomBack(Handing handing) throws IOException {
    if (handing == Handing.SOCKETS) {
      listeners().forEach(LiveListener::wake);
    } else {
      reopenListeners();
    }
    services.stop();
    Blueprint now = current;
    if (now != null) {
      applyServices(now);
    }
  }

  /** Gives up all listening sockets: they are another process's. */
  public void letGo() {
    listeners().forEach(LiveListener::letGo);
  }

  // ---- to the end ---------------------------------------------------------------------------

  /** Stops accepting everywhere. */
  void closeListeners() {
    listeners().forEach(LiveListener::close);
  }

  /** Accepts again after {@link #closeListeners}. */
  void reopenListeners() throws IOException {
    listeners.reopen();
  }

  /** Ends every connection: streams in the words of their protocol, then what has no such words. */
  void cutOff() {
    proxy.cutOff();
    allListeners().forEach(live -> live.listener().cutOff());
  }

  /** Ends everything: services last, so that they can be asked until the end. */
  void stop() {
    clusters().values().forEach(LiveCluster::stop);
    services.stop();
    Blueprint last = current;
    if (last != null) {
      // Filters may hold files: they write what they have before the process ends.
      last.instances().closeAll();
    }
  }
}
