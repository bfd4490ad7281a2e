package io.mizzen.kernel.telemetry;

import io.mizzen.spi.Worker;
import io.mizzen.spi.telemetry.Counter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A counter: one cell per worker that asked, and an adder for everybody else. */
final class CounterSeries extends Series implements Counter {
  private final WorkerSlots slots;
  private final LongAdder others = new LongAdder();

  /** By worker index; replaced whole under this object's lock, read by any thread. */
  private volatile @Nullable WorkerCell[] cells = new WorkerCell[0];

  CounterSeries(Family family, List<String> labelValues, WorkerSlots slots) {
    super(family, labelValues);
    this.slots = slots;
  }

  @Override
  public void add(long amount) {
    others.add(amount);
  }

  @Override
  public Cell cell(Worker worker) {
    int index = worker.index();
    @Nullable WorkerCell[] now = cells;
    WorkerCell cell = index < now.length ? now[index] : null;
    return cell != null ? cell : newCell(index);
  }

  private synchronized Cell newCell(int index) {
    @Nullable WorkerCell[] next = Arrays.copyOf(cells, Math.max(cells.length, index + 1));
    WorkerCell cell = next[index];
    if (cell == null) {
      cell = new WorkerCell(slots.take(index));
      next[index] = cell;
      cells = next;
    }
    return cell;
  }

  @Override
  public long sum() {
    long sum = others.sum();
    for (WorkerCell cell : cells) {
      if (cell != null) {
        sum += cell.read();
      }
    }
    return sum;
  }

  @Override
  com.codahale.metrics.Metric dropwizard() {
    return new View(this);
  }

  private static final class WorkerCell extends WorkerSlots.Slot implements Cell {
    WorkerCell(WorkerSlots.Slot slot) {
      super(slot);
    }

    @Override
    public void increment() {
      plus(1);
    }

    @Override
    public void add(long amount) {
      plus(amount);
    }
  }

  /** The counter as Dropwizard's reporters see it. */
  private static final class View extends com.codahale.metrics.Counter {
    private final CounterSeries series;

    View(CounterSeries series) {
      this.series = series;
    }

    @Override
    public void inc(long amount) {
      series.add(amount);
    }

    @Override
    public void dec(long amount) {
      throw new IllegalArgumentException(series.fullName() + " only grows");
    }

    @Override
    public long getCount() {
      return series.sum();
    }
  }
}
