package io.mizzen.kernel.telemetry;

import io.mizzen.spi.Why;
import io.mizzen.spi.Worker;
import io.mizzen.spi.telemetry.Counter;
import io.mizzen.spi.telemetry.Metrics;
import java.util.ArrayList;
import java.util.Arrays;

/**
 * A counter whose last label is the word for how something ended. Each worker has a row of cells of
 * its own and looks a word up in the registry once. Words come from code, so there are few.
 */
public final class WhyCounter {
  private final Metrics metrics;
  private final String name;
  private final String[] labels;
  private final Row[] rows;

  /**
   * @param labels the values of the labels before the last one
   */
  public WhyCounter(Metrics metrics, String name, int workers, String... labels) {
    this.metrics = metrics;
    this.name = name;
    this.labels = Arrays.copyOf(labels, labels.length + 1);
    this.rows = new Row[workers];
  }

  /** Counts one; on that worker. */
  public void count(Worker worker, Why why) {
    Row row = rows[worker.index()];
    if (row == null) {
      row = new Row(worker);
      rows[worker.index()] = row;
    }
    row.cell(why).increment();
  }

  private Counter.Cell cell(Worker worker, Why why) {
    String[] values = labels.clone();
    values[values.length - 1] = why.word();
    return metrics.counter(name, values).cell(worker);
  }

  /** The cells of one worker; only it touches them. */
  private final class Row {
    private final Worker worker;
    // Nearly all that is counted, so it is not searched for.
    private final Counter.Cell ok;
    private final ArrayList<Why> words = new ArrayList<>();
    private final ArrayList<Counter.Cell> cells = new ArrayList<>();

    Row(Worker worker) {
      this.worker = worker;
      this.ok = WhyCounter.this.cell(worker, Why.OK);
    }

    Counter.Cell cell(Why why) {
      if (why.equals(Why.OK)) {
        return ok;
      }
      for (int i = 0; i < words.size(); i++) {
        if (words.get(i).equals(why)) {
          return cells.get(i);
        }
      }
      Counter.Cell made = WhyCounter.this.cell(worker, why);
      words.add(why);
      cells.add(made);
      return made;
    }
  }
}
