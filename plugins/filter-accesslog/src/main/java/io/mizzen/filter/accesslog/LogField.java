package io.mizzen.filter.accesslog;

import io.mizzen.spi.stream.Outcome;
import io.mizzen.spi.stream.StreamContext;

/** One named value of a line. */
interface LogField {
  /**
   * Appends the value. On the worker; makes no garbage.
   *
   * @return false if the stream has no such value; nothing is appended then
   */
  boolean append(Pen pen, Line.Style style, Outcome outcome, StreamContext stream);
}
