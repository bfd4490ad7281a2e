package io.mizzen.kernel.telemetry;

import io.mizzen.spi.Worker;
import io.mizzen.spi.telemetry.Histogram;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A histogram: one recorder per worker that asked, and one under a lock for everybody else. */
final class HistogramSeries extends Series implements Histogram {
  private final WorkerSlots slots;

  /** What no worker recorded; written under this object's lock. */
  private final LatencyCounts others = new LatencyCounts();

  private volatile long othersNanos;

  /** By worker index; replaced whole under this object's lock, read by any thread. */
  private volatile @Nullable WorkerRecorder[] recorders = new WorkerRecorder[0];

  HistogramSeries(Family family, List<String> labelValues, WorkerSlots slots) {
    super(family, labelValues);
    this.slots = slots;
  }

  @Override
  public Recorder recorder(Worker worker) {
    int index = worker.index();
    @Nullable WorkerRecorder[] now = recorders;
    WorkerRecorder recorder = index < now.length ? now[index] : null;
    return recorder != null ? recorder : newRecorder(index);
  }

  private synchronized Recorder newRecorder(int index) {
    @Nullable WorkerRecorder[] next =
        Arrays.copyOf(recorders, Math.max(recorders.length, index + 1));
    WorkerRecorder recorder = next[index];
    if (recorder == null) {
      recorder = new WorkerRecorder(slots.take(index));
      next[index] = recorder;
      recorders = next;
    }
    return recorder;
  }

  /** Records from any thread, under a lock: not for the request path. */
  synchronized void record(long nanos, long times, long sumNanos) {
    others.add(nanos, times);
    othersNanos += sumNanos;
  }

  /** All recorders, one after the other; a bucket may come several times. Any thread. */
  void forEach(LatencyCounts.Bucket bucket) {
    others.forEach(bucket);
    for (WorkerRecorder recorder : recorders) {
      if (recorder != null) {
        recorder.counts.forEach(bucket);
      }
    }
  }

  /** The sum of all durations in nanoseconds. Any thread. */
  long sumNanos() {
    long sum = othersNanos;
    for (WorkerRecorder recorder : recorders) {
      if (recorder != null) {
        sum += recorder.read();
      }
    }
    return sum;
  }

  @Override
  com.codahale.metrics.Metric dropwizard() {
    return new DropwizardHistogram(this);
  }

  private static final class WorkerRecorder extends WorkerSlots.Slot implements Recorder {
    private final LatencyCounts counts = new LatencyCounts();

    WorkerRecorder(WorkerSlots.Slot sum) {
      super(sum);
    }

    @Override
    public void record(long nanos) {
      counts.add(nanos, 1);
      plus(Math.max(0, nanos));
    }
  }
}
