package io.mizzen.kernel.operate;

import io.mizzen.kernel.restart.StatePart;
import io.mizzen.kernel.telemetry.CountsInherited;
import io.mizzen.kernel.telemetry.CountsTold;
import io.mizzen.kernel.telemetry.KernelMetrics;
import io.mizzen.kernel.telemetry.MetricsRegistry;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one process leaves to the next: its counts, and what it knows of endpoints. Each part has a
 * word and a version of its own; a successor takes those it knows and counts the rest as dropped,
 * so that two versions that differ still hand the rest over.
 */
public final class Estate {
  private static final Logger LOG = LoggerFactory.getLogger(Estate.class);

  private static final String COUNTS = "counts";
  private static final int COUNTS_VERSION = 1;
  private static final String ENDPOINTS = "endpoints";
  private static final int ENDPOINTS_VERSION = 1;

  private final MetricsRegistry registry;
  private final Runtime runtime;
  private final CountsInherited inherited;
  private CountsTold told;
  private List<String> endpointsTold = List.of();

  public Estate(MetricsRegistry registry, Runtime runtime) {
    this.registry = registry;
    this.runtime = runtime;
    this.inherited = new CountsInherited(registry);
    this.told = new CountsTold(registry);
  }

  /** Another successor is to be told everything anew. */
  synchronized void beginAnew() {
    told = new CountsTold(registry);
    endpointsTold = List.of();
  }

  /** What has changed since this was called last. Any thread, not a worker. */
  synchronized List<StatePart> news() {
    List<StatePart> parts = new ArrayList<>();
    List<String> counts = told.news();
    if (!counts.isEmpty()) {
      parts.add(new StatePart(COUNTS, COUNTS_VERSION, counts));
    }
    List<String> endpoints = EndpointNotes.of(runtime.clusters().values());
    if (!endpoints.equals(endpointsTold)) {
      endpointsTold = endpoints;
      parts.add(new StatePart(ENDPOINTS, ENDPOINTS_VERSION, endpoints));
    }
    return parts;
  }

  /** Takes what another process left. Any thread, not a worker. */
  public void take(StatePart part) {
    int dropped =
        switch (part.component() + " " + part.version()) {
          case COUNTS + " " + COUNTS_VERSION -> inherited.add(part.lines());
          case ENDPOINTS + " " + ENDPOINTS_VERSION ->
              EndpointNotes.take(part.lines(), runtime.clusters());
          default -> part.lines().size();
        };
    if (dropped > 0) {
      registry
          .permanent()
          .counter(KernelMetrics.RESTART_STATE_DROPPED.name(), part.component())
          .add(dropped);
      LOG.debug(
          "{} of {} lines of '{}' {} mean nothing here",
          dropped,
          part.lines().size(),
          part.component(),
          part.version());
    }
  }
}
