package io.mizzen.spi.telemetry;
import io.mizzen.spi.Worker;
public interface Histogram {
  Recorder recorder(Worker worker);
  interface Recorder {
    void record(long nanos);
  }
}
