package io.mizzen.filter.accesslog;

import io.mizzen.spi.stream.Outcome;
import io.mizzen.spi.stream.StreamContext;

/** How a line looks. Prepared once, used by all workers. */
interface LineForm {
  /** Appends one line without its line feed. */
  void append(Pen pen, Outcome outcome, StreamContext stream);
}
