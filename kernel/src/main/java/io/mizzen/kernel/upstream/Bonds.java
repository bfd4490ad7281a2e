package io.mizzen.kernel.upstream;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The upstream connections that belong to one downstream connection alone, at most one in each
 * cluster. Who is bound ends together: after the end of the first upstream connection no other
 * takes its place, since what it remembered of the caller is lost. On the worker.
 */
public final class Bonds {
  private final Runnable broken;
  private final List<UpstreamConnection> connections = new ArrayList<>(1);
  private State state = State.WHOLE;

  private enum State {
    WHOLE,
    BROKEN
  }

  /**
   * @param broken called once, when the first upstream connection takes no more requests: the
   *     downstream connection has to end with what runs
   */
  public Bonds(Runnable broken) {
    this.broken = broken;
  }

  /** Whether anything is bound. */
  public boolean exist() {
    return !connections.isEmpty();
  }

  boolean areBroken() {
    return state == State.BROKEN;
  }

  @Nullable UpstreamConnection in(Cluster cluster) {
    for (UpstreamConnection one : connections) {
      if (one.cluster() == cluster) {
        return one;
      }
    }
    return null;
  }

  void add(UpstreamConnection connection) {
    connections.add(connection);
  }

  /** It never came to be: nothing was lost. */
  void forget(UpstreamConnection connection) {
    connections.remove(connection);
  }

  /** It takes no more requests. */
  void lost(UpstreamConnection connection) {
    if (connections.remove(connection) && state == State.WHOLE) {
      state = State.BROKEN;
      broken.run();
    }
  }

  /** The downstream connection is over. */
  public void end() {
    state = State.BROKEN;
    for (UpstreamConnection one : connections.toArray(new UpstreamConnection[0])) {
      one.drain();
    }
  }
}
