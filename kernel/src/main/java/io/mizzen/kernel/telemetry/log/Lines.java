package io.mizzen.kernel.telemetry.log;

/** Turns events into lines. Only on the thread of the log. */
interface Lines {
  /** Appends one event, with the line feed at its end. */
  void append(LogEvent event, StringBuilder out);
}
