package io.mizzen.kernel.telemetry.log;

import io.mizzen.spi.telemetry.Counter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;

/**
 * The server log of the process: its configuration, its levels, its life. Any thread.
 *
 * <ol>
 *   <li>SLF4J asks for loggers; warnings and errors go to stderr on the thread that logs, so a
 *       command that ends early loses nothing.
 *   <li>{@link #configure} sets target, format and levels, and hands writing to the log's own
 *       thread; again at every reload.
 *   <li>{@link #close} writes what is left; from then on it is as in the beginning.
 * </ol>
 */
public final class ServerLog implements ILoggerFactory {
  /** The name under which the level of all other loggers is set. */
  public static final String ROOT = "root";

  /** Longer messages are cut: one line must not fill the queue's memory. */
  private static final int LONGEST = 16 * 1024;

  private static final ServerLog PROCESS =
      new ServerLog(System::currentTimeMillis, new StreamSink(LogTarget.STDERR));

  private final LongSupplier clockMillis;
  private final Levels levels = new Levels();
  private final LogWriter writer;

  ServerLog(LongSupplier clockMillis, Sink sink) {
    this.clockMillis = clockMillis;
    this.writer = new LogWriter(clockMillis, levels, sink, lines(LogConfig.BEFORE_CONFIGURATION));
  }

  /** The one behind SLF4J. */
  public static ServerLog process() {
    return PROCESS;
  }

  /**
   * Takes a configuration over. On an error nothing changes.
   *
   * @param folder where relative paths start
   * @throws IOException if the file cannot be opened; its message is for users
   */
  public void configure(LogConfig config, Path folder) throws IOException {
    LogFileConfig file = config.file();
    Sink sink;
    if (file == null) {
      sink = new StreamSink(config.target());
    } else {
      Path path = folder.resolve(file.path());
      try {
        sink = new FileSink(path, file, clockMillis);
      } catch (IOException e) {
        throw new IOException("cannot open the log file " + path + ": " + Causes.line(e), e);
      }
    }
    levels.configure(config.level(), config.levels());
    writer.use(sink, lines(config));
    start();
  }

  /** From here on nobody who logs waits for the target. */
  void start() {
    writer.start();
  }

  @Override
  public Logger getLogger(String name) {
    return levels.logger(name, this);
  }

  /** All loggers in use and what they say, by name. */
  public List<LoggerView> levels() {
    return levels.view();
  }

  /** Sets the level of a logger and those below it until it is set again or cleared. */
  public void setLevel(String logger, LogLevel level) {
    levels.override(logger, level, null);
  }

  /**
   * Sets the level of a logger and those below it for some time; then what is configured holds.
   *
   * @param duration from 1 ms
   */
  public void setLevel(String logger, LogLevel level, Duration duration) {
    levels.override(logger, level, Levels.end(clockMillis.getAsLong(), duration));
    writer.wake();
  }

  /** Ends a level that was set at run time. */
  public void clearLevel(String logger) {
    levels.clear(logger);
  }

  /** Opens the log file anew by its name, soon: after somebody else has moved it. */
  public void reopen() {
    writer.reopen();
  }

  /** Counts lost lines and held-back repetitions here from now on, and those so far. */
  public void countInto(Counter lost, Counter repeated) {
    writer.countInto(lost, repeated);
  }

  /** Waits until everything logged so far is written, at most that long. */
  public void flush(Duration atMost) {
    writer.flush(atMost);
  }

  /** Writes what is left, within two seconds. Later messages are written by the caller's thread. */
  public void close() {
    writer.close();
  }

  void submit(LogEvent event) {
    writer.submit(event);
  }

  long nowMillis() {
    return clockMillis.getAsLong();
  }

  static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "... (cut)";
  }

  private static Lines lines(LogConfig config) {
    boolean people =
        switch (config.format()) {
          case TEXT -> true;
          case JSON -> false;
          case AUTO -> config.file() == null && StreamSink.isTerminal(config.target());
        };
    return people ? new TextLines() : new JsonLines();
  }
}
