package io.mizzen.xprotocol;

import io.mizzen.spi.ExtensionRegistrar;
import io.mizzen.spi.Host;
import io.mizzen.spi.Worker;
import io.mizzen.spi.telemetry.Counter;
import io.mizzen.spi.telemetry.MetricSpec;

/** What codecs decide by themselves and the kernel therefore cannot count; the same for each. */
public final class FrameCounters {
  private final Counter heartbeats;
  private final Counter broken;
  private final Counter ignored;
  private final Counter late;
  private final Counter pushes;

  FrameCounters(String word, Host host) {
    heartbeats = host.metrics().counter(word + "_heartbeats_answered_total");
    broken = host.metrics().counter(word + "_broken_frames_total");
    ignored = host.metrics().counter(word + "_ignored_frames_total");
    late = host.metrics().counter(word + "_late_answers_total");
    pushes = host.metrics().counter(word + "_refused_pushes_total");
  }

  /**
   * Declares them; every plugin with a protocol calls it once.
   *
   * @param word the beginning of their names
   */
  public static void declare(ExtensionRegistrar registrar, String word) {
    registrar.metric(
        MetricSpec.counter(
            word + "_heartbeats_answered_total",
            "Heartbeats of peers, answered here and not forwarded."));
    registrar.metric(
        MetricSpec.counter(
            word + "_broken_frames_total",
            "Messages that could be cut off but not read: answered with an error, or dropped."));
    registrar.metric(
        MetricSpec.counter(
            word + "_ignored_frames_total",
            "Frames that mean nothing in that direction: dropped, connection kept."));
    registrar.metric(
        MetricSpec.counter(
            word + "_late_answers_total",
            "Answers that nobody waited for any more: dropped, connection kept."));
    registrar.metric(
        MetricSpec.counter(
            word + "_refused_pushes_total",
            "Requests from an upstream to its caller: not supported, refused."));
  }

  Cells of(Worker worker) {
    return new Cells(
        heartbeats.cell(worker),
        broken.cell(worker),
        ignored.cell(worker),
        late.cell(worker),
        pushes.cell(worker));
  }

  /** One worker's share. */
  record Cells(
      Counter.Cell heartbeats,
      Counter.Cell broken,
      Counter.Cell ignored,
      Counter.Cell late,
      Counter.Cell pushes) {
    private static final Counter.Cell DROPPED = new Dropped();

    /** For messages that no codec has cut. */
    static final Cells NOWHERE = new Cells(DROPPED, DROPPED, DROPPED, DROPPED, DROPPED);
  }

  private static final class Dropped implements Counter.Cell {
    @Override
    public void increment() {
      // Nothing counts here.
    }

    @Override
    public void add(long amount) {
      // Nothing counts here.
    }
  }
}
