package io.mizzen.admin;

import io.mizzen.spi.Host;
import io.mizzen.spi.Worker;
import io.mizzen.spi.operate.Operations;
import io.mizzen.spi.telemetry.Metrics;
import io.mizzen.testkit.FakeHost;
import io.mizzen.testkit.FakeMetrics;
import io.mizzen.testkit.RecordingRegistrar;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.IntFunction;
import org.slf4j.Logger;

/** The testkit's host, with operations of ours. */
final class OperatedHost implements Host, AutoCloseable {
  private final FakeHost host;
  private final Operations operations;

  OperatedHost(Path folder, Operations operations) {
    this.host =
        new FakeHost(new FakeMetrics(RecordingRegistrar.of(new AdminPlugin()).metrics()), folder);
    this.operations = operations;
  }

  @Override
  public Logger logger() {
    return host.logger();
  }

  @Override
  public Metrics metrics() {
    return host.metrics();
  }

  @Override
  public List<Worker> workers() {
    return host.workers();
  }

  @Override
  public <T> PerWorker<T> perWorker(IntFunction<T> make) {
    return host.perWorker(make);
  }

  @Override
  public ScheduledExecutorService background() {
    return host.background();
  }

  @Override
  public Path resolve(String path) {
    return host.resolve(path);
  }

  @Override
  public Path instanceFolder() {
    return host.instanceFolder();
  }

  @Override
  public Operations operations() {
    return operations;
  }

  @Override
  public AutoCloseable onReopen(Runnable action) {
    return host.onReopen(action);
  }

  @Override
  public void close() {
    host.close();
  }
}
