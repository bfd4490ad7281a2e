package io.mizzen.cli;

import io.mizzen.kernel.config.Loaded;
import io.mizzen.kernel.config.Problem;
import io.mizzen.kernel.config.model.ClusterConfig;
import io.mizzen.kernel.config.model.EndpointConfig;
import io.mizzen.kernel.config.model.ListenerConfig;
import io.mizzen.kernel.config.model.RootConfig;
import io.mizzen.spi.config.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tries what a file cannot tell: free ports, known names, endpoints that accept. All are warnings:
 * what is so now may be otherwise when the process starts.
 */
final class OnlineChecks {
  /** More of a cluster's endpoints tell nothing new about it, and each may take its time. */
  private static final int MOST_ENDPOINTS = 5;

  /** A patient operator at a terminal; connectTimeout of the cluster holds if it is shorter. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Loaded<RootConfig> loaded;

  OnlineChecks(Loaded<RootConfig> loaded) {
    this.loaded = loaded;
  }

  void check(RootConfig root) {
    root.listeners().forEach(this::listener);
    root.clusters().forEach(this::cluster);
  }

  private void listener(ListenerConfig listener) {
    HostPort bind = listener.bind();
    if (bind.isUnix() || bind.port() == 0) {
      return;
    }
    try (ServerSocket socket = new ServerSocket()) {
      // As the listener itself does: connections of a process that just ended do not count.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(bind.host(), bind.port()));
    } catch (IOException e) {
      add("MZ2201", bind + " cannot be bound now: " + e.getMessage(), listener, "bind");
    }
  }

  private void cluster(ClusterConfig cluster) {
    List<String> unknown = new ArrayList<>();
    int tried = 0;
    boolean accepted = false;
    String last = "";
    for (EndpointConfig endpoint : cluster.endpoints()) {
      if (tried == MOST_ENDPOINTS || accepted) {
        break;
      }
      tried++;
      try {
        String refusal = refusal(endpoint.address(), cluster.connectTimeout());
        accepted = refusal == null;
        last = refusal == null ? last : refusal;
      } catch (UnknownHostException e) {
        unknown.add(endpoint.address().host());
        last = "unknown name";
      }
    }
    for (String name : unknown) {
      add("MZ2202", "the name '" + name + "' is not known to DNS", cluster, "endpoints");
    }
    if (tried > 0 && !accepted && unknown.size() < tried) {
      add(
          "MZ2203",
          (tried == 1 ? "the endpoint of '" : "none of " + tried + " endpoints of '")
              + cluster.name()
              + (tried == 1 ? "' does not accept" : "' accepts")
              + " a connection ("
              + last
              + ")",
          cluster,
          "endpoints");
    }
  }

  private static @Nullable String refusal(HostPort address, Duration timeout)
      throws UnknownHostException {
    Duration most = timeout.compareTo(PATIENCE) < 0 ? timeout : PATIENCE;
    try {
      if (address.isUnix()) {
        SocketChannel.open(UnixDomainSocketAddress.of(address.host())).close();
        return null;
      }
      InetAddress host = InetAddress.getByName(address.host());
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(host, address.port()), (int) most.toMillis());
        return null;
      }
    } catch (UnknownHostException e) {
      throw e;
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private void add(String code, String message, Record record, String component) {
    Problem.Builder problem = loaded.origins().warning(code, message, record, component);
    loaded.problems().add(problem);
  }
}
