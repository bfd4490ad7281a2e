package io.mizzen.kernel.restart;

import io.mizzen.kernel.network.DownstreamLink;
import java.util.List;

/** The connections that are to leave for a successor, and what is known beside them. */
public interface Residents {
  /** The open connections; none is missing. Called once, first. */
  List<DownstreamLink> open();

  /** Asks the peers of the connections that are left to go. */
  void drain();

  /** The successor serves: there is no way back from here. */
  void served();

  /**
   * What the successor is to go on with: all of it at the first call, then what has changed since.
   * Called before the release, right after it, and again and again until the end, the last time
   * when nothing changes any more.
   */
  List<StatePart> state();

  /** Open downstream connections. */
  int connections();

  /** What is left here, and why. Looks at the workers: not for every turn. */
  Remains remains();

  /** Whether nothing is counted here any more. */
  boolean isDone();
}
