package io.mizzen.kernel.telemetry.log;

/** Where the server log goes if not to a file. */
public enum LogTarget {
  STDERR,
  STDOUT
}
