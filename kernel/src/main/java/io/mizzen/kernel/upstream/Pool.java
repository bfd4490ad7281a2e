package io.mizzen.kernel.upstream;

import io.mizzen.kernel.network.KernelWorker;
import io.mizzen.kernel.network.Link;
import io.mizzen.spi.Why;
import io.mizzen.spi.network.Preamble;
import io.mizzen.spi.protocol.ClientProtocol;
import io.mizzen.spi.protocol.ClientProtocol.Mode;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * One worker's connections to one endpoint. Ping-pong connections are used last in, first out, so
 * that those too many grow idle and end; multiplexed ones are filled by the fewest open streams.
 */
final class Pool {
  private final Cluster cluster;
  private final KernelWorker worker;
  private final EndpointState endpoint;
  private final ClientProtocol protocol;
  private final @Nullable Preamble preamble;
  private final Mode mode;
  private final int maxConnections;
  private final int maxPending;
  private final int maxStreams;
  private final ArrayList<UpstreamConnection> connections = new ArrayList<>(2);
  private final ArrayDeque<UpstreamConnection> idle = new ArrayDeque<>(4);
  private final ArrayDeque<PoolClient> pending = new ArrayDeque<>(4);
  private int connecting;
  private int active;
  // A pool that has a connection does not ask for more while the endpoint takes none.
  private boolean lastConnectFailed;
  private boolean retired;

  Pool(Cluster cluster, KernelWorker worker, EndpointState endpoint, ClientProtocol protocol) {
    this.cluster = cluster;
    this.worker = worker;
    this.endpoint = endpoint;
    this.protocol = protocol;
    this.preamble = cluster.preamble();
    ClientProtocol.Pool limits = protocol.pool();
    this.mode = limits.mode();
    int workers = cluster.workerCount();
    this.maxConnections = Math.max(1, limits.maxConnections() / workers);
    this.maxPending = Math.max(1, limits.maxPending() / workers);
    this.maxStreams = mode == Mode.PING_PONG || preamble != null ? 1 : limits.maxStreams();
  }

  Cluster cluster() {
    return cluster;
  }

  KernelWorker worker() {
    return worker;
  }

  EndpointState endpoint() {
    return endpoint;
  }

  ClientProtocol protocol() {
    return protocol;
  }

  Mode mode() {
    return mode;
  }

  int maxStreams() {
    return maxStreams;
  }

  /** Open streams. */
  int active() {
    return active;
  }

  /** Streams that wait for a connection. */
  int pending() {
    return pending.size();
  }

  /** Connections, those that are just being opened included. */
  int size() {
    return connections.size();
  }

  /**
   * Whether a connection speaks for one downstream connection only and so ends after its stream.
   */
  boolean singleUse() {
    return preamble != null;
  }

  // ---- asking -------------------------------------------------------------------------------

  /** Gets a connection for a stream: now, later, or not at all. */
  void acquire(PoolClient client) {
    if (mode == Mode.BINDING) {
      acquireBound(client);
      return;
    }
    UpstreamConnection ready = preamble == null ? ready() : null;
    if (ready != null) {
      client.onConnection(ready);
      ready.unused();
      return;
    }
    if (pending.size() >= maxPending) {
      cluster.metrics().poolRefused();
      client.onNoConnection(Why.POOL_FULL);
      return;
    }
    pending.add(client);
    openIfNeeded();
  }

  /** The connection of the client's downstream connection, which is made if there is none. */
  private void acquireBound(PoolClient client) {
    Bonds bonds = client.bonds();
    if (bonds.areBroken()) {
      client.onNoConnection(Why.UPSTREAM_CLOSED);
      return;
    }
    UpstreamConnection mine = bonds.in(cluster);
    if (mine != null && mine.hasRoom()) {
      client.onConnection(mine);
      mine.unused();
    } else if (pending.size() >= maxPending) {
      cluster.metrics().poolRefused();
      client.onNoConnection(Why.POOL_FULL);
    } else {
      pending.add(client);
      if (mine == null) {
        open(bonds);
      }
    }
  }

  /** The client gave up waiting. */
  void cancel(PoolClient client) {
    pending.remove(client);
  }

  private @Nullable UpstreamConnection ready() {
    if (mode == Mode.PING_PONG) {
      UpstreamConnection last;
      while ((last = idle.pollLast()) != null) {
        last.parked = false;
        if (last.hasRoom() && !last.link().isInputClosed()) {
          return last;
        }
      }
      return null;
    }
    UpstreamConnection best = null;
    for (int i = 0; i < connections.size(); i++) {
      UpstreamConnection one = connections.get(i);
      if (one.hasRoom() && (best == null || one.streams() < best.streams())) {
        best = one;
      }
    }
    // A busy connection is joined by others up to the limit, so that load spreads over them.
    if (best != null
        && mode == Mode.MULTIPLEX
        && best.streams() > 0
        && connections.size() < maxConnections
        && connecting == 0
        && !lastConnectFailed) {
      open(null);
    }
    return best;
  }

  private void openIfNeeded() {
    if (mode == Mode.BINDING
        || connecting >= pending.size()
        || connections.size() >= maxConnections) {
      return;
    }
    if (mode != Mode.PING_PONG
        && preamble == null
        && connecting > 0
        && pending.size() < maxStreams) {
      return;
    }
    open(null);
  }

  private void open(@Nullable Bonds bonds) {
    SocketAddress target = endpoint.target();
    if (target == null) {
      refusePending(bonds, Why.CONNECT_FAILED);
      return;
    }
    UpstreamConnection connection = new UpstreamConnection(this, protocol.newCodec(worker), bonds);
    connections.add(connection);
    if (bonds != null) {
      bonds.add(connection);
    }
    connecting++;
    Link link =
        cluster
            .dialer()
            .dial(worker, target, cluster.connectTimeoutMillis(), cluster.bufferHigh(), connection);
    connection.link(link);
  }

  /** Refuses those that wait now; who comes back for another try waits anew. */
  private void refusePending(@Nullable Bonds bonds, Why why) {
    for (int waiting = pending.size(); waiting > 0; waiting--) {
      PoolClient client = next(bonds);
      if (client != null) {
        client.onNoConnection(why);
      }
    }
  }

  /** Who waits longest for such a connection. */
  private @Nullable PoolClient next(@Nullable Bonds bonds) {
    if (bonds == null) {
      return pending.pollFirst();
    }
    for (PoolClient client : pending) {
      if (client.bonds() == bonds) {
        pending.remove(client);
        return client;
      }
    }
    return null;
  }

  // ---- what connections report --------------------------------------------------------------

  void preamble(UpstreamConnection connection) {
    PoolClient first = pending.peekFirst();
    if (preamble != null && first != null) {
      preamble.write(first.downstream(), connection.link().space(Cluster.PREAMBLE_SPACE));
    }
  }

  void connected(UpstreamConnection connection) {
    cluster.metrics().connected();
    connecting--;
    lastConnectFailed = false;
    hasRoom(connection);
    if (retired) {
      connection.drain();
    }
  }

  /** A connection can take a stream: the next in line gets it. */
  void hasRoom(UpstreamConnection connection) {
    while (connection.hasRoom()) {
      PoolClient next = next(connection.bonds());
      if (next == null) {
        break;
      }
      next.onConnection(connection);
    }
    if (connection.streams() == 0 && connection.isWornOut()) {
      connection.drain();
      return;
    }
    if (connection.isPingPong() && !connection.parked && connection.hasRoom()) {
      connection.parked = true;
      idle.addLast(connection);
    }
  }

  void draining(UpstreamConnection connection) {
    unpark(connection);
    connections.remove(connection);
    unbind(connection);
    openIfNeeded();
  }

  /** Who still waits for it waits in vain. */
  private void unbind(UpstreamConnection connection) {
    Bonds bonds = connection.bonds();
    if (bonds != null) {
      bonds.lost(connection);
      refusePending(bonds, Why.UPSTREAM_CLOSED);
    }
  }

  private void unpark(UpstreamConnection connection) {
    if (connection.parked) {
      connection.parked = false;
      idle.remove(connection);
    }
  }

  void closed(UpstreamConnection connection, boolean neverConnected) {
    unpark(connection);
    connections.remove(connection);
    if (neverConnected) {
      Bonds bonds = connection.bonds();
      if (bonds != null) {
        bonds.forget(connection);
      }
      connecting--;
      cluster.metrics().connectFailed();
      lastConnectFailed = true;
      endpoint.countFailure();
      refuseAfterFailure(connection.bonds());
    } else {
      unbind(connection);
    }
    if (!pending.isEmpty()) {
      openIfNeeded();
    }
  }

  /**
   * Whoever waited for the connection that failed must not wait for the next to fail as well: with
   * one stream a connection that is the oldest, else all, once nothing else is on its way.
   */
  private void refuseAfterFailure(@Nullable Bonds bonds) {
    if (bonds != null) {
      refusePending(bonds, Why.CONNECT_FAILED);
    } else if (mode == Mode.PING_PONG || singleUse()) {
      PoolClient oldest = pending.pollFirst();
      if (oldest != null) {
        oldest.onNoConnection(Why.CONNECT_FAILED);
      }
    } else if (connecting == 0) {
      refusePending(null, Why.CONNECT_FAILED);
    }
  }

  void streamOpened() {
    active++;
  }

  void streamClosed() {
    active--;
  }

  /** The endpoint is gone: idle connections end now, busy ones with their last stream. */
  void retire() {
    retired = true;
    for (UpstreamConnection connection : connections.toArray(new UpstreamConnection[0])) {
      if (!connection.isConnecting()) {
        connection.drain();
      }
    }
  }
}
