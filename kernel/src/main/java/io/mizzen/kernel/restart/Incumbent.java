package io.mizzen.kernel.restart;

import io.mizzen.kernel.network.Listener;
import java.util.List;

/** What the running process is, seen by its door for successors. Called on the door's thread. */
public interface Incumbent {
  /** Why it cannot be succeeded now, or an empty text. */
  String objection();

  /** What it listens on. */
  List<Listener> listeners();

  /**
   * Accepts nothing more and gives up what only one process can have: the instance folder, the
   * admin socket. Open connections are told to go. There is no way back from here.
   */
  void release();

  /** Open downstream connections. */
  int connections();

  /** Whether it has ended, or will at once. */
  boolean isDone();
}
