package io.mizzen.admin;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Asks what is asked right after a process has taken over: by probes, scrapers and the CLI. */
final class AdminRehearsal {
  private static final List<String> QUESTIONS = List.of("/ready", "/metrics", "/v1/status");

  /** Enough for the first compiler, which takes methods after 200 calls of them or of a loop. */
  private static final int ROUNDS = 40;

  /** It goes on as warm as it is then: callers have a process that serves them. */
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Bytes; an answer is read in pieces of that. */
  private static final int PIECE = 1 << 16;

  private AdminRehearsal() {}

  static void ask(Path socket) throws IOException {
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    long begin = System.nanoTime();
    for (int i = 0; i < ROUNDS && System.nanoTime() - begin < MOST_NANOS; i++) {
      for (String question : QUESTIONS) {
        ask(socket, question, piece);
      }
    }
  }

  private static void ask(Path socket, String question, ByteBuffer piece) throws IOException {
    String request =
        "GET " + question + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
      while (channel.read(piece.clear()) >= 0) {
        // What it says is of no interest.
      }
    }
  }
}
