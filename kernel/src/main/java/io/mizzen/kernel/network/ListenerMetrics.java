package io.mizzen.kernel.network;

import io.mizzen.kernel.telemetry.KernelMetrics;
import io.mizzen.kernel.telemetry.WhyCounter;
import io.mizzen.spi.Why;
import io.mizzen.spi.Worker;
import io.mizzen.spi.telemetry.Counter;
import io.mizzen.spi.telemetry.Metrics;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Counts of one listener. Any thread, unless said otherwise. */
public final class ListenerMetrics {
  private final Metrics metrics;
  private final String listener;
  private final Counter accepted;
  private final Counter acceptFailed;
  private final Counter movedIn;
  private final Counter movedOut;
  private final Counter moveRefused;
  private final WhyCounter closed;
  private final Map<String, Counter> refused = new ConcurrentHashMap<>();
  private final Map<String, Counter> sniffed = new ConcurrentHashMap<>();

  public ListenerMetrics(Metrics metrics, String listener, int workers) {
    this.metrics = metrics;
    this.listener = listener;
    this.accepted = metrics.counter(KernelMetrics.LISTENER_ACCEPTED.name(), listener);
    this.acceptFailed = metrics.counter(KernelMetrics.LISTENER_ACCEPT_FAILED.name(), listener);
    this.movedIn = metrics.counter(KernelMetrics.LISTENER_MOVED.name(), listener, "in");
    this.movedOut = metrics.counter(KernelMetrics.LISTENER_MOVED.name(), listener, "out");
    this.moveRefused = metrics.counter(KernelMetrics.LISTENER_MOVED.name(), listener, "refused");
    this.closed = new WhyCounter(metrics, KernelMetrics.LISTENER_CLOSED.name(), workers, listener);
  }

  void accepted() {
    accepted.add(1);
  }

  /** A connection has ended; on its worker. */
  void closed(Worker worker, Why why) {
    closed.count(worker, why);
  }

  void acceptFailed() {
    acceptFailed.add(1);
  }

  /** A connection came from another process. */
  void movedIn() {
    movedIn.add(1);
  }

  /** A connection went to another process. */
  void movedOut() {
    movedOut.add(1);
  }

  /** A connection of another process cannot go on here. */
  void moveRefused() {
    moveRefused.add(1);
  }

  /** A connection was closed at once. */
  void refused(String reason) {
    refused
        .computeIfAbsent(
            reason, word -> metrics.counter(KernelMetrics.LISTENER_REFUSED.name(), listener, word))
        .add(1);
  }

  /** What the first bytes turned out to be. */
  void sniffed(String result) {
    sniffed
        .computeIfAbsent(
            result, word -> metrics.counter(KernelMetrics.SNIFF.name(), listener, word))
        .add(1);
  }

  public long acceptedTotal() {
    return accepted.sum();
  }

  public long refusedTotal() {
    return refused.values().stream().mapToLong(Counter::sum).sum();
  }

  /** What first bytes turned out to be, by result word. */
  public Map<String, Long> sniffResults() {
    Map<String, Long> results = new TreeMap<>();
    sniffed.forEach((word, count) -> results.put(word, count.sum()));
    return results;
  }
}
