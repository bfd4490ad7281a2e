package io.mizzen.kernel.telemetry.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** The process's own stderr or stdout, past the locks and encodings of {@code System.err}. */
final class StreamSink implements Sink {
  /** Bytes that Linux writes in one piece, pipe(7): in a hot restart two processes write to it. */
  private static final int PIPE_BUF = 4096;

  private final FileChannel channel;

  // Closing the stream would close the descriptor of the process, so it is left to its end.
  @SuppressWarnings("resource")
  StreamSink(LogTarget target) {
    channel = new FileOutputStream(descriptor(target)).getChannel();
  }

  @Override
  public void write(ByteBuffer lines) throws IOException {
    int limit = lines.limit();
    while (lines.hasRemaining()) {
      lines.limit(Math.min(limit, end(lines)));
      while (lines.hasRemaining()) {
        channel.write(lines);
      }
      lines.limit(limit);
    }
  }

  /** Behind the last line that is whole within what a pipe takes; all of a line that is longer. */
  static int end(ByteBuffer lines) {
    int most = Math.min(lines.limit(), lines.position() + PIPE_BUF);
    if (most == lines.limit()) {
      return most;
    }
    for (int i = most - 1; i >= lines.position(); i--) {
      if (lines.get(i) == '\n') {
        return i + 1;
      }
    }
    return most;
  }

  /**
   * Whether a person is watching. By the descriptor itself: {@code System.console()} answers for
   * stdin and stdout together, and since JDK 22 also without a terminal.
   */
  static boolean isTerminal(LogTarget target) {
    Path link = Path.of("/proc/self/fd/" + (target == LogTarget.STDERR ? 2 : 1));
    try {
      String name = Files.readSymbolicLink(link).toString();
      return name.startsWith("/dev/pts/") || name.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      // No proc file system: nothing we could know, and JSON is safe for people, too.
      return false;
    }
  }

  private static FileDescriptor descriptor(LogTarget target) {
    return target == LogTarget.STDERR ? FileDescriptor.err : FileDescriptor.out;
  }
}
