package io.mizzen.filter.accesslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.mizzen.spi.Why;
import io.mizzen.spi.config.ByteSize;
import io.mizzen.spi.config.Ratio;
import io.mizzen.testkit.ConfigRecords;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AccessLogFilterTest {
  private final AccessLogFactory factory = new AccessLogFactory();
  @TempDir Path folder;
  private Path file;
  private FakeHost host;
  private FakeStream stream;

  @BeforeEach
  void makeAStream() {
    file = folder.resolve("logs/access.log");
    host = new FakeHost(folder, 2);
    stream = new FakeStream(host.workers().get(0));
  }

  @Test
  void writesAllThereIsToSayAsJson() throws Exception {
    AccessLogFilter filter = filter(Map.of());
    filter.onEnd(stream, stream);
    filter.close();
    assertEquals(
        "{\"time\":\"2026-11-21T12:20:01.123Z\",\"listener\":\"test\",\"protocol\":\"fake\","
            + "\"service\":\"com.acme.Orders\",\"operation\":\"/a?b=\\\"c\\\"\","
            + "\"route\":\"api\",\"cluster\":\"orders\",\"endpoint\":\"10.0.0.1:80\","
            + "\"code\":200,\"why\":\"ok\",\"attempts\":1,\"durationMs\":2.345,"
            + "\"responseAfterMs\":1.500,\"poolWaitMs\":0.000,\"requestBytes\":10,"
            + "\"responseBytes\":1024,\"remote\":\"192.0.2.1:40000\",\"streamId\":77}\n",
        Files.readString(file));
  }

  @Test
  void madeUpStreamsOfAWarmUpAreWrittenAndCountedNowhere() throws Exception {
    AccessLogConfig config =
        ConfigRecords.with(AccessLogConfig.class, Map.of("target", file.toString()));
    AccessLogFilter filter = (AccessLogFilter) factory.createForWarmUp(config, host);
    // More than the buffer holds, if the thread of the target comes late.
    for (int i = 0; i < 1000; i++) {
      filter.onEnd(stream, stream);
    }
    filter.close();
    assertFalse(Files.exists(file));
    assertEquals(0, host.lost(LogTargets.NOWHERE));
  }

  @Test
  void leavesOutWhatAStreamDoesNotHave() throws Exception {
    stream.why = Why.NO_ROUTE;
    stream.code = 0;
    stream.routeName = null;
    stream.hasEndpoint = false;
    stream.hasResponse = false;
    stream.responseAfter = -1;
    AccessLogFilter filter =
        filter(
            Map.of(
                "fields",
                List.of("verb", "why", "code", "endpoint", "response.x", "responseAfterMs")));
    filter.onEnd(stream, stream);
    filter.close();
    assertEquals("{\"why\":\"no_route\"}\n", Files.readString(file));
  }

  @Test
  void writesMessageFieldsWithTheEscapesOfJson() throws Exception {
    stream.requestFields.put("user\"agent", "x\n\u00e9");
    AccessLogFilter filter = filter(Map.of("fields", List.of("request.user\"agent")));
    filter.onEnd(stream, stream);
    filter.close();
    assertEquals("{\"request.user\\\"agent\":\"x\\u000a\u00e9\"}\n", Files.readString(file));
  }

  @Test
  void writesByATemplate() throws Exception {
    stream.requestFields.put("agent", "evil\n127.0.0.1 ok");
    AccessLogFilter filter =
        filter(Map.of("template", "[%{time}] %{verb} 100%% \"%{request.agent}\" %{why}!"));
    filter.onEnd(stream, stream);
    filter.close();
    assertEquals(
        "[2026-11-21T12:20:01.123Z] - 100% \"evil\\x0a127.0.0.1 ok\" ok!\n",
        Files.readString(file));
  }

  @Test
  void logsOnlyFailuresIfAskedTo() throws Exception {
    AccessLogFilter filter = filter(Map.of("only", List.of("failures"), "fields", List.of("why")));
    filter.onEnd(stream, stream);
    stream.why = Why.LIMITED;
    filter.onEnd(stream, stream);
    filter.close();
    assertEquals("{\"why\":\"limited\"}\n", Files.readString(file));
  }

  @Test
  void logsOnlyNamedWords() throws Exception {
    AccessLogFilter filter =
        filter(Map.of("only", List.of("ok", "denied"), "fields", List.of("why")));
    for (Why why : Why.KERNEL) {
      stream.why = why;
      filter.onEnd(stream, stream);
    }
    filter.close();
    assertEquals("{\"why\":\"ok\"}\n{\"why\":\"denied\"}\n", Files.readString(file));
  }

  @Test
  void samplesSuccessesAndKeepsFailures() throws Exception {
    AccessLogFilter filter = filter(Map.of("sample", new Ratio(0.25), "fields", List.of("why")));
    for (int i = 0; i < 8_000; i++) {
      filter.onEnd(stream, stream);
    }
    stream.why = Why.LIMITED;
    for (int i = 0; i < 100; i++) {
      filter.onEnd(stream, stream);
    }
    filter.close();
    List<String> lines = Files.readAllLines(file);
    assertEquals(100, lines.stream().filter(line -> line.contains("limited")).count());
    assertEquals(2_000, lines.stream().filter(line -> line.contains("ok")).count(), 250);
  }

  @Test
  void writesAFileOfTwoFiltersByOneThread() throws Exception {
    AccessLogFilter one = filter(Map.of("fields", List.of("why")));
    AccessLogFilter two = filter(Map.of("template", "two"));
    FakeStream other = new FakeStream(host.workers().get(1));
    one.onEnd(stream, stream);
    two.onEnd(other, other);
    long threads =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("access-log"))
            .count();
    assertEquals(1, threads);
    one.close();
    two.onEnd(other, other);
    two.close();
    assertEquals(3, Files.readAllLines(file).size());
    assertEquals(List.of(), host.reopening);
  }

  @Test
  void opensNothingBeforeTheFirstLine() throws Exception {
    AccessLogFilter filter = filter(Map.of());
    assertFalse(Files.exists(file));
    filter.close();
    assertFalse(Files.exists(file));
  }

  @Test
  void reopensAfterSomebodyMovedTheFile() throws Exception {
    AccessLogFilter filter = filter(Map.of("template", "line"));
    filter.onEnd(stream, stream);
    await(file, 5);
    Path moved = folder.resolve("moved");
    Files.move(file, moved);
    filter.onEnd(stream, stream);
    await(moved, 10);
    host.reopening.forEach(Runnable::run);
    filter.onEnd(stream, stream);
    filter.close();
    assertEquals(10, Files.size(moved));
    assertEquals(5, Files.size(file));
  }

  @Test
  void rotatesBySizeAndKeepsSoMany() throws Exception {
    AccessLogFilter filter =
        filter(Map.of("template", "0123456789", "maxSize", new ByteSize(25), "keep", 2));
    for (long i = 1; i <= 4; i++) {
      filter.onEnd(stream, stream);
      while (totalSize() < 11 * i) {
        Thread.onSpinWait();
      }
    }
    filter.onEnd(stream, stream);
    filter.close();
    assertEquals(11, Files.size(file));
    assertEquals(22, Files.size(file.resolveSibling("access.log.1")));
    assertEquals(22, Files.size(file.resolveSibling("access.log.2")));
  }

  @Test
  void neverWaitsForASlowTargetAndCountsWhatIsLost() throws Exception {
    Path pipe = folder.resolve("pipe");
    try {
      int exit = new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
      Assumptions.assumeTrue(exit == 0, "no mkfifo here");
    } catch (IOException e) {
      Assumptions.abort("no mkfifo here");
    }
    // Nobody reads the pipe yet: opening it blocks the thread of the target.
    AccessLogFilter filter =
        filter(
            Map.of("target", "pipe", "template", "0123456789", "buffer", new ByteSize(64 * 1024)));
    int lines = 10_000;
    for (int i = 0; i < lines; i++) {
      filter.onEnd(stream, stream);
    }
    int fit = 64 * 1024 / 11;
    assertEquals(lines - fit, host.lost(pipe.toString()));
    Process cat =
        new ProcessBuilder("cat", pipe.toString())
            .redirectOutput(folder.resolve("read").toFile())
            .start();
    filter.close();
    assertEquals(0, cat.waitFor());
    assertEquals(fit, Files.readAllLines(folder.resolve("read")).size());
  }

  @Test
  void countsLinesThatCannotBeWritten() throws Exception {
    AccessLogFilter filter = filter(Map.of());
    Files.createDirectories(file);
    for (int i = 0; i < 100; i++) {
      filter.onEnd(stream, stream);
    }
    filter.close();
    assertEquals(100, host.lost(file.toString()));
  }

  @Test
  void refusesATargetThatCannotWork() throws Exception {
    Files.createDirectories(folder.resolve("dir"));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> filter(Map.of("target", "dir")));
    assertTrue(e.getMessage().contains("is a folder"), e.getMessage());
    Files.writeString(folder.resolve("file"), "");
    assertThrows(IllegalArgumentException.class, () -> filter(Map.of("target", "file/x")));
  }

  @Test
  void makesNoGarbagePerLine() throws Exception {
    stream.requestFields.put("agent", "a \"quoted\" \u00e9 agent");
    List<String> fields = new java.util.ArrayList<>(LogFields.names());
    fields.add("request.agent");
    AccessLogFilter filter = filter(Map.of("fields", fields));
    for (int i = 0; i < 20_000; i++) {
      filter.onEnd(stream, stream);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int lines = 100_000;
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < lines; i++) {
      stream.id = i;
      filter.onEnd(stream, stream);
    }
    double perLine = (double) (threads.getCurrentThreadAllocatedBytes() - before) / lines;
    filter.close();
    assertTrue(perLine < 0.5, () -> perLine + " bytes per line");
  }

  @Test
  void writesEveryLineWholeUnderLoadOfTwoWorkers() throws Exception {
    AccessLogFilter filter = filter(Map.of("template", "%{streamId} abcdefghij"));
    List<Thread> workers = new java.util.ArrayList<>();
    for (int w = 0; w < 2; w++) {
      FakeStream own = new FakeStream(host.workers().get(w));
      filter.onEnd(own, own);
      Thread worker =
          new Thread(
              () -> {
                for (int i = 0; i < 50_000; i++) {
                  own.id = i;
                  filter.onEnd(own, own);
                }
              });
      workers.add(worker);
      worker.start();
    }
    for (Thread worker : workers) {
      worker.join();
    }
    filter.close();
    List<String> lines = Files.readAllLines(file);
    assertEquals(100_002, lines.size() + host.lost(file.toString()));
    assertTrue(lines.stream().allMatch(line -> line.matches("[0-9]+ abcdefghij")));
  }

  private AccessLogFilter filter(Map<String, ?> values) {
    Map<String, Object> all = new HashMap<>(Map.of("target", "logs/access.log"));
    all.putAll(values);
    AccessLogConfig config = ConfigRecords.with(AccessLogConfig.class, all);
    assertSame(AccessLogConfig.class, factory.configType());
    return (AccessLogFilter) factory.create(config, host);
  }

  /** Of all files; 0 while one is being renamed. */
  private long totalSize() throws IOException {
    if (!Files.exists(file.getParent())) {
      return 0;
    }
    try (var files = Files.list(file.getParent())) {
      long sum = 0;
      for (Path one : files.toList()) {
        sum += Files.size(one);
      }
      return sum;
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  private static void await(Path path, long size) throws IOException {
    while (!Files.exists(path) || Files.size(path) < size) {
      Thread.onSpinWait();
    }
  }
}
