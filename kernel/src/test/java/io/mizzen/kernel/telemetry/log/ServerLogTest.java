package io.mizzen.kernel.telemetry.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.kernel.telemetry.KernelMetrics;
import io.mizzen.kernel.telemetry.MetricsRegistry;
import io.mizzen.spi.config.ByteSize;
import io.mizzen.spi.telemetry.Counter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class ServerLogTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final AtomicLong clock =
      new AtomicLong(Instant.parse("2026-11-21T10:11:12.345Z").toEpochMilli());
  private final MemorySink sink = new MemorySink();
  private final ServerLog log = new ServerLog(clock::get, sink);
  private final Logger logger = log.getLogger("io.mizzen.kernel.network.Listener");

  @TempDir Path folder;

  @BeforeEach
  void startTheThread() {
    log.start();
  }

  @Test
  void writesAtOnceUntilItIsStarted() {
    ServerLog early = new ServerLog(clock::get, sink);
    early.getLogger("early").warn("one");
    assertTrue(sink.text().contains("one"));
  }

  @Test
  void isWhatSlf4jFinds() {
    assertInstanceOf(ServerLogger.class, LoggerFactory.getLogger("x"));
    assertEquals("x", LoggerFactory.getLogger("x").getName());
  }

  @Test
  void writesFieldsAsJson() {
    logger
        .atWarn()
        .addKeyValue("listener", "web")
        .addKeyValue("port", 8080)
        .addKeyValue("time", "now")
        .log("cannot {} \"it\"\n", "accept");
    assertEquals(
        "{\"time\":\"2026-11-21T10:11:12.345Z\",\"level\":\"warn\","
            + "\"logger\":\"io.mizzen.kernel.network.Listener\",\"thread\":\""
            + Thread.currentThread().getName()
            + "\",\"message\":\"cannot accept \\\"it\\\"\\n\",\"listener\":\"web\",\"port\":8080,"
            + "\"_time\":\"now\"}\n",
        written());
  }

  @Test
  void saysOneLineForAFailureOfTheWorldAndAStackForOneOfOurs() {
    logger.warn("no connection", new IOException("refused", new IOException("port 1")));
    logger.error("cannot write", new IOException("disk full"));
    assertFalse(written().contains("\"stack\""));
    assertTrue(written().contains("IOException: refused; caused by IOException: port 1"));
    logger.error("internal", new IllegalStateException("broken"));
    assertTrue(written().contains("\"stack\":\"java.lang.IllegalStateException: broken\\n\\tat"));
    log.setLevel("io.mizzen", LogLevel.DEBUG);
    logger.warn("again", new IOException("shown"));
    assertTrue(written().contains("\"stack\":\"java.io.IOException: shown\\n"));
  }

  @Test
  void countsARepeatedMessageInsteadOfRepeatingIt() {
    for (int i = 0; i < 1000; i++) {
      logger.atWarn().addKeyValue("connection", i).log("accept failed");
    }
    logger.warn("something else");
    assertEquals(2, lines());
    clock.addAndGet(1000);
    assertEquals(3, lines());
    assertTrue(
        written().contains("\"message\":\"accept failed\",\"connection\":0,\"repeated\":999"));
    logger.warn("accept failed");
    assertEquals(3, lines());
    clock.addAndGet(1000);
    assertEquals(4, lines());
    clock.addAndGet(1000);
    assertEquals(4, lines());
    logger.warn("accept failed");
    assertEquals(5, lines());
  }

  @Test
  void setsALevelForSomeTimeOnly() {
    assertFalse(logger.isInfoEnabled());
    log.setLevel("io.mizzen.kernel", LogLevel.TRACE, Duration.ofMinutes(10));
    assertTrue(logger.isTraceEnabled());
    assertFalse(log.getLogger("io.mizzen.kernelX").isInfoEnabled());
    LoggerView view =
        log.levels().stream()
            .filter(one -> one.logger().equals("io.mizzen.kernel"))
            .findFirst()
            .orElseThrow();
    assertEquals(LoggerView.Origin.OVERRIDE, view.origin());
    assertEquals(Instant.parse("2026-11-21T10:21:12.345Z"), view.revertsAt());
    clock.addAndGet(Duration.ofMinutes(10).toMillis());
    log.flush(SOON);
    assertFalse(logger.isInfoEnabled());
  }

  @Test
  void takesTheLevelOfTheLongestName() throws Exception {
    log.configure(
        new LogConfig(
            LogFormat.JSON,
            LogLevel.INFO,
            Map.of("io.mizzen", LogLevel.ERROR, "io.mizzen.kernel.network", LogLevel.DEBUG),
            LogTarget.STDERR,
            null),
        folder);
    assertTrue(logger.isDebugEnabled());
    assertFalse(log.getLogger("io.mizzen.kernel.stream.X").isWarnEnabled());
    assertTrue(log.getLogger("com.acme").isInfoEnabled());
    assertFalse(log.getLogger("org.pf4j.X").isInfoEnabled());
    log.setLevel(ServerLog.ROOT, LogLevel.OFF);
    assertFalse(log.getLogger("com.acme").isErrorEnabled());
    log.clearLevel(ServerLog.ROOT);
    assertTrue(log.getLogger("com.acme").isInfoEnabled());
  }

  @Test
  void losesAndCountsRatherThanWaits() throws Exception {
    MetricsRegistry metrics = new MetricsRegistry();
    Counter lost = metrics.permanent().counter(KernelMetrics.LOG_LOST.name());
    Counter repeated = metrics.permanent().counter(KernelMetrics.LOG_REPEATED.name());
    log.countInto(lost, repeated);
    CountDownLatch gate = sink.hold();
    logger.warn("first");
    sink.awaitHeld();
    for (int i = 0; i < LogWriter.CAPACITY + 10; i++) {
      logger.warn("line {}", i);
    }
    assertEquals(10, lost.sum());
    gate.countDown();
    log.flush(SOON);
    assertEquals(1 + LogWriter.CAPACITY + 1, lines());
    assertTrue(written().contains("log lines were lost because the queue was full\",\"lines\":10"));
  }

  @Test
  void goesOnAfterAFullDisk() {
    sink.fill(true);
    logger.warn("gone");
    log.flush(SOON);
    sink.fill(false);
    logger.warn("here");
    assertEquals(1, lines());
  }

  @Test
  void writesWhatIsLeftWhenClosedAndWhatComesLater() {
    logger.warn("before");
    logger.warn("before");
    log.close();
    assertEquals(2, sink.text().lines().count());
    logger.warn("after");
    assertEquals(3, sink.text().lines().count());
  }

  @Test
  void alignsTextAndKeepsForgedLinesOut() {
    StringBuilder out = new StringBuilder();
    TextLines text = new TextLines();
    text.append(
        new LogEvent(
            clock.get(),
            org.slf4j.event.Level.WARN,
            "io.mizzen.kernel.network.Listener",
            "t",
            "a\nb\u001b[31m",
            List.of(new LogEvent.Field("listener", "web"), new LogEvent.Field("text", "two words")),
            null,
            LogEvent.Stack.HIDDEN,
            3),
        out);
    assertEquals(
        "2026-11-21 10:11:12.345Z WARN  network.Listener          a\\nb\\x1b[31m"
            + "  listener=web text=\"two words\" repeated=3\n",
        out.toString());
  }

  @Test
  void reopensAFileThatSomebodyMoved() throws Exception {
    Path file = folder.resolve("logs/mizzen.log");
    log.configure(fileConfig(new ByteSize(0), null), folder);
    logger.warn("one");
    log.flush(SOON);
    Files.move(file, folder.resolve("moved"));
    logger.warn("two");
    log.flush(SOON);
    log.reopen();
    logger.warn("three");
    log.flush(SOON);
    assertEquals(2, Files.readAllLines(folder.resolve("moved")).size());
    assertEquals(1, Files.readAllLines(file).size());
  }

  @Test
  void rotatesBySizeAndKeepsSoMany() throws Exception {
    log.configure(fileConfig(new ByteSize(300), null), folder);
    for (int i = 0; i < 10; i++) {
      logger.warn("a line of a good length, number {}", i);
      log.flush(SOON);
    }
    Path file = folder.resolve("logs/mizzen.log");
    assertTrue(Files.readString(file).contains("number 9"));
    assertTrue(Files.size(file) <= 300);
    assertTrue(Files.exists(folder.resolve("logs/mizzen.log.2")));
    assertFalse(Files.exists(folder.resolve("logs/mizzen.log.3")));
  }

  @Test
  void rotatesByAge() throws Exception {
    log.configure(fileConfig(new ByteSize(0), Duration.ofHours(24)), folder);
    logger.warn("monday");
    log.flush(SOON);
    clock.addAndGet(Duration.ofHours(24).toMillis());
    logger.warn("tuesday");
    log.flush(SOON);
    assertTrue(Files.readString(folder.resolve("logs/mizzen.log.1")).contains("monday"));
    assertTrue(Files.readString(folder.resolve("logs/mizzen.log")).contains("tuesday"));
  }

  @Test
  void saysWhichFileCannotBeOpenedAndChangesNothing() throws Exception {
    Files.createDirectories(folder.resolve("logs/mizzen.log"));
    IOException e =
        org.junit.jupiter.api.Assertions.assertThrows(
            IOException.class, () -> log.configure(fileConfig(new ByteSize(0), null), folder));
    assertTrue(e.getMessage().startsWith("cannot open the log file " + folder));
    logger.warn("still here");
    assertEquals(1, lines());
  }

  private static LogConfig fileConfig(ByteSize size, Duration every) {
    return new LogConfig(
        LogFormat.JSON,
        LogLevel.INFO,
        Map.of(),
        LogTarget.STDERR,
        new LogFileConfig("logs/mizzen.log", size, every, 2));
  }

  private String written() {
    log.flush(SOON);
    return sink.text();
  }

  private long lines() {
    return written().lines().count();
  }
}
