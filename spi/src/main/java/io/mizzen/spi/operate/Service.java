package io.mizzen.spi.operate;

/**
 * Something that runs beside the traffic, such as the admin API. Its life: created with its
 * configuration, started after the listeners are open, stopped when the process ends.
 */
public interface Service {
  /**
   * Starts on the control thread; quick, may open sockets of its own.
   *
   * @throws java.io.IOException if an address cannot be bound; the process then does not start
   */
  void start() throws java.io.IOException;

  /**
   * Starts in a process that succeeds another one, whose service of this kind may still be there in
   * the state after {@link #giveWay}. Replaces it, so that whoever asks always finds one of the
   * two.
   *
   * @throws java.io.IOException as {@link #start}
   */
  default void startAsSuccessor() throws java.io.IOException {
    start();
  }

  /**
   * Runs once, unseen by anybody, what {@link #startAsSuccessor} and the first callers will run:
   * called in a process that is about to succeed another one, on a service that is not started
   * afterwards. A class that is loaded later, beside the traffic, can cost compiled code of the
   * whole process. Takes no address that others know and leaves nothing behind; some hundred
   * milliseconds are fine. By default nothing is rehearsed.
   *
   * @throws java.io.IOException if it cannot be; the process goes on without
   */
  default void rehearse() throws java.io.IOException {}

  /**
   * Another process has taken over and is about to start its own. Gives up what only one can have,
   * such as a port. Where the successor can take the place in one step, such as the name of a
   * socket file, it goes on until {@link #stop}, which must leave the successor's alone.
   *
   * @return {@code STOPPED}, the default, after {@link #stop}, which is then not called again
   */
  default Presence giveWay() {
    stop();
    return Presence.STOPPED;
  }

  /** Stops within a second or so; called once after a successful start. */
  void stop();

  /** What is left of a service that has given way. */
  enum Presence {
    STOPPED,
    ANSWERING
  }

  /** One line for the start banner, such as the addresses it listens on; empty for none. */
  default String banner() {
    return "";
  }
}
