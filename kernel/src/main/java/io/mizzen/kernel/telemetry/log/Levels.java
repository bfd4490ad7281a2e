package io.mizzen.kernel.telemetry.log;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which logger has which level: by the longest name that is the logger's own or a prefix of it up
 * to a dot; an override set at run time beats the configuration at the same name. Everything under
 * this object's lock; loggers keep the result in a field.
 */
final class Levels {
  /** Chatty libraries: the kernel reports their problems itself. */
  private static final Map<String, LogLevel> LIBRARIES =
      Map.of("org.pf4j", LogLevel.WARN, "io.netty", LogLevel.WARN);

  private final Map<String, ServerLogger> loggers = new TreeMap<>();
  private final Map<String, Setting> settings = new TreeMap<>();
  private Map<String, LogLevel> configured = LIBRARIES;
  private LogLevel base = LogLevel.WARN;

  private record Setting(LogLevel level, @Nullable Long endMillis) {}

  synchronized void configure(LogLevel level, Map<String, LogLevel> levels) {
    base = level;
    Map<String, LogLevel> all = new TreeMap<>(LIBRARIES);
    all.putAll(levels);
    configured = all;
    apply();
  }

  synchronized ServerLogger logger(String name, ServerLog log) {
    ServerLogger logger = loggers.get(name);
    if (logger == null) {
      logger = new ServerLogger(name, log);
      logger.level(effective(name));
      loggers.put(name, logger);
    }
    return logger;
  }

  synchronized void override(String name, LogLevel level, @Nullable Long endMillis) {
    settings.put(name, new Setting(level, endMillis));
    apply();
  }

  synchronized void clear(String name) {
    settings.remove(name);
    apply();
  }

  /** Ends settings whose time is up. */
  synchronized void sweep(long nowMillis) {
    if (settings
        .values()
        .removeIf(one -> one.endMillis() != null && one.endMillis() <= nowMillis)) {
      apply();
    }
  }

  /** When the next override ends, or {@code Long.MAX_VALUE}. */
  synchronized long nextEndMillis() {
    long next = Long.MAX_VALUE;
    for (Setting one : settings.values()) {
      if (one.endMillis() != null) {
        next = Math.min(next, one.endMillis());
      }
    }
    return next;
  }

  synchronized List<LoggerView> view() {
    Map<String, LoggerView> views = new TreeMap<>();
    for (String name : loggers.keySet()) {
      views.put(name, view(name));
    }
    for (String name : settings.keySet()) {
      views.put(name, view(name));
    }
    views.put(ServerLog.ROOT, view(ServerLog.ROOT));
    return new ArrayList<>(views.values());
  }

  private LoggerView view(String name) {
    Setting override = settings.get(name);
    Instant end =
        override == null || override.endMillis() == null
            ? null
            : Instant.ofEpochMilli(override.endMillis());
    return new LoggerView(
        name,
        effective(name),
        override == null ? LoggerView.Origin.CONFIGURED : LoggerView.Origin.OVERRIDE,
        end);
  }

  private void apply() {
    loggers.forEach((name, logger) -> logger.level(effective(name)));
  }

  private LogLevel effective(String name) {
    String at = name;
    while (!at.isEmpty()) {
      Setting override = settings.get(at);
      if (override != null) {
        return override.level();
      }
      LogLevel level = configured.get(at);
      if (level != null) {
        return level;
      }
      at = at.substring(0, Math.max(0, at.lastIndexOf('.')));
    }
    Setting all = settings.get(ServerLog.ROOT);
    return all != null ? all.level() : base;
  }

  /** How long a level holds. */
  static long end(long nowMillis, Duration duration) {
    return nowMillis + Math.max(1, duration.toMillis());
  }
}
