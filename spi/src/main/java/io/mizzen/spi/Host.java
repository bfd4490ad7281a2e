package io.mizzen.spi;

import io.mizzen.spi.operate.Operations;
import io.mizzen.spi.telemetry.Metrics;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.IntFunction;
import org.slf4j.Logger;

/**
 * What the kernel lends to an extension. One per plugin; every method may be called by any thread.
 */
public interface Host {
  /** A logger named after the plugin. */
  Logger logger();

  /** Creates the metrics the plugin declared. */
  Metrics metrics();

  /** All workers, in order of their index. */
  List<Worker> workers();

  /**
   * One value per worker, made on first use by that worker: state without locks.
   *
   * @param make gets the worker's index
   */
  <T> PerWorker<T> perWorker(IntFunction<T> make);

  /** A small pool of daemon threads for blocking or periodic work; never used by a worker. */
  ScheduledExecutorService background();

  /** Resolves a path of the configuration: relative ones start at the folder of the entry file. */
  Path resolve(String path);

  /** The instance folder: sockets and state of this running process, mode 0700. */
  Path instanceFolder();

  /** Neutral operations and read models of the running process. */
  Operations operations();

  /**
   * Runs an action when log files are to be reopened (after a rotation).
   *
   * @return closes the subscription
   */
  AutoCloseable onReopen(Runnable action);

  /** A value per worker. */
  interface PerWorker<T> {
    /** The value of the calling worker; fails on a thread that is no worker. */
    T get();

    /** The value of one worker, made if need be; for readers that sum up. */
    T of(Worker worker);
  }
}
