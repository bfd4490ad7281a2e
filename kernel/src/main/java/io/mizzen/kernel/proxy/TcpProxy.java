package io.mizzen.kernel.proxy;

import io.mizzen.kernel.config.model.TcpProxyConfig;
import io.mizzen.kernel.network.Candidate;
import io.mizzen.kernel.network.Chain;
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

/** Forwards the bytes of each downstream connection over a connection of its own to a cluster. */
public final class TcpProxy implements Chain.Target {
  /** Room for any preamble. */
  private static final int PREAMBLE_SPACE = 512;

  private final TcpProxyConfig config;
  private volatile Cluster cluster; // written by the control thread, read by any worker

  public TcpProxy(TcpProxyConfig config, Cluster cluster) {
    this.config = config;
    this.cluster = cluster;
  }

  /** New connections go to another cluster from here on. */
  public void cluster(Cluster next) {
    cluster = next;
  }

  @Override
  public LinkHandler open(DownstreamLink connection, @Nullable Candidate protocol) {
    Pair pair = new Pair(connection, cluster);
    pair.begin();
    return pair.down;
  }

  /** Two links that feed each other. A side that cannot write stops the other side's reading. */
  private final class Pair extends TimerNode {
    private final DownstreamLink connection;
    private final Cluster target;
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

    Pair(DownstreamLink connection, Cluster target) {
      this.connection = connection;
      this.target = target;
      this.worker = connection.link().worker();
      this.mine = target.on(worker);
    }

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
      if (chosen == null || address == null || attempts >= config.maxConnectAttempts()) {
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
      Preamble preamble = target.preamble();
      if (preamble != null) {
        preamble.write(connection, link.space(PREAMBLE_SPACE));
      }
      connection.link().resumeRead();
      connection.link().redeliver();
      if (!config.idleTimeout().isZero()) {
        worker.schedule(this, config.idleTimeout().toNanos());
      }
    }

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
      if (quiet >= config.idleTimeout().toNanos()) {
        connection.close(Why.TIMEOUT_IDLE);
        if (link != null) {
          link.close();
        }
      } else {
        worker.schedule(this, config.idleTimeout().toNanos() - quiet);
      }
    }
  }

  /** One of the two links as the other's source. */
  private static final class Side implements LinkHandler {
    private final Pair pair;
    private final boolean isDown;
    private boolean pausedOther;
    private boolean done;

    Side(Pair pair, boolean isDown) {
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
    }

    @Override
    public void onClosed(End end) {
      pair.closed(this, end);
    }
  }
}
