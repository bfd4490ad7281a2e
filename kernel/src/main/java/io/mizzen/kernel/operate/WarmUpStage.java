package io.mizzen.kernel.operate;

import io.mizzen.kernel.config.model.ClusterConfig;
import io.mizzen.kernel.config.model.EndpointConfig;
import io.mizzen.kernel.network.Chain;
import io.mizzen.kernel.network.KernelWorker;
import io.mizzen.kernel.network.Listener;
import io.mizzen.kernel.network.ListenerMetrics;
import io.mizzen.kernel.network.ListenerPlan;
import io.mizzen.kernel.network.ProcessLimit;
import io.mizzen.kernel.network.Workers;
import io.mizzen.kernel.restart.Rehearsal;
import io.mizzen.kernel.telemetry.MetricsRegistry;
import io.mizzen.kernel.upstream.Cluster;
import io.mizzen.kernel.upstream.ClusterMetrics;
import io.mizzen.spi.config.HostPort;
import io.mizzen.spi.protocol.ClientProtocol;
import io.mizzen.spi.upstream.EndpointSpec;
import io.mizzen.spi.upstream.LoadBalancer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One shadow in service: see {@link WarmUp} for the picture. Its front has an understudy of the
 * same plan, to which connections move and back, as they do between processes. Not on a worker.
 */
abstract class WarmUpStage implements AutoCloseable {
  /** So many callers at a time on each worker: more only wait for one another. */
  static final int CALLERS = 4;

  /** Connections of nobody, which move too: as many as a window of moves takes. */
  private static final int IDLE = 24;

  /** There and back, so often at most: with fewer requests than that the callers are done. */
  private static final int MOST_MOVES = 8;

  /** More than any move takes; it ends by itself. */
  private static final Duration MOVE = Duration.ofMillis(500);

  /** A connection within this process that takes longer than that has other troubles. */
  private static final Duration CONNECT = Duration.ofSeconds(1);

  /** How long its connections may take to end. */
  private static final long LAST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long LOOK_NANOS = 1_000_000;

  private static final String NAME = "warm-up";

  final Workers workers;
  final MetricsRegistry registry;
  private final ProcessLimit limit = new ProcessLimit(Integer.MAX_VALUE);
  private final List<SocketChannel> idle = new ArrayList<>();
  private final List<Runnable> stops = new ArrayList<>();
  private @Nullable Ends ends;

  private record Ends(Listener front, Listener understudy, Listener back) {}

  WarmUpStage(Workers workers, MetricsRegistry registry) {
    this.workers = workers;
    this.registry = registry;
  }

  /** What takes requests. */
  abstract Chain front();

  /** What answers them. */
  abstract Chain back();

  /** The cluster that it stands for. */
  abstract ClusterConfig like();

  /** Both are open. */
  abstract void opened(List<EndpointSpec> front, List<EndpointSpec> back);

  /**
   * Makes requests up, on its worker, until the round says that it was enough.
   *
   * @return stops it; any thread
   */
  abstract Runnable call(KernelWorker worker, WarmUpRound round);

  /** Ends what {@link #opened} began. */
  abstract void ended();

  /** A cluster of this process itself. */
  final Cluster cluster(
      @Nullable ClientProtocol protocol, LoadBalancer.Builder balancer, String word) {
    ClusterConfig config = Clusters.forWarmUp(like());
    return new Cluster(
        config,
        protocol,
        balancer,
        null,
        workers,
        new ClusterMetrics(registry.permanent(), config.name(), word, workers.all().size()),
        true);
  }

  private Listener listener(Chain chain) {
    return new Listener(
        NAME,
        new HostPort("127.0.0.1", 0),
        new ListenerPlan(
            List.of(),
            CONNECT,
            CONNECT,
            Integer.MAX_VALUE,
            like().bufferHigh().asInt(),
            List.of(chain)),
        workers,
        limit,
        new ListenerMetrics(registry.permanent(), NAME, workers.all().size()));
  }

  /**
   * Opens both ends.
   *
   * @throws IOException if there is no loopback
   */
  final void open() throws IOException {
    int backlog = CALLERS * workers.all().size() + IDLE;
    Chain plan = front();
    Ends made = new Ends(listener(plan), listener(plan), listener(back()));
    ends = made;
    made.back().open(backlog);
    made.front().open(backlog);
    opened(at(made.front()), at(made.back()));
    for (int i = 0; i < IDLE; i++) {
      idle.add(
          SocketChannel.open(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), made.front().boundPort())));
    }
  }

  /** Where a listener is, with the words of the endpoint it stands for. */
  private List<EndpointSpec> at(Listener listener) {
    List<EndpointConfig> like = like().endpoints();
    return List.of(
        new EndpointSpec(
            "127.0.0.1:" + listener.boundPort(),
            1,
            like.isEmpty() ? Map.of() : like.get(0).metadata()));
  }

  /**
   * Calls until it was enough or the time is up; connections move meanwhile.
   *
   * @param folder for the sockets by which they move
   * @throws IOException if they cannot
   */
  final WarmUpRound run(int requests, long mostNanos, Path folder) throws IOException {
    WarmUpRound round = new WarmUpRound(requests, CALLERS * workers.all().size(), mostNanos);
    for (KernelWorker worker : workers.all()) {
      for (int i = 0; i < CALLERS; i++) {
        stops.add(call(worker, round));
      }
    }
    move(round, folder);
    // One that hears nothing any more is cut off by close().
    round.await();
    return round;
  }

  private void move(WarmUpRound round, Path folder) throws IOException {
    Ends made = ends;
    if (made == null || !workers.transport().canAdopt()) {
      return;
    }
    for (int i = 0; i < MOST_MOVES && (i == 0 || !round.isOver()); i++) {
      Rehearsal.move(folder, new WarmUpResidents(made.front()), made.understudy()::arrive, MOVE);
      Rehearsal.move(folder, new WarmUpResidents(made.understudy()), made.front()::arrive, MOVE);
    }
  }

  @Override
  public final void close() {
    stops.forEach(Runnable::run);
    for (SocketChannel one : idle) {
      try {
        one.close();
      } catch (IOException e) {
        WarmUp.LOG.debug("a connection of the warm-up did not close", e);
      }
    }
    Ends made = ends;
    if (made != null) {
      made.front().close();
      made.back().close();
    }
    ended();
    if (made != null) {
      made.front().cutOff();
      made.understudy().cutOff();
      made.back().cutOff();
    }
    long until = System.nanoTime() + LAST_NANOS;
    while (limit.open() > 0 && System.nanoTime() < until) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
