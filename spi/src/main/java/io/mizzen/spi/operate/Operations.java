package io.mizzen.spi.operate;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What can be asked of a running process and done to it, in neutral words. Answers are trees of
 * {@code Map<String, ?>} (ordered), {@code List<?>}, {@code String}, {@code Number}, {@code
 * Boolean} and null, so that any admin surface can show them. Never called on a worker.
 */
public interface Operations {
  /** The names of the views, such as {@code status}, {@code listeners}, {@code clusters}. */
  List<String> views();

  /**
   * Reads a view.
   *
   * @param view one of {@link #views()}
   * @param query filters, such as {@code name=web}; unknown keys are ignored
   * @throws IllegalArgumentException if the view or what the query names does not exist
   */
  Object view(String view, Map<String, String> query);

  /** The names of the actions, such as {@code reload}, {@code check}, {@code drain}. */
  List<String> actions();

  /**
   * Does something. The future completes when it is done or refused.
   *
   * @param action one of {@link #actions()}
   * @param arguments its arguments; {@code body} holds a posted text
   * @throws IllegalArgumentException if the action does not exist
   */
  CompletableFuture<Result> act(String action, Map<String, String> arguments);

  /** Writes all metrics in the Prometheus text format 0.0.4. */
  void writeMetrics(Appendable out) throws IOException;

  /** Where the process is in its life. */
  Phase phase();

  /** What readiness waits for, one line each; empty when ready. */
  List<String> waitingFor();

  /**
   * The outcome of an action.
   *
   * @param done false if it was refused and nothing changed
   * @param body a tree as in {@link Operations}
   */
  record Result(boolean done, Object body) {}

  /** The life of a process. */
  enum Phase {
    STARTING,
    READY,
    DRAINING,
    STOPPING
  }
}
