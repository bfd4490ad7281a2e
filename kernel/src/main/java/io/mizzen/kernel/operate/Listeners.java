package io.mizzen.kernel.operate;

import io.mizzen.kernel.config.model.ListenerConfig;
import io.mizzen.kernel.network.Arrival;
import io.mizzen.kernel.network.Arrivals;
import io.mizzen.kernel.network.InheritedSockets;
import io.mizzen.kernel.network.Manifest;
import io.mizzen.kernel.network.ProcessLimit;
import io.mizzen.kernel.network.Workers;
import io.mizzen.kernel.proxy.BoundTable;
import io.mizzen.kernel.proxy.StreamProxy;
import io.mizzen.kernel.telemetry.MetricsRegistry;
import io.mizzen.kernel.upstream.Cluster;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The listeners in service, and those on their way out, which have connections still. They change
 * on the control thread; views and arrivals look from any other.
 */
final class Listeners implements Arrivals {
  private final Workers workers;
  private final StreamProxy proxy;
  private final MetricsRegistry registry;
  private final ProcessLimit limit;
  private Map<String, LiveListener> inService = new LinkedHashMap<>(); // replaced under this
  private final List<LiveListener> leaving = new ArrayList<>(); // guarded by this
  private InheritedSockets inherited = new InheritedSockets();

  Listeners(Workers workers, StreamProxy proxy, MetricsRegistry registry, ProcessLimit limit) {
    this.workers = workers;
    this.proxy = proxy;
    this.registry = registry;
    this.limit = limit;
  }

  /** A copy of those in service. Any thread. */
  synchronized List<LiveListener> inService() {
    return new ArrayList<>(inService.values());
  }

  /** Those in service, and those on their way out that still have connections. Any thread. */
  synchronized List<LiveListener> all() {
    List<LiveListener> all = new ArrayList<>(inService.values());
    leaving.stream().filter(live -> live.listener().activeConnections() > 0).forEach(all::add);
    return all;
  }

  private synchronized long connectionsOf(String listener) {
    long sum = 0;
    for (LiveListener live : all()) {
      if (live.listener().name().equals(listener)) {
        sum += live.listener().activeConnections();
      }
    }
    return sum;
  }

  @Override
  public CompletableFuture<Arrival> arrive(Manifest manifest, List<FileDescriptor> sockets) {
    LiveListener live;
    synchronized (this) {
      live = inService.get(manifest.listener());
    }
    if (live == null) {
      sockets.forEach(InheritedSockets::close);
      return CompletableFuture.failedFuture(
          new IllegalArgumentException("no listener " + manifest.listener()));
    }
    return live.listener().arrive(manifest, sockets);
  }

  // ---- another process's sockets ------------------------------------------------------------

  /** Those that open from now on look here for their socket first. */
  void inherit(InheritedSockets sockets) {
    inherited = sockets;
  }

  /** Everything another process passed on is in use or closed; what is in use accepts. */
  void acceptInherited() {
    inherited.closeRest();
    inService().forEach(LiveListener::accept);
  }

  // ---- from one blueprint to the next -------------------------------------------------------

  /**
   * The listeners of a blueprint by name: those in service that fit, and new ones, which are open
   * now.
   *
   * @throws IOException if an address cannot be had; nothing has changed then
   */
  Map<String, LiveListener> open(
      Blueprint next, Map<String, BoundTable> tables, Map<String, Cluster> clusters)
      throws IOException {
    Map<String, LiveListener> result = new LinkedHashMap<>();
    List<LiveListener> opened = new ArrayList<>();
    List<LiveListener> closedForThem = new ArrayList<>();
    try {
      for (Blueprint.ListenerParts parts : next.listeners()) {
        ListenerConfig config = parts.config();
        LiveListener live = inService.get(config.name());
        if (live == null || !live.fits(config)) {
          LiveListener inTheWay = holder(config);
          if (inTheWay != null) {
            inTheWay.close();
            closedForThem.add(inTheWay);
          }
          live =
              new LiveListener(
                  parts, tables, clusters, proxy, workers, limit, registry, this::connectionsOf);
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
    for (LiveListener live : inService.values()) {
      if (live.listener().address().equals(wanted.bind())) {
        return live;
      }
    }
    return null;
  }

  /** Puts those that {@link #open} gave into service; those that stay get their new parts. */
  void replace(
      Map<String, LiveListener> opened,
      Blueprint next,
      Map<String, BoundTable> tables,
      Map<String, Cluster> clusters) {
    Map<String, LiveListener> before = inService;
    synchronized (this) {
      inService = opened;
    }
    for (Blueprint.ListenerParts parts : next.listeners()) {
      LiveListener live = opened.get(parts.config().name());
      if (live != null && live.equals(before.get(parts.config().name()))) {
        live.update(parts, tables, clusters);
      }
    }
    before.forEach(
        (name, live) -> {
          if (!live.equals(opened.get(name))) {
            retire(live, next.config().drain().max());
          }
        });
  }

  private void retire(LiveListener live, Duration most) {
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
            most.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private synchronized void leave(LiveListener live) {
    leaving.add(live);
  }

  private synchronized void left(LiveListener live) {
    leaving.remove(live);
  }

  /** Accepts again after all were closed. */
  void reopen() throws IOException {
    for (LiveListener live : inService()) {
      live.open();
    }
  }
}
