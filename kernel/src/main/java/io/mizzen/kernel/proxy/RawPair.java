package io.mizzen.kernel.proxy;

import io.mizzen.kernel.network.Bytes;
import io.mizzen.kernel.network.Departure;
import io.mizzen.kernel.network.Departures;
import io.mizzen.kernel.network.DownstreamLink;
import io.mizzen.kernel.network.KernelWorker;
import io.mizzen.kernel.network.Link;
import io.mizzen.kernel.network.LinkHandler;
import io.mizzen.kernel.network.TimerNode;
import io.mizzen.kernel.upstream.Cluster;
import io.mizzen.kernel.upstream.EndpointState;
import io.mizzen.kernel.upstream.Pick;
import io.mizzen.kernel.upstream.WorkerCluster;
import io.mizzen.spi.Why;
import io.mizzen.spi.network.Preamble;
import io.netty.buffer.ByteBuf;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A downstream connection and one of its own to a cluster, whose links feed each other: raw bytes.
 * A side that cannot write stops the other side's reading. All of it is on their worker.
 */
final class RawPair extends TimerNode implements Departure.Owner {
  /** Room for any preamble. */
  private static final int PREAMBLE_SPACE = 512;

  /**
   * What holds for the pair.
   *
   * @param connectAttempts so many endpoints are tried at most
   * @param idleNanos after so long without a byte it ends; 0 never
   * @param state what another process has to know beyond the bytes
   */
  record Rules(int connectAttempts, long idleNanos, Bytes state) {}

  private final DownstreamLink connection;
  private final Cluster target;
  private final Rules rules;
  private final WorkerCluster mine;
  private final KernelWorker worker;
  private final Pick pick = new Pick();
  private final Side down = new Side(this, true);
  private Side up = new Side(this, false);
  private @Nullable Link upLink;
  private int attempts;
  private boolean counted;
  private boolean connected;
  private boolean ended;
  private @Nullable Departures departures;

  RawPair(DownstreamLink connection, Cluster target, Rules rules) {
    this.connection = connection;
    this.target = target;
    this.rules = rules;
    this.worker = connection.link().worker();
    this.mine = target.on(worker);
  }

  /** Who gets the bytes of the downstream connection. */
  LinkHandler handler() {
    return down;
  }

  /** Connects to an endpoint of the cluster. */
  void begin() {
    connection.link().pauseRead();
    pick.begin(null);
    counted = mine.begin();
    if (!counted) {
      giveUp(Why.OVERLOAD);
      return;
    }
    connect();
  }

  private void connect() {
    EndpointState chosen = mine.pick(pick);
    SocketAddress address = chosen == null ? null : chosen.target();
    if (chosen == null || address == null || attempts >= rules.connectAttempts()) {
      giveUp(chosen == null && attempts == 0 ? Why.NO_ENDPOINT : Why.CONNECT_FAILED);
      return;
    }
    attempts++;
    pick.tried(chosen);
    up = new Side(this, false);
    upLink =
        target
            .dialer()
            .dial(worker, address, target.connectTimeoutMillis(), target.bufferHigh(), up);
  }

  void upConnected() {
    Link link = upLink;
    if (link == null) {
      return;
    }
    if (ended) {
      link.abort();
      return;
    }
    connected = true;
    watchIdle();
    Preamble preamble = target.preamble();
    if (preamble != null) {
      preamble.write(connection, link.space(PREAMBLE_SPACE));
    }
    connection.link().resumeRead();
    connection.link().redeliver();
    leaveIfPossible();
  }

  private void watchIdle() {
    if (rules.idleNanos() > 0) {
      worker.schedule(this, rules.idleNanos());
    }
  }

  // ---- moving between processes -----------------------------------------------------------

  /** Both links came from another process, connected. */
  void resume(Link upstream) {
    counted = mine.begin();
    if (!counted) {
      throw new IllegalArgumentException("cluster " + target.name() + " has no room left");
    }
    upLink = upstream;
    upstream.handler(up);
    connected = true;
    watchIdle();
  }

  void leave(Departures to) {
    departures = to;
    leaveIfPossible();
  }

  /** Both sockets go, with what is unsent of either, unless that is too much yet. */
  void leaveIfPossible() {
    Departures to = departures;
    Link upstream = upLink;
    if (to == null
        || upstream == null
        || !connected
        || ended
        || !to.isOpen()
        || connection.link().isClosed()
        || upstream.isClosed()
        || connection.link().unsentBytes() > connection.owner().plan().bufferHigh()
        || upstream.unsentBytes() > target.bufferHigh()) {
      return;
    }
    departures = null;
    worker.cancel(this);
    new LinkPair(connection, upstream).leave(to, rules::state, this);
  }

  @Override
  public void moved() {
    if (!ended) {
      ended = true;
      mine.end();
    }
    connection.link().relocation().moved();
    Link upstream = upLink;
    if (upstream != null) {
      upstream.relocation().moved();
    }
    connection.owner().moved(connection);
  }

  @Override
  public void stays() {
    if (!ended) {
      watchIdle();
    }
    Link upstream = upLink;
    if (upstream != null) {
      LinkPair both = new LinkPair(connection, upstream);
      both.reattach();
      both.redeliver();
    }
  }

  @Override
  public void peerGone() {
    // Nothing is owed.
  }

  // ---- the end ----------------------------------------------------------------------------

  private void giveUp(Why why) {
    connection.close(why);
  }

  @Nullable Link otherOf(Side side) {
    return side.isDown ? (connected ? upLink : null) : connection.link();
  }

  void inputClosed(Side side) {
    Link other = otherOf(side);
    if (other == null) {
      return;
    }
    side.done = true;
    if (down.done && up.done) {
      connection.close(Why.OK);
      Link link = upLink;
      if (link != null) {
        link.close();
      }
    } else {
      other.end();
    }
  }

  void closed(Side side, LinkHandler.End end) {
    if (!side.isDown && !connected && !ended) {
      connect();
      return;
    }
    if (!ended) {
      ended = true;
      worker.cancel(this);
      if (counted) {
        mine.end();
      }
      Link up2 = upLink;
      if (side.isDown) {
        if (up2 != null) {
          end(up2, end);
        }
      } else {
        connection.endsFor(end == LinkHandler.End.RESET ? Why.UPSTREAM_RESET : Why.OK);
        end(connection.link(), end);
      }
    }
    if (side.isDown) {
      connection.owner().closed(connection);
    }
  }

  private void end(Link other, LinkHandler.End how) {
    if (how == LinkHandler.End.RESET) {
      // An end in order would make what has come so far look whole.
      other.reset();
    } else {
      other.close();
    }
  }

  @Override
  protected void fire() {
    Link link = upLink;
    long last = Math.max(connection.link().lastRead(), link == null ? 0 : link.lastRead());
    long quiet = worker.now() - last;
    if (quiet >= rules.idleNanos()) {
      connection.close(Why.TIMEOUT_IDLE);
      if (link != null) {
        link.close();
      }
    } else {
      worker.schedule(this, rules.idleNanos() - quiet);
    }
  }

  /** One of the two links as the other's source. */
  private static final class Side implements LinkHandler {
    private final RawPair pair;
    private final boolean isDown;
    private boolean pausedOther;
    private boolean done;

    Side(RawPair pair, boolean isDown) {
      this.pair = pair;
      this.isDown = isDown;
    }

    @Override
    public void onConnected() {
      if (!isDown) {
        pair.upConnected();
      }
    }

    @Override
    public void onBytes(ByteBuf in) {
      Link other = pair.otherOf(this);
      if (other != null) {
        other.write(in.readRetainedSlice(in.readableBytes()));
      }
    }

    @Override
    public void onInputClosed(ByteBuf in) {
      pair.inputClosed(this);
    }

    @Override
    public void onWritable(Writable state) {
      Link other = pair.otherOf(this);
      if (other == null) {
        return;
      }
      if (state == Writable.FULL && !pausedOther) {
        pausedOther = true;
        other.pauseRead();
      } else if (state == Writable.AGAIN && pausedOther) {
        pausedOther = false;
        other.resumeRead();
      }
      if (state == Writable.AGAIN) {
        pair.leaveIfPossible();
      }
    }

    @Override
    public void leave(Departures departures) {
      if (isDown) {
        pair.leave(departures);
      }
    }

    @Override
    public void onClosed(End end) {
      pair.closed(this, end);
    }
  }
}
