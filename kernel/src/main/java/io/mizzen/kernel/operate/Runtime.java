package io.mizzen.kernel.operate;

import io.mizzen.kernel.config.model.ClusterConfig;
import io.mizzen.kernel.config.model.ListenerConfig;
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
import io.mizzen.spi.operate.Service;
import io.mizzen.spi.operate.ServiceFactory;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is in service: listeners, clusters, services. {@link #apply} goes from one blueprint to the
 * next and touches only what differs; if something cannot be had (an address), nothing has changed.
 * Control thread only.
 */
public final class Runtime implements Arrivals {
  private static final Logger LOG = LoggerFactory.getLogger(Runtime.class);

  /** 10 ms: nobody looks on. */
  private static final long LOOK_NANOS = 10_000_000;

  private final Workers workers;
  private final StreamProxy proxy;
  private final PluginSet plugins;
  private final Hosts hosts;
  private final MetricsRegistry registry;
  private final ProcessLimit limit;
  private Map<String, LiveCluster> clusters = new LinkedHashMap<>();
  private Map<String, LiveListener> listeners = new LinkedHashMap<>();
  private final List<LiveListener> leaving = new ArrayList<>(); // guarded by this
  private final Map<String, LiveService> services = new LinkedHashMap<>();
  private Map<String, BoundTable> tables = new LinkedHashMap<>();
  private volatile @Nullable Blueprint current; // read by views
  private InheritedSockets inherited = new InheritedSockets();
  private Start start = Start.FIRST;

  /** How services begin: those of a process before this one may still be there. */
  private enum Start {
    FIRST,
    AS_SUCCESSOR
  }

  private record LiveService(Record config, Service service) {}

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
  }

  /** The blueprint in service, or null before the start. Any thread. */
  public @Nullable Blueprint blueprint() {
    return current;
  }

  /** Listeners that open from now on look here for their socket first. */
  public void inherit(InheritedSockets sockets) {
    inherited = sockets;
    start = Start.AS_SUCCESSOR;
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

  /** Everything another process passed on is in use or closed; what is in use accepts. */
  public void acceptInherited() {
    inherited.closeRest();
    listeners().forEach(LiveListener::accept);
  }

  /** Gives up all listening sockets: they are another process's. */
  public void letGo() {
    listeners().forEach(LiveListener::letGo);
  }

  /** Accepts nothing more, and services give way: another process is about to serve. */
  void makeRoom() {
    services.values().removeIf(live -> live.service().giveWay() == Service.Presence.STOPPED);
    listeners().forEach(LiveListener::rest);
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
    stopServices();
    Blueprint now = current;
    if (now != null) {
      applyServices(now);
    }
  }

  /** The same where sockets cannot be passed: what waits to be accepted is lost. */
  public void giveUpAddresses() {
    services.values().removeIf(live -> live.service().giveWay() == Service.Presence.STOPPED);
    closeListeners();
  }

  @Override
  public CompletableFuture<Arrival> arrive(Manifest manifest, List<FileDescriptor> sockets) {
    LiveListener live;
    synchronized (this) {
      live = listeners.get(manifest.listener());
    }
    if (live == null) {
      sockets.forEach(InheritedSockets::close);
      return CompletableFuture.failedFuture(
          new IllegalArgumentException("no listener " + manifest.listener()));
    }
    return live.listener().arrive(manifest, sockets);
  }

  /** A copy for views. */
  synchronized List<LiveListener> listeners() {
    return new ArrayList<>(listeners.values());
  }

  /** Those in service, and those on their way out that still have connections. For views. */
  synchronized List<LiveListener> allListeners() {
    List<LiveListener> all = new ArrayList<>(listeners.values());
    leaving.stream().filter(live -> live.listener().activeConnections() > 0).forEach(all::add);
    return all;
  }

  private synchronized long connectionsOf(String listener) {
    long sum = 0;
    for (LiveListener live : allListeners()) {
      if (live.listener().name().equals(listener)) {
        sum += live.listener().activeConnections();
      }
    }
    return sum;
  }

  /** A copy for views. */
  synchronized Map<String, LiveCluster> clusters() {
    return new LinkedHashMap<>(clusters);
  }

  /** A copy for views. */
  synchronized Map<String, BoundTable> tables() {
    return new LinkedHashMap<>(tables);
  }

  /** What a reload changed. */
  public record Change(int added, int changed, int removed) {
    boolean isNothing() {
      return added + changed + removed == 0;
    }
  }

  /** What {@link #apply} did, by kind of thing. */
  public record Changes(Change listeners, Change routes, Change clusters) {}

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
      nextListeners = openListeners(next, nextTables, byName);
    } catch (IOException e) {
      fresh.forEach(LiveCluster::stop);
      next.instances().abandon();
      throw e;
    }
    // From here on nothing can fail: the new snapshot is complete and takes over.
    limit.limit(next.config().runtime().maxConnections());
    proxy.events().graceNanos(next.config().drain().grace().toNanos());
    for (Map.Entry<String, LiveCluster> kept : nextClusters.entrySet()) {
      Blueprint.ClusterParts parts = next.clusters().get(kept.getKey());
      if (parts != null
          && parts.config().discovery() == null
          && !fresh.contains(kept.getValue())
          && !kept.getValue().parts().config().endpoints().equals(parts.config().endpoints())) {
        kept.getValue().feed(parts);
      }
    }
    final Map<String, LiveListener> oldListeners = listeners;
    final Map<String, LiveCluster> oldClusters = clusters;
    synchronized (this) {
      listeners = nextListeners;
      clusters = nextClusters;
      tables = nextTables;
      current = next;
    }
    for (Map.Entry<String, LiveListener> entry : nextListeners.entrySet()) {
      LiveListener live = entry.getValue();
      for (Blueprint.ListenerParts parts : next.listeners()) {
        if (live.fits(parts.config()) && live.equals(oldListeners.get(entry.getKey()))) {
          live.update(parts, nextTables, byName);
        }
      }
    }
    retire(oldListeners, nextListeners, next);
    oldClusters.forEach(
        (name, live) -> {
          if (!live.equals(nextClusters.get(name))) {
            live.stop();
          }
        });
    proxy.drainRetired();
    next.instances().replace(before == null ? null : before.instances());
    return changes(before, next);
  }

  // ---- clusters -----------------------------------------------------------------------------

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

  // ---- listeners ----------------------------------------------------------------------------

  private Map<String, LiveListener> openListeners(
      Blueprint next, Map<String, BoundTable> nextTables, Map<String, Cluster> byName)
      throws IOException {
    Map<String, LiveListener> result = new LinkedHashMap<>();
    List<LiveListener> opened = new ArrayList<>();
    List<LiveListener> closedForThem = new ArrayList<>();
    try {
      for (Blueprint.ListenerParts parts : next.listeners()) {
        ListenerConfig config = parts.config();
        LiveListener live = listeners.get(config.name());
        if (live == null || !live.fits(config)) {
          LiveListener inTheWay = holder(config);
          if (inTheWay != null) {
            inTheWay.close();
            closedForThem.add(inTheWay);
          }
          live =
              new LiveListener(
                  parts, nextTables, byName, proxy, workers, limit, registry, this::connectionsOf);
          opened.add(live);
          live.open(inherited);
        }
        result.put(config.name(), live);
      }
      return result;
    } catch (IOException e) {
      opened.forEach(
          live -> {
            live.close();
            live.forget();
          });
      for (LiveListener old : closedForThem) {
        old.open();
      }
      throw e;
    }
  }

  /** A listener under another name that has the address; it is on its way out. */
  private @Nullable LiveListener holder(ListenerConfig wanted) {
    if (!wanted.bind().isUnix() && wanted.bind().port() == 0) {
      return null;
    }
    for (LiveListener live : listeners.values()) {
      if (live.listener().address().equals(wanted.bind())) {
        return live;
      }
    }
    return null;
  }

  private void retire(
      Map<String, LiveListener> old, Map<String, LiveListener> next, Blueprint blueprint) {
    old.forEach(
        (name, live) -> {
          if (!live.equals(next.get(name))) {
            live.close();
            leave(live);
            proxy.drain(connection -> connection.owner().equals(live.listener()));
            workers
                .acceptor()
                .loop()
                .schedule(
                    () -> {
                      proxy.cutOff(live.listener());
                      live.listener().cutOff();
                      live.forget();
                      left(live);
                    },
                    blueprint.config().drain().max().toMillis(),
                    java.util.concurrent.TimeUnit.MILLISECONDS);
          }
        });
  }

  private synchronized void leave(LiveListener live) {
    leaving.add(live);
  }

  private synchronized void left(LiveListener live) {
    leaving.remove(live);
  }

  private static Changes changes(@Nullable Blueprint before, Blueprint next) {
    Map<String, Object> listenersBefore = new HashMap<>();
    Map<String, Object> routesBefore = new HashMap<>();
    Map<String, Object> clustersBefore = new HashMap<>();
    if (before != null) {
      before.config().listeners().forEach(l -> listenersBefore.put(l.name(), l));
      before
          .tables()
          .values()
          .forEach(
              t ->
                  t.routes().forEach(r -> routesBefore.put(t.name() + "/" + r.name(), r.config())));
      before.config().clusters().forEach(c -> clustersBefore.put(c.name(), c));
    }
    Map<String, Object> listenersNext = new HashMap<>();
    Map<String, Object> routesNext = new HashMap<>();
    Map<String, Object> clustersNext = new HashMap<>();
    next.config().listeners().forEach(l -> listenersNext.put(l.name(), l));
    next.tables()
        .values()
        .forEach(
            t -> t.routes().forEach(r -> routesNext.put(t.name() + "/" + r.name(), r.config())));
    next.config().clusters().forEach(c -> clustersNext.put(c.name(), c));
    return new Changes(
        difference(listenersBefore, listenersNext),
        difference(routesBefore, routesNext),
        difference(clustersBefore, clustersNext));
  }

  private static Change difference(Map<String, Object> before, Map<String, Object> next) {
    int added = 0;
    int changed = 0;
    for (Map.Entry<String, Object> entry : next.entrySet()) {
      Object old = before.get(entry.getKey());
      if (old == null) {
        added++;
      } else if (!old.equals(entry.getValue())) {
        changed++;
      }
    }
    int removed = (int) before.keySet().stream().filter(name -> !next.containsKey(name)).count();
    return new Change(added, changed, removed);
  }

  // ---- services -----------------------------------------------------------------------------

  /**
   * Starts services that are new or changed and stops those that are gone. After the listeners, so
   * that what a service tells is true.
   *
   * @throws IOException if one cannot have its address
   */
  public void applyServices(Blueprint next) throws IOException {
    for (String type : List.copyOf(services.keySet())) {
      LiveService live = services.get(type);
      if (live != null && !live.config().equals(next.services().get(type))) {
        services.remove(type);
        live.service().stop();
      }
    }
    for (Map.Entry<String, Record> wanted : next.services().entrySet()) {
      if (!services.containsKey(wanted.getKey())) {
        Registration<ServiceFactory<?>> found =
            plugins.find(ExtensionPoints.SERVICES, wanted.getKey());
        if (found != null) {
          Service service = serviceOf(found.factory(), wanted.getValue(), hosts.of(found.plugin()));
          if (start == Start.AS_SUCCESSOR) {
            service.startAsSuccessor();
          } else {
            service.start();
          }
          services.put(wanted.getKey(), new LiveService(wanted.getValue(), service));
        }
      }
    }
    start = Start.FIRST;
  }

  /** Services of these kinds run once, unseen, before this process takes over from another. */
  @MayWait("the start of a successor")
  public void rehearseServices(Blueprint next) {
    next.services()
        .forEach(
            (type, config) -> {
              Registration<ServiceFactory<?>> found = plugins.find(ExtensionPoints.SERVICES, type);
              if (found != null) {
                try {
                  serviceOf(found.factory(), config, hosts.of(found.plugin())).rehearse();
                } catch (IOException | RuntimeException e) {
                  LOG.debug("service {} begins cold", type, e);
                }
              }
            });
  }

  private static <C extends Record> Service serviceOf(
      ServiceFactory<C> factory, Record config, Host host) {
    return factory.create(factory.configType().cast(config), host);
  }

  /** What services say of themselves at the start. */
  public Map<String, String> serviceBanners() {
    Map<String, String> banners = new LinkedHashMap<>();
    services.forEach((type, live) -> banners.put(type, live.service().banner()));
    return banners;
  }

  /** Ends every connection: streams in the words of their protocol, then what has no such words. */
  void cutOff() {
    proxy.cutOff();
    allListeners().forEach(live -> live.listener().cutOff());
  }

  /** Stops accepting everywhere. */
  void closeListeners() {
    listeners().forEach(LiveListener::close);
  }

  /** Accepts again after {@link #closeListeners}. */
  void reopenListeners() throws IOException {
    for (LiveListener live : listeners()) {
      live.open();
    }
  }

  /** Open downstream connections. */
  int connections() {
    return limit.open();
  }

  private void stopServices() {
    services
        .values()
        .forEach(
            live -> {
              try {
                live.service().stop();
              } catch (RuntimeException e) {
                LOG.warn("a service did not stop in order: {}", e.getMessage());
              }
            });
    services.clear();
  }

  /** Ends everything: services last, so that they can be asked until the end. */
  void stop() {
    clusters().values().forEach(LiveCluster::stop);
    stopServices();
    Blueprint last = current;
    if (last != null) {
      // Filters may hold files: they write what they have before the process ends.
      last.instances().closeAll();
    }
  }
}
