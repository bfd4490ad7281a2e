package io.mizzen.kernel.restart;

import io.mizzen.kernel.network.Listener;
import java.time.Duration;
import java.util.List;

/** What the running process is, seen by its door for successors. Called on the door's thread. */
public interface Incumbent extends Residents {
  /** Why it cannot be succeeded now, or an empty text. */
  String objection();

  /** What it listens on. */
  List<Listener> listeners();

  /**
   * What the successor is to begin with, rather than to add up: asked for before it opens, while
   * everybody is served, and once more behind {@link #release}. Empty what has not changed since.
   */
  List<StatePart> beginnings();

  /**
   * Accepts nothing more and gives up what only one process can have: the instance folder, the
   * admin socket.
   *
   * @param handing whether the successor has the listening sockets
   */
  void release(Handing handing);

  /**
   * The successor has died between {@link #release} and {@link #served}: accepts again.
   *
   * @return false if it cannot, since yet another process has the folder
   */
  boolean takeBack();

  /** What this process can give. */
  Handing handing();

  /** How long connections may take to leave or to end, after {@link #release}. */
  Duration patience();

  /** Cuts what is left, and returns when nothing is counted here any more. */
  void settle();

  /** The successor knows all, or can be told no more. */
  void farewell();

  /** Ends the process. */
  void end();

  /** A process that asked has not become the successor; for counts. */
  void failed(Failure how);

  /** Why a process did not become the successor. */
  enum Failure {
    /** It was told no. */
    REFUSED,
    /** It gave up or died before this process had let go. */
    FAILED
  }
}
