package io.mizzen.protocol.http2;

import io.mizzen.spi.Host;
import io.mizzen.spi.Worker;
import io.mizzen.spi.telemetry.Counter;
import io.mizzen.spi.telemetry.MetricSpec;
import java.util.List;

/** What the codecs decide by themselves and the kernel therefore cannot count. */
final class Http2Counters {
  private static final String CALMED = "http2_calmed_total";
  private static final String MALFORMED = "http2_malformed_messages_total";
  private static final String REFUSED_STREAMS = "http2_refused_streams_total";
  private static final String TOO_LARGE = "http2_heads_too_large_total";
  private static final String NOT_SERVED = "http2_answered_by_codec_total";
  private static final String PINGS = "http2_pings_answered_total";
  private static final String LATE = "http2_late_frames_total";

  /** The declarations. */
  static final List<MetricSpec> SPECS =
      List.of(
          MetricSpec.counter(
              CALMED, "Connections ended with ENHANCE_YOUR_CALM, by what was too much.", "abuse"),
          MetricSpec.counter(
              MALFORMED, "Messages that break the rules: their stream was reset, not forwarded."),
          MetricSpec.counter(
              REFUSED_STREAMS, "Streams refused because a connection had maxStreams open."),
          MetricSpec.counter(
              TOO_LARGE, "Heads above maxHeaderBytes or maxHeaders: 431, or 502 for an answer."),
          MetricSpec.counter(
              NOT_SERVED, "Well-formed requests that this protocol refuses by itself: 400 or 501."),
          MetricSpec.counter(PINGS, "PING frames of peers, answered here."),
          MetricSpec.counter(
              LATE, "Frames for streams that were reset here before: dropped, connection kept."));

  private final Counter[] calmed = new Counter[Abuse.values().length];
  private final Counter malformed;
  private final Counter refusedStreams;
  private final Counter tooLarge;
  private final Counter notServed;
  private final Counter pings;
  private final Counter late;

  Http2Counters(Host host) {
    for (Abuse kind : Abuse.values()) {
      calmed[kind.ordinal()] = host.metrics().counter(CALMED, kind.word);
    }
    malformed = host.metrics().counter(MALFORMED);
    refusedStreams = host.metrics().counter(REFUSED_STREAMS);
    tooLarge = host.metrics().counter(TOO_LARGE);
    notServed = host.metrics().counter(NOT_SERVED);
    pings = host.metrics().counter(PINGS);
    late = host.metrics().counter(LATE);
  }

  Cells of(Worker worker) {
    Counter.Cell[] cells = new Counter.Cell[calmed.length];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = calmed[i].cell(worker);
    }
    return new Cells(
        cells,
        malformed.cell(worker),
        refusedStreams.cell(worker),
        tooLarge.cell(worker),
        notServed.cell(worker),
        pings.cell(worker),
        late.cell(worker));
  }

  /** One worker's share. */
  static final class Cells {
    private final Counter.Cell[] calmed;
    final Counter.Cell malformed;
    final Counter.Cell refusedStreams;
    final Counter.Cell tooLarge;
    final Counter.Cell notServed;
    final Counter.Cell pings;
    final Counter.Cell late;

    Cells(
        Counter.Cell[] calmed,
        Counter.Cell malformed,
        Counter.Cell refusedStreams,
        Counter.Cell tooLarge,
        Counter.Cell notServed,
        Counter.Cell pings,
        Counter.Cell late) {
      this.calmed = calmed;
      this.malformed = malformed;
      this.refusedStreams = refusedStreams;
      this.tooLarge = tooLarge;
      this.notServed = notServed;
      this.pings = pings;
      this.late = late;
    }

    void calmed(Abuse kind) {
      calmed[kind.ordinal()].increment();
    }
  }
}
