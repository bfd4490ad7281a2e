package io.mizzen.spi.upstream;

import java.util.List;

/**
 * Finds the endpoints of one cluster. Its life: created with its configuration, started once,
 * closed when the cluster goes.
 */
public interface Discovery extends AutoCloseable {
  /**
   * Begins to watch; returns at once. Whole sets are delivered, the newest wins.
   *
   * @param watcher may be called by any thread but a worker's
   */
  void start(Watcher watcher);

  /** Ends the watch; no call of the watcher begins after it. */
  @Override
  void close();

  /** Takes what discovery finds. */
  interface Watcher {
    /** The whole present set; an empty one is taken as "nobody is there". */
    void onEndpoints(List<EndpointSpec> endpoints);

    /** The source failed; the last set stays in use. */
    void onFailure(String sentence);
  }
}
