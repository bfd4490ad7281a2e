package io.mizzen.kernel.telemetry.log;

/** How lines of the server log look. */
public enum LogFormat {
  /** Text on a terminal, JSON otherwise. */
  AUTO,
  /** Aligned columns for people. */
  TEXT,
  /** One JSON object per line. */
  JSON
}
