package io.mizzen.kernel.network;

/** Where connections leave for another process. Called on any worker; never blocks. */
public interface Departures {
  /** Whether the other process is still there to take any. */
  boolean isOpen();

  /**
   * A connection is off its event loop and ready to go. Its owner hears what became of it, on its
   * worker, also if the other process dies.
   */
  void depart(Departure departure);

  /**
   * An answer that came after the connection had left.
   *
   * @param id of the departure
   * @param bytes whole messages; may be none
   * @param awaited answers that are still owed
   */
  void answer(long id, Bytes bytes, int awaited);

  /** Nothing that makes sense can be said on a connection that has left: it has to be closed. */
  void close(long id);
}
