package io.mizzen.kernel.restart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.FileDescriptor;
import java.io.EOFException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Open sockets, here files, between two processes. */
class DescriptorPostTest {
  /** Nobody in these tests waits that long. */
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir Path folder;

  @Test
  void nobodyWaitsForASocketOfAProcessThatHasEnded() throws Exception {
    assumeTrue(Epoll.isAvailable(), "sockets pass through epoll only");
    Path way = folder.resolve("way");
    Path file = Files.writeString(folder.resolve("file"), "");
    try (DescriptorPost taking = DescriptorPost.receiver(way)) {
      FileDescriptor given = FileDescriptor.from(file.toFile());
      try (DescriptorPost giving = DescriptorPost.sender(way)) {
        giving.send(given);
      }
      // What was sent before the end still comes.
      taking.receive(LONG).close();
      given.close();
      for (int i = 0; i < 2; i++) {
        EOFException end = assertThrows(EOFException.class, () -> taking.receive(LONG));
        assertEquals("the other process has ended before a socket came", end.getMessage());
      }
    }
  }
}
