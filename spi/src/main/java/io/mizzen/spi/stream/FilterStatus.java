package io.mizzen.spi.stream;

/** What happens after a filter's phase. */
public enum FilterStatus {
  /** The next filter runs. */
  CONTINUE,
  /** The stream waits for its {@link Continuation}, or has been answered. */
  PAUSE
}
