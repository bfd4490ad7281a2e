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

  /** Stops within a second or so; called once after a successful start. */
  void stop();

  /** One line for the start banner, such as the addresses it listens on; empty for none. */
  default String banner() {
    return "";
  }
}
