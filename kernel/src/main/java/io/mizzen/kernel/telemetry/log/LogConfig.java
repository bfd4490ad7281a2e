package io.mizzen.kernel.telemetry.log;

import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The server log as {@code telemetry.log} configures it. */
public record LogConfig(
    @Default("auto") @Doc("text, json, or auto: text on a terminal, json otherwise.")
        LogFormat format,
    @Default("info") @Doc("The level of loggers that are not named in levels.") LogLevel level,
    @Doc("Levels of single loggers and of all whose names begin with theirs and a dot.")
        Map<String, LogLevel> levels,
    @Default("stderr") @Doc("Where lines go if no file is named: stderr or stdout.")
        LogTarget target,
    @Nullable @Doc("Write to this file instead.") LogFileConfig file) {
  /** What holds until a configuration is read: only what is wrong, to stderr. */
  static final LogConfig BEFORE_CONFIGURATION =
      new LogConfig(LogFormat.AUTO, LogLevel.WARN, Map.of(), LogTarget.STDERR, null);

  public LogConfig {
    levels = Map.copyOf(levels);
  }
}
