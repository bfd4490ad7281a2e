package io.mizzen.kernel.operate;

import io.mizzen.kernel.restart.StatePart;
import io.mizzen.kernel.telemetry.CountsInherited;
import io.mizzen.kernel.telemetry.CountsTold;
import io.mizzen.kernel.telemetry.KernelMetrics;
import io.mizzen.kernel.telemetry.MetricsRegistry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one process leaves to the next: its counts, what it knows of endpoints, and the states of
 * its plugins' instances. Each part has a word and a version of its own; a successor takes those it
 * knows and counts the rest as dropped, so that two versions that differ still hand the rest over.
 */
public final class Estate {
  private static final Logger LOG = LoggerFactory.getLogger(Estate.class);

  private static final String COUNTS = "counts";
  private static final int COUNTS_VERSION = 1;
  private static final String ENDPOINTS = "endpoints";
  private static final int ENDPOINTS_VERSION = 1;
  private static final String COURSES = "courses";
  private static final int COURSES_VERSION = 1;

  private final MetricsRegistry registry;
  private final Runtime runtime;
  private final CountsInherited inherited;
  private CountsTold told;
  private List<String> endpointsTold = List.of();
  private List<StatePart> begun = List.of();
  private volatile @Nullable Blueprint heirs; // written and read by the thread that starts

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
    begun = List.of();
  }

  /** Whose instances go on with those of another process; before it is in service. */
  public void heirs(Blueprint blueprint) {
    heirs = blueprint;
  }

  /** What goes on from one moment of this process; what has not changed is left out. */
  synchronized List<StatePart> beginnings() {
    List<StatePart> parts = new ArrayList<>(Heirlooms.of(runtime.blueprint()));
    List<String> courses = EndpointCourses.of(runtime.clusters().values());
    if (!courses.isEmpty()) {
      parts.add(new StatePart(COURSES, COURSES_VERSION, courses));
    }
    List<StatePart> news = parts.stream().filter(part -> !begun.contains(part)).toList();
    begun = parts;
    return news;
  }

  /** Whether it has to be taken before the first stream. Any thread. */
  public boolean isBeginning(StatePart part) {
    return part.component().equals(Heirlooms.COMPONENT);
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
          case COURSES + " " + COURSES_VERSION ->
              EndpointCourses.take(part.lines(), runtime.clusters());
          case Heirlooms.COMPONENT + " " + Heirlooms.VERSION -> Heirlooms.take(part, heirs);
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
