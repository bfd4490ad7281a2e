package io.mizzen.kernel.boot;

import io.mizzen.kernel.network.InheritedSockets;
import io.mizzen.kernel.restart.Remains;
import io.mizzen.kernel.restart.Successor;
import io.mizzen.kernel.telemetry.KernelMetrics;
import io.mizzen.kernel.telemetry.MetricsScope;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a takeover goes, for metrics and views. Begins when the other process has answered. */
final class TakeoverReport {
  private final Successor successor;
  private final long begin = System.nanoTime();
  private int listeners;

  TakeoverReport(Successor successor) {
    this.successor = successor;
  }

  /** The other process's listening sockets, which are counted. */
  InheritedSockets sockets() throws IOException {
    InheritedSockets sockets = successor.sockets();
    listeners = sockets.size();
    return sockets;
  }

  /** This process is the instance now: how long it took, and from here on what is left. */
  void tell(MetricsScope metrics) {
    metrics.record(KernelMetrics.RESTART_SECONDS.name(), System.nanoTime() - begin);
    metrics.gauge(
        KernelMetrics.RESTART_REMAINS.name(),
        () -> successor.remains().connections(),
        "connections");
    metrics.gauge(
        KernelMetrics.RESTART_REMAINS.name(), () -> successor.remains().requests(), "requests");
  }

  /** What is left of the other process; empty when it is gone. Any thread. */
  Map<String, Object> status() {
    if (successor.isIncumbentGone()) {
      return Map.of();
    }
    Remains left = successor.remains();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("pid", successor.incumbent());
    tree.put("connections", left.connections());
    tree.put("requests", left.requests());
    tree.put("reasons", left.reasons());
    return tree;
  }

  /** How it went, so far or in the end. Any thread. */
  Map<String, Object> result() {
    Remains last = successor.last();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("from", successor.incumbent());
    tree.put("handing", successor.handing().word());
    tree.put("listeners", listeners);
    tree.put("moved", last.moved());
    tree.put("total", last.total());
    tree.put("cut", successor.isIncumbentGone() ? last.connections() : 0);
    return tree;
  }
}
