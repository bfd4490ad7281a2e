package io.mizzen.kernel.telemetry.log;

import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;
import org.slf4j.helpers.AbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LoggingEventAware;

/** One named logger. Turns a call into an event on the calling thread and hands it over. */
final class ServerLogger extends AbstractLogger implements LoggingEventAware {
  @Serial private static final long serialVersionUID = 1;

  private final transient ServerLog log;

  /** Written under the lock of {@link Levels}, read by any thread. */
  private volatile LogLevel level = LogLevel.WARN;

  ServerLogger(String name, ServerLog log) {
    this.name = name;
    this.log = log;
  }

  void level(LogLevel next) {
    level = next;
  }

  @Override
  public boolean isTraceEnabled() {
    return level.includes(Level.TRACE);
  }

  @Override
  public boolean isTraceEnabled(Marker marker) {
    return isTraceEnabled();
  }

  @Override
  public boolean isDebugEnabled() {
    return level.includes(Level.DEBUG);
  }

  @Override
  public boolean isDebugEnabled(Marker marker) {
    return isDebugEnabled();
  }

  @Override
  public boolean isInfoEnabled() {
    return level.includes(Level.INFO);
  }

  @Override
  public boolean isInfoEnabled(Marker marker) {
    return isInfoEnabled();
  }

  @Override
  public boolean isWarnEnabled() {
    return level.includes(Level.WARN);
  }

  @Override
  public boolean isWarnEnabled(Marker marker) {
    return isWarnEnabled();
  }

  @Override
  public boolean isErrorEnabled() {
    return level.includes(Level.ERROR);
  }

  @Override
  public boolean isErrorEnabled(Marker marker) {
    return isErrorEnabled();
  }

  @Override
  public void log(LoggingEvent event) {
    Object[] arguments = event.getArgumentArray();
    Throwable cause = event.getThrowable();
    if (cause == null && arguments != null) {
      cause = MessageFormatter.getThrowableCandidate(arguments);
    }
    submit(event.getLevel(), event.getMessage(), arguments, fields(event), cause);
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level at,
      @Nullable Marker marker,
      @Nullable String message,
      @Nullable Object @Nullable [] arguments,
      @Nullable Throwable cause) {
    submit(at, message, arguments, List.of(), cause);
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  private void submit(
      Level at,
      @Nullable String message,
      @Nullable Object @Nullable [] arguments,
      List<LogEvent.Field> fields,
      @Nullable Throwable cause) {
    String text = MessageFormatter.basicArrayFormat(message, arguments);
    log.submit(
        new LogEvent(
            log.nowMillis(),
            at,
            name,
            Thread.currentThread().getName(),
            text == null ? "null" : ServerLog.cut(text),
            fields,
            cause,
            stackFor(at, cause),
            0));
  }

  /**
   * A stack helps only where the code is at fault or somebody looks closely: an unchecked throwable
   * logged as an error, or a logger at debug.
   */
  private LogEvent.Stack stackFor(Level at, @Nullable Throwable cause) {
    boolean unexpected =
        at == Level.ERROR && (cause instanceof RuntimeException || cause instanceof Error);
    return unexpected || isDebugEnabled() ? LogEvent.Stack.SHOWN : LogEvent.Stack.HIDDEN;
  }

  private static List<LogEvent.Field> fields(LoggingEvent event) {
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs == null) {
      return List.of();
    }
    List<LogEvent.Field> fields = new ArrayList<>(pairs.size());
    for (KeyValuePair pair : pairs) {
      Object value = pair.value;
      // Anything that may change later becomes text now.
      boolean isStable = value instanceof Number || value instanceof Boolean;
      fields.add(
          new LogEvent.Field(pair.key, isStable ? value : ServerLog.cut(String.valueOf(value))));
    }
    return fields;
  }
}
