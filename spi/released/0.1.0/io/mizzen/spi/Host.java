package io.mizzen.spi;
import io.mizzen.spi.operate.Operations;
import io.mizzen.spi.telemetry.Metrics;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.IntFunction;
import org.slf4j.Logger;
public interface Host {
  Logger logger();
  Metrics metrics();
  List<Worker> workers();
  <T> PerWorker<T> perWorker(IntFunction<T> make);
  ScheduledExecutorService background();
  Path resolve(String path);
  Path instanceFolder();
  Operations operations();
  AutoCloseable onReopen(Runnable action);
  interface PerWorker<T> {
    T get();
    T of(Worker worker);
  }
}
