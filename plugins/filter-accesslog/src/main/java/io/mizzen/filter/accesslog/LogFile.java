package io.mizzen.filter.accesslog;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Where lines end up: a file that may be rotated ({@code name}, {@code name.1} newer, {@code
 * name.2}), or a stream of the process. Only on the thread of its target, but for {@link
 * #rotation}.
 */
final class LogFile {
  /** Bytes that Linux writes to a pipe in one piece, pipe(7). */
  private static final int PIPE_BUF = 4096;

  /** Null for a stream of the process; both null for what writes nothing. */
  private final @Nullable Path path;

  private final @Nullable FileDescriptor stream;
  private volatile Rotation rotation;
  private @Nullable FileChannel channel;

  private record Rotation(long maxSize, int keep) {}

  private LogFile(@Nullable Path path, @Nullable FileDescriptor stream, AccessLogConfig config) {
    this.path = path;
    this.stream = stream;
    this.rotation = new Rotation(config.maxSize().bytes(), config.keep());
  }

  static LogFile of(String name, AccessLogConfig config) {
    return switch (name) {
      case LogTargets.STDOUT -> new LogFile(null, FileDescriptor.out, config);
      case LogTargets.STDERR -> new LogFile(null, FileDescriptor.err, config);
      case LogTargets.NOWHERE -> new LogFile(null, null, config);
      default -> new LogFile(Path.of(name), null, config);
    };
  }

  private boolean isNowhere() {
    return path == null && stream == null;
  }

  /** Takes newer settings over. Any thread. */
  void rotation(AccessLogConfig config) {
    rotation = new Rotation(config.maxSize().bytes(), config.keep());
  }

  /**
   * Opens if it is not open, and rotates if so many bytes would not fit any more.
   *
   * @throws IOException if the file cannot be opened
   */
  void prepare(int more) throws IOException {
    if (isNowhere()) {
      return;
    }
    FileChannel open = channel;
    if (open == null) {
      open = open();
      channel = open;
    }
    long maxSize = rotation.maxSize();
    if (path == null || maxSize == 0) {
      return;
    }
    long size = open.size();
    if (size > 0 && size + more > maxSize) {
      open.close();
      channel = null;
      rotate(path);
      channel = open();
    }
  }

  /** Writes all bytes. After {@link #prepare}. */
  void write(ByteBuffer bytes) throws IOException {
    if (isNowhere()) {
      bytes.position(bytes.limit());
      return;
    }
    FileChannel open = channel;
    if (open == null) {
      throw new IOException("not open");
    }
    if (stream != null) {
      // It may be a pipe with other processes at it.
      writeSmall(bytes, open);
    }
    while (bytes.hasRemaining()) {
      open.write(bytes);
    }
  }

  private static void writeSmall(ByteBuffer bytes, FileChannel open) throws IOException {
    int limit = bytes.limit();
    while (limit - bytes.position() > PIPE_BUF) {
      bytes.limit(WholeLines.end(bytes, PIPE_BUF));
      while (bytes.hasRemaining()) {
        open.write(bytes);
      }
      bytes.limit(limit);
    }
  }

  /** Closes a file, so that the next lines open it anew; streams of the process stay open. */
  void close() {
    FileChannel open = channel;
    if (open == null || path == null) {
      return;
    }
    channel = null;
    try {
      open.close();
    } catch (IOException e) {
      // Everything was handed to the system before; there is nothing left to lose.
      channel = null;
    }
  }

  // Closing the stream would close the descriptor of the process.
  @SuppressWarnings("resource")
  private FileChannel open() throws IOException {
    if (stream != null) {
      return new FileOutputStream(stream).getChannel();
    }
    Path file = java.util.Objects.requireNonNull(path);
    Path folder = file.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
  }

  private void rotate(Path file) throws IOException {
    for (int i = rotation.keep() - 1; i >= 1; i--) {
      if (Files.exists(numbered(file, i))) {
        Files.move(numbered(file, i), numbered(file, i + 1), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    if (Files.exists(file)) {
      Files.move(file, numbered(file, 1), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static Path numbered(Path file, int number) {
    return file.resolveSibling(file.getFileName() + "." + number);
  }
}
