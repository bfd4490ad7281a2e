package io.mizzen.discovery.file;

import io.mizzen.discovery.file.EndpointsFile.BadFile;
import io.mizzen.spi.upstream.Discovery;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Looks at a file from time to time. Its life: {@link #start}, then {@link #poll} on a background
 * thread, one at a time, until {@link #close}.
 *
 * <p>A look costs one system call while nothing changes: the file's time, size and identity (a link
 * that was turned, as Kubernetes does, is another file). Changed ones are read and compared by
 * content. A file that is missing or wrong is told once, and the endpoints stay.
 */
final class FileDiscovery implements Discovery {
  /**
   * Some file systems count time in steps of a second or two: a file changed so short before it was
   * read may have changed again without showing it.
   */
  private static final Duration TIME_STEP = Duration.ofSeconds(2);

  private final Path path;
  private final Duration interval;
  private final ScheduledExecutorService background;
  private final InstantSource clock;
  private final Logger logger;

  private @Nullable Watcher watcher;
  private @Nullable Future<?> task;
  private boolean closed;

  private @Nullable Stamp stamp;
  private byte @Nullable [] content;
  private String failure = "";

  private record Stamp(Instant modified, long size, @Nullable Object identity) {
    static Stamp of(Path path) throws IOException {
      BasicFileAttributes seen = Files.readAttributes(path, BasicFileAttributes.class);
      return new Stamp(seen.lastModifiedTime().toInstant(), seen.size(), seen.fileKey());
    }
  }

  FileDiscovery(
      Path path,
      Duration interval,
      ScheduledExecutorService background,
      InstantSource clock,
      Logger logger) {
    this.path = path;
    this.interval = interval;
    this.background = background;
    this.clock = clock;
    this.logger = logger;
  }

  @Override
  public synchronized void start(Watcher watcher) {
    this.watcher = watcher;
    task =
        background.scheduleWithFixedDelay(this::poll, 0, interval.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (task != null) {
      task.cancel(false);
    }
  }

  /** Looks once. Synchronized with close: no call of the watcher begins after it. */
  synchronized void poll() {
    Watcher listener = watcher;
    if (closed || listener == null) {
      return;
    }
    try {
      look(listener);
    } catch (BadFile e) {
      fail(Objects.requireNonNull(e.getMessage()), listener);
    } catch (CharacterCodingException e) {
      fail("'" + path + "' is not UTF-8", listener);
    } catch (NoSuchFileException e) {
      failToRead("'" + path + "' does not exist", listener);
    } catch (IOException e) {
      failToRead("cannot read '" + path + "': " + e.getMessage(), listener);
    } catch (RuntimeException e) {
      // It would end the looking for good, and nobody would hear of it.
      logger.error("looking at '{}' failed", path, e);
    }
  }

  private void look(Watcher listener) throws IOException, BadFile {
    Stamp seen = Stamp.of(path);
    boolean settled = seen.modified().plus(TIME_STEP).isBefore(clock.instant());
    if (seen.equals(stamp)) {
      return;
    }
    byte[] bytes = Files.readAllBytes(path);
    if (!Stamp.of(path).equals(seen)) {
      // It is being written; the next look finds it finished.
      return;
    }
    // An unsettled file is read again at the next look.
    stamp = settled ? seen : null;
    if (Arrays.equals(bytes, content)) {
      return;
    }
    content = bytes;
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    var endpoints = EndpointsFile.read(Objects.toString(path.getFileName()), text);
    failure = "";
    listener.onEndpoints(endpoints);
  }

  /** When it can be read again, it is told again, even if it did not change. */
  private void failToRead(String sentence, Watcher listener) {
    stamp = null;
    content = null;
    fail(sentence, listener);
  }

  private void fail(String sentence, Watcher listener) {
    if (!sentence.equals(failure)) {
      failure = sentence;
      listener.onFailure(sentence);
    }
  }
}
