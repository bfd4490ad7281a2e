package io.mizzen.kernel.telemetry.log;

import org.slf4j.event.Level;

/** How much a logger says; each level includes those before it. */
public enum LogLevel {
  OFF,
  ERROR,
  WARN,
  INFO,
  DEBUG,
  TRACE;

  boolean includes(Level level) {
    return of(level).compareTo(this) <= 0;
  }

  static LogLevel of(Level level) {
    return switch (level) {
      case ERROR -> ERROR;
      case WARN -> WARN;
      case INFO -> INFO;
      case DEBUG -> DEBUG;
      case TRACE -> TRACE;
    };
  }
}
