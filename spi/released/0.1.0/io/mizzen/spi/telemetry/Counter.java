package io.mizzen.spi.telemetry;
import io.mizzen.spi.Worker;
public interface Counter {
  void add(long amount);
  Cell cell(Worker worker);
  long sum();
  interface Cell {
    void increment();
    void add(long amount);
  }
}
