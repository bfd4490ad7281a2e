package io.mizzen.kernel.proxy;

import io.mizzen.kernel.config.model.TcpProxyConfig;
import io.mizzen.kernel.network.Arrival;
import io.mizzen.kernel.network.Bytes;
import io.mizzen.kernel.network.Candidate;
import io.mizzen.kernel.network.Chain;
import io.mizzen.kernel.network.DownstreamLink;
import io.mizzen.kernel.network.Link;
import io.mizzen.kernel.network.LinkHandler;
import io.mizzen.kernel.network.Manifest;
import io.mizzen.kernel.upstream.Cluster;
import org.jspecify.annotations.Nullable;

/** Forwards the bytes of each downstream connection over a connection of its own to a cluster. */
public final class TcpProxy implements Chain.Target {
  private final RawPair.Rules rules;
  private volatile Cluster cluster; // written by the control thread, read by any worker

  public TcpProxy(TcpProxyConfig config, Cluster cluster) {
    this.rules =
        new RawPair.Rules(config.maxConnectAttempts(), config.idleTimeout().toNanos(), Bytes.NONE);
    this.cluster = cluster;
  }

  /** New connections go to another cluster from here on. */
  public void cluster(Cluster next) {
    cluster = next;
  }

  @Override
  public LinkHandler open(DownstreamLink connection, @Nullable Candidate protocol) {
    RawPair pair = new RawPair(connection, cluster, rules);
    pair.begin();
    return pair.handler();
  }

  @Override
  public LinkHandler resume(
      DownstreamLink connection,
      @Nullable Candidate protocol,
      Manifest manifest,
      @Nullable Link upstream,
      Arrival arrival) {
    if (upstream == null) {
      throw new IllegalArgumentException("a raw connection came without its upstream");
    }
    RawPair pair = new RawPair(connection, cluster, rules);
    pair.resume(upstream);
    return pair.handler();
  }
}
