package io.mizzen.kernel.telemetry.log;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where lines go. Only on the thread of the log. */
interface Sink {
  /** Writes whole lines, all of them or none that can be told. */
  void write(ByteBuffer lines) throws IOException;

  /** Opens the file anew by its name, after somebody else has moved it. */
  default void reopen() throws IOException {}

  /** Gives the target back; the process's own streams stay open. */
  default void close() throws IOException {}
}
