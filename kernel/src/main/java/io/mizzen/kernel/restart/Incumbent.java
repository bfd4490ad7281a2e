package io.mizzen.kernel.restart;

import io.mizzen.kernel.network.DownstreamLink;
import io.mizzen.kernel.network.Listener;
import java.time.Duration;
import java.util.List;

/** What the running process is, seen by its door for successors. Called on the door's thread. */
public interface Incumbent {
  /** Why it cannot be succeeded now, or an empty text. */
  String objection();

  /** What it listens on. */
  List<Listener> listeners();

  /**
   * Accepts nothing more and gives up what only one process can have: the instance folder, the
   * admin socket. There is no way back from here.
   */
  void release();

  /** The open connections, after {@link #release}; none is missing. */
  List<DownstreamLink> open();

  /** Asks the peers of the connections that are left to go. */
  void drain();

  /** How long connections may take to leave or to end, after {@link #release}. */
  Duration patience();

  /** Ends the process; connections that are left are cut. */
  void end();

  /** Open downstream connections. */
  int connections();

  /** Whether it has ended, or will at once. */
  boolean isDone();
}
