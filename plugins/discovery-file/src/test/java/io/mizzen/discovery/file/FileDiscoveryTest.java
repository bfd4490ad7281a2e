package io.mizzen.discovery.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.spi.upstream.Discovery;
import io.mizzen.spi.upstream.EndpointSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.helpers.NOPLogger;

class FileDiscoveryTest {
  @TempDir Path folder;

  private final List<String> told = new ArrayList<>();
  private final Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private Path file;
  private FileDiscovery discovery;

  @BeforeEach
  void start() {
    file = folder.resolve("orders.yaml");
    // The executor does not run: the test looks by itself.
    ScheduledExecutorService idle =
        new ScheduledThreadPoolExecutor(0) {
          @Override
          public ScheduledFuture<?> scheduleWithFixedDelay(
              Runnable command, long initialDelay, long delay, TimeUnit unit) {
            return super.schedule(() -> {}, 1, TimeUnit.DAYS);
          }
        };
    discovery =
        new FileDiscovery(file, Duration.ofSeconds(1), idle, () -> now, NOPLogger.NOP_LOGGER);
    discovery.start(recorder(told));
  }

  @AfterEach
  void stop() {
    discovery.close();
  }

  private static Discovery.Watcher recorder(Collection<String> told) {
    return new Discovery.Watcher() {
      @Override
      public void onEndpoints(List<EndpointSpec> endpoints) {
        told.add(String.join(" ", endpoints.stream().map(EndpointSpec::address).toList()));
      }

      @Override
      public void onFailure(String sentence) {
        told.add("failed: " + sentence);
      }
    };
  }

  private void write(String address, Instant modified) throws IOException {
    Files.writeString(file, "endpoints: [\"" + address + "\"]\n");
    Files.setLastModifiedTime(file, FileTime.from(modified));
  }

  @Test
  void tellsAChangeOnceAndNothingElse() throws IOException {
    write("10.0.0.1:80", now.minusSeconds(100));
    discovery.poll();
    discovery.poll();
    assertEquals(List.of("10.0.0.1:80"), told);
    write("10.0.0.2:80", now.minusSeconds(50));
    discovery.poll();
    discovery.poll();
    assertEquals(List.of("10.0.0.1:80", "10.0.0.2:80"), told);
    // Touched, not changed.
    write("10.0.0.2:80", now.minusSeconds(40));
    discovery.poll();
    assertEquals(2, told.size());
  }

  @Test
  void seesAChangeWithinTheSameTickOfTheFileSystem() throws IOException {
    write("10.0.0.1:80", now);
    discovery.poll();
    write("10.0.0.2:80", now);
    discovery.poll();
    assertEquals(List.of("10.0.0.1:80", "10.0.0.2:80"), told);
  }

  @Test
  void seesAFileThatWasPutInItsPlace() throws IOException {
    Instant modified = now.minusSeconds(100);
    write("10.0.0.1:80", modified);
    discovery.poll();
    Path other = folder.resolve("new.yaml");
    Files.writeString(other, "endpoints: [\"10.0.0.2:80\"]\n");
    Files.setLastModifiedTime(other, FileTime.from(modified));
    Files.move(other, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    discovery.poll();
    assertEquals(List.of("10.0.0.1:80", "10.0.0.2:80"), told);
  }

  @Test
  void aBadFileIsToldOnceAndKeepsTheLastGoodOne() throws IOException {
    write("10.0.0.1:80", now.minusSeconds(100));
    discovery.poll();
    write("nowhere", now.minusSeconds(90));
    discovery.poll();
    discovery.poll();
    write("10.0.0.1:80", now.minusSeconds(80));
    discovery.poll();
    assertEquals(
        List.of(
            "10.0.0.1:80",
            "failed: orders.yaml:1:13: address has no port: \"nowhere\"",
            "10.0.0.1:80"),
        told);
  }

  @Test
  void aMissingFileIsToldOnceAndFoundWhenItComesBack() throws IOException {
    discovery.poll();
    discovery.poll();
    write("10.0.0.1:80", now.minusSeconds(100));
    discovery.poll();
    Files.delete(file);
    discovery.poll();
    write("10.0.0.1:80", now.minusSeconds(100));
    discovery.poll();
    String missing = "failed: '" + file + "' does not exist";
    assertEquals(List.of(missing, "10.0.0.1:80", missing, "10.0.0.1:80"), told);
  }

  @Test
  void whatIsNoTextIsToldToo() throws IOException {
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    discovery.poll();
    assertEquals(List.of("failed: '" + file + "' is not UTF-8"), told);
  }

  @Test
  void tellsNothingAfterClose() throws IOException {
    write("10.0.0.1:80", now.minusSeconds(100));
    discovery.close();
    discovery.poll();
    assertEquals(List.of(), told);
  }

  @Test
  void looksByItselfOnABackgroundThread() throws Exception {
    write("10.0.0.1:80", now);
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor();
    try (FileDiscovery running =
        new FileDiscovery(
            file, Duration.ofMillis(10), background, () -> now, NOPLogger.NOP_LOGGER)) {
      running.start(recorder(heard));
      assertEquals("10.0.0.1:80", heard.poll(10, TimeUnit.SECONDS));
      write("10.0.0.2:80", now);
      assertEquals("10.0.0.2:80", heard.poll(10, TimeUnit.SECONDS));
    } finally {
      background.shutdown();
    }
    assertTrue(background.awaitTermination(10, TimeUnit.SECONDS));
  }
}
