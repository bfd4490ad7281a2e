package io.mizzen.protocol.bolt;

import io.mizzen.spi.Host;
import io.mizzen.spi.Worker;
import io.mizzen.spi.telemetry.Counter;
import io.mizzen.spi.telemetry.MetricSpec;
import java.util.List;

/** What the codecs decide by themselves and the kernel therefore cannot count. */
final class BoltCounters {
  private static final String HEARTBEATS = "bolt_heartbeats_answered_total";
  private static final String BROKEN_MAPS = "bolt_broken_header_maps_total";
  private static final String LATE_ANSWERS = "bolt_late_answers_total";
  private static final String UNKNOWN_STATUS = "bolt_unknown_status_total";
  private static final String IGNORED = "bolt_ignored_frames_total";
  private static final String REFUSED_PUSHES = "bolt_refused_pushes_total";

  /** The declarations. */
  static final List<MetricSpec> SPECS =
      List.of(
          MetricSpec.counter(HEARTBEATS, "Heartbeats of peers, answered here and not forwarded."),
          MetricSpec.counter(
              BROKEN_MAPS,
              "Messages whose header map could not be read: answered with status 9, or dropped."),
          MetricSpec.counter(
              IGNORED,
              "Frames of callers that mean nothing in that direction, such as an answer: dropped,"
                  + " connection kept."),
          MetricSpec.counter(
              LATE_ANSWERS, "Answers that nobody waited for any more: dropped, connection kept."),
          MetricSpec.counter(
              UNKNOWN_STATUS,
              "Answers with a status that SOFABolt does not know: not passed on, since a client"
                  + " would close its connection."),
          MetricSpec.counter(
              REFUSED_PUSHES, "Requests from an upstream to its caller: not supported, refused."));

  private final Counter heartbeats;
  private final Counter brokenMaps;
  private final Counter ignored;
  private final Counter lateAnswers;
  private final Counter unknownStatus;
  private final Counter refusedPushes;

  BoltCounters(Host host) {
    heartbeats = host.metrics().counter(HEARTBEATS);
    brokenMaps = host.metrics().counter(BROKEN_MAPS);
    ignored = host.metrics().counter(IGNORED);
    lateAnswers = host.metrics().counter(LATE_ANSWERS);
    unknownStatus = host.metrics().counter(UNKNOWN_STATUS);
    refusedPushes = host.metrics().counter(REFUSED_PUSHES);
  }

  Cells of(Worker worker) {
    return new Cells(
        heartbeats.cell(worker),
        brokenMaps.cell(worker),
        ignored.cell(worker),
        lateAnswers.cell(worker),
        unknownStatus.cell(worker),
        refusedPushes.cell(worker));
  }

  /** One worker's share. */
  record Cells(
      Counter.Cell heartbeats,
      Counter.Cell brokenMaps,
      Counter.Cell ignored,
      Counter.Cell lateAnswers,
      Counter.Cell unknownStatus,
      Counter.Cell refusedPushes) {}
}
