package io.mizzen.kernel.config.model;

import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;

/** Workers, transport and limits of the whole process. */
public record RuntimeConfig(
    @Default("0") @Doc("Event loops; 0 means one for each processor this process may use.")
        int workers,
    @Default("auto") @Doc("How sockets are driven.") Transport transport,
    @Default("50000") @Doc("Open downstream connections of all listeners together.")
        int maxConnections) {
  public RuntimeConfig {
    if (workers < 0 || workers > 1024) {
      throw new IllegalArgumentException("workers must be from 0 to 1024, got " + workers);
    }
    if (maxConnections < 1) {
      throw new IllegalArgumentException(
          "maxConnections must be at least 1, got " + maxConnections);
    }
  }

  /** How sockets are driven. */
  public enum Transport {
    @Doc("Epoll on Linux, else the JDK's own: what can be handed over at an upgrade.")
    AUTO,
    @Doc("Linux epoll.")
    EPOLL,
    @Doc("Linux io_uring (kernel 5.19 or newer is best); fewer system calls than epoll.")
    IO_URING,
    @Doc("The JDK's own, everywhere.")
    NIO
  }
}
