package io.mizzen.kernel.restart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mizzen.kernel.network.Bytes;
import io.mizzen.kernel.network.DownstreamLink;
import io.mizzen.kernel.restart.Message.Kind;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The incumbent's side of the conversation, without connections of its own. */
class MovingOutTest {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  @TempDir Path folder;

  /** One connection, which never moves. */
  private static final class Resident implements Residents {
    volatile boolean done; // the test writes

    @Override
    public List<DownstreamLink> open() {
      return List.of();
    }

    @Override
    public void drain() {
      done = true;
    }

    @Override
    public void served() {
      // It knows of nothing that would not be needed any more.
    }

    @Override
    public List<StatePart> state() {
      return List.of();
    }

    @Override
    public int connections() {
      return 1;
    }

    @Override
    public Remains remains() {
      return Remains.NONE;
    }

    @Override
    public boolean isDone() {
      return done;
    }
  }

  @Test
  void anAnswerThatNoMessageHoldsEndsItsConnectionAndNoOther() throws Exception {
    assumeTrue(Epoll.isAvailable(), "sockets pass through epoll only");
    Path door = folder.resolve("door");
    Path way = folder.resolve("way");
    Resident resident = new Resident();
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(door));
      try (ControlChannel there = ControlChannel.connect(door);
          ControlChannel here = new ControlChannel(server.accept());
          DescriptorPost taking = DescriptorPost.receiver(way);
          DescriptorPost giving = DescriptorPost.sender(way)) {
        MovingOut moving = new MovingOut(here, giving, resident, Duration.ZERO, PATIENCE);
        CompletableFuture<MovingOut.End> end = CompletableFuture.supplyAsync(moving::run);
        there.send(Message.of(Kind.SERVING));
        moving.answer(7, Bytes.copyOf(new byte[Message.MAX_LENGTH], 0, Message.MAX_LENGTH), 0);
        assertEquals("CLOSE 7", next(there));
        moving.answer(8, Bytes.NONE, 0);
        assertEquals("ANSWER 8", next(there));
        resident.done = true;
        assertEquals(MovingOut.End.PARTED, end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
      }
    }
  }

  private static String next(ControlChannel control) throws IOException {
    Message message = control.receive(PATIENCE);
    while (message.kind() == Kind.PROGRESS) {
      message = control.receive(PATIENCE);
    }
    return message.kind() + " " + message.get("id");
  }
}
