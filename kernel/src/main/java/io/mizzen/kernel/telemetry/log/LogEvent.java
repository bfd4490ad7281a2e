package io.mizzen.kernel.telemetry.log;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * One message, taken on the thread that logs: nothing in it changes afterwards.
 *
 * @param millis when, in milliseconds since 1970
 * @param fields what the message is about: listener, cluster, plugin and so on
 * @param repeated how often the same message came in the window before; 0 for a first one
 */
record LogEvent(
    long millis,
    Level level,
    String logger,
    String thread,
    String message,
    List<Field> fields,
    @Nullable Throwable cause,
    Stack stack,
    long repeated) {
  /** A structured field. Numbers and booleans stay what they are in JSON. */
  record Field(String key, Object value) {}

  /** Whether readers get to see where a throwable comes from. */
  enum Stack {
    SHOWN,
    HIDDEN
  }

  LogEvent again(long nowMillis, long times) {
    return new LogEvent(nowMillis, level, logger, thread, message, fields, cause, stack, times);
  }
}
