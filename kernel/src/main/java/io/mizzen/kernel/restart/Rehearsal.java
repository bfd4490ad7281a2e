package io.mizzen.kernel.restart;

import io.mizzen.kernel.network.Arrivals;
import io.mizzen.kernel.network.MayWait;
import io.mizzen.kernel.restart.Message.Kind;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Moves connections within this process exactly as they move between two: over the same sockets of
 * the system, in the same messages. So the code of both sides has run often before it has to be
 * quick: what a process has once taken over with, it will be succeeded with.
 */
public final class Rehearsal {
  /** For the last word to arrive. */
  private static final Duration LAST_WORD = Duration.ofSeconds(1);

  private static final AtomicLong NUMBERS = new AtomicLong();

  private Rehearsal() {}

  /**
   * Returns when all connections have moved or the time is up.
   *
   * @param folder for the sockets between the two sides; only this user may enter it
   * @param most how long they may take; those that have not moved stay
   * @throws IOException if there is no way between the two sides
   */
  @MayWait("the warm-up")
  public static void move(Path folder, Residents from, Arrivals to, Duration most)
      throws IOException {
    String name = "r" + ProcessHandle.current().pid() + "-" + NUMBERS.incrementAndGet();
    Path door = folder.resolve(name);
    Path way = folder.resolve(name + "d");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(door));
      SocketChannel asking = SocketChannel.open(UnixDomainSocketAddress.of(door));
      try (ControlChannel successor = new ControlChannel(asking);
          ControlChannel incumbent = new ControlChannel(server.accept());
          DescriptorPost taking = DescriptorPost.receiver(way);
          DescriptorPost giving = DescriptorPost.sender(way)) {
        move(
            new MovingOut(incumbent, giving, from, Duration.ZERO, most),
            incumbent,
            taking,
            successor,
            to);
      }
    } finally {
      Files.deleteIfExists(door);
      Files.deleteIfExists(way);
    }
  }

  private static void move(
      MovingOut out,
      ControlChannel incumbent,
      DescriptorPost taking,
      ControlChannel successor,
      Arrivals to)
      throws IOException {
    long self = ProcessHandle.current().pid();
    MovingIn in = new MovingIn(successor, taking, to, state -> {}, self, Remains.NONE);
    in.serving();
    Thread listening = new Thread(in::run, "mizzen-rehearsal");
    listening.setDaemon(true);
    listening.start();
    out.run();
    incumbent.send(Remains.NONE.message(Kind.BYE));
    try {
      listening.join(LAST_WORD.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
