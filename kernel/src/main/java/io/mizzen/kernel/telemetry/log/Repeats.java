package io.mizzen.kernel.telemetry.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Lets a message pass once and then, as long as it keeps coming, once a second with the number of
 * times it was held back. A message is the same by its logger and text; fields do not count, or a
 * connection's number would make every line different. Debug and trace pass always: who turns them
 * on wants to see all.
 */
final class Repeats {
  /** How long a message is held back. */
  static final long WINDOW_MILLIS = 1000;

  /** Messages remembered at once; when it is full of different ones, they pass. */
  private static final int MOST = 1024;

  private final Map<Key, Window> windows = new ConcurrentHashMap<>();

  /** Whether the event is to be written now. Any thread. */
  boolean passes(LogEvent event) {
    if (event.level().toInt() < org.slf4j.event.Level.INFO.toInt()) {
      return true;
    }
    Key key = new Key(event.logger(), event.message());
    Window window = windows.get(key);
    if (window == null) {
      if (windows.size() >= MOST) {
        return true;
      }
      window = windows.putIfAbsent(key, new Window(event));
      if (window == null) {
        return true;
      }
    }
    window.held.increment();
    return false;
  }

  /**
   * Ends the windows that are over; gives what is to be written for them. Only the log's thread.
   */
  List<LogEvent> sweep(long nowMillis, long windowMillis) {
    List<LogEvent> due = new ArrayList<>();
    windows.forEach(
        (key, window) -> {
          if (nowMillis - window.first.millis() < windowMillis) {
            return;
          }
          // A caller that still has the window may count one more: it is lost to the summary.
          long held = window.held.sum();
          if (held == 0) {
            windows.remove(key, window);
          } else {
            due.add(window.first.again(nowMillis, held));
            windows.put(key, new Window(window.first.again(nowMillis, 0)));
          }
        });
    return due;
  }

  boolean isEmpty() {
    return windows.isEmpty();
  }

  private record Key(String logger, String message) {}

  private static final class Window {
    private final LogEvent first;
    private final LongAdder held = new LongAdder();

    Window(LogEvent first) {
      this.first = first;
    }
  }
}
