package io.mizzen.kernel.telemetry.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A file that is rotated by size and age: {@code name}, {@code name.1} (newer), {@code name.2}. */
final class FileSink implements Sink {
  private final Path path;
  private final long maxSize;
  private final @Nullable Duration every;
  private final int keep;
  private final LongSupplier clockMillis;
  private FileChannel channel;
  private long begunMillis;

  /**
   * Opens the file to append to it; makes its folder if need be.
   *
   * @throws IOException if it cannot be opened
   */
  FileSink(Path path, LogFileConfig config, LongSupplier clockMillis) throws IOException {
    this.path = path;
    this.maxSize = config.maxSize().bytes();
    this.every = config.every();
    this.keep = config.keep();
    this.clockMillis = clockMillis;
    Path folder = path.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    begunMillis = ageOf(path);
    channel = open();
  }

  @Override
  public void write(ByteBuffer lines) throws IOException {
    if (isDue(lines.remaining())) {
      rotate();
    }
    while (lines.hasRemaining()) {
      channel.write(lines);
    }
  }

  @Override
  public void reopen() throws IOException {
    FileChannel old = channel;
    begunMillis = ageOf(path);
    channel = open();
    old.close();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private boolean isDue(int more) throws IOException {
    long size = channel.size();
    if (size == 0) {
      return false;
    }
    return (maxSize > 0 && size + more > maxSize)
        || (every != null && clockMillis.getAsLong() - begunMillis >= every.toMillis());
  }

  private void rotate() throws IOException {
    channel.close();
    for (int i = keep - 1; i >= 1; i--) {
      Path from = numbered(i);
      if (Files.exists(from)) {
        Files.move(from, numbered(i + 1), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    if (Files.exists(path)) {
      Files.move(path, numbered(1), StandardCopyOption.REPLACE_EXISTING);
    }
    begunMillis = clockMillis.getAsLong();
    channel = open();
  }

  private Path numbered(int number) {
    return path.resolveSibling(path.getFileName() + "." + number);
  }

  /** When an existing file was begun, so that a restart does not put rotation off. */
  private long ageOf(Path file) throws IOException {
    if (!Files.exists(file) || Files.size(file) == 0) {
      return clockMillis.getAsLong();
    }
    return Files.readAttributes(file, BasicFileAttributes.class).creationTime().toMillis();
  }

  private FileChannel open() throws IOException {
    return FileChannel.open(
        path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
  }
}
