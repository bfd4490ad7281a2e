package io.mizzen.kernel.restart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.mizzen.kernel.restart.Message.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a conversation between two processes ends. */
class ControlChannelTest {
  @TempDir Path folder;

  /** Listens until it has heard {@link Kind#BYE}. */
  private static final class Listening implements ControlChannel.Partner {
    private final List<Kind> heard = new ArrayList<>();

    @Override
    public void received(Message message) {
      heard.add(message.kind());
    }

    @Override
    public boolean turn() {
      return !heard.contains(Kind.BYE);
    }

    @Override
    public long patience() {
      return TimeUnit.SECONDS.toNanos(10);
    }
  }

  /** What one who says this and ends at once leaves for the other. */
  private Listening listen(Kind... words) throws IOException {
    Path door = folder.resolve("door");
    Listening listening = new Listening();
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(door));
      try (ControlChannel there = ControlChannel.connect(door);
          ControlChannel here = new ControlChannel(server.accept())) {
        for (Kind word : words) {
          there.send(Message.of(word));
        }
        there.close();
        here.converse(listening);
      }
    }
    return listening;
  }

  @Test
  void whoTakesLeaveAndIsGoneHasTakenLeave() throws Exception {
    assertEquals(List.of(Kind.PROGRESS, Kind.BYE), listen(Kind.PROGRESS, Kind.BYE).heard);
  }

  @Test
  void whoIsGoneWithoutAWordIsMissed() {
    assertThrows(EOFException.class, () -> listen(Kind.PROGRESS));
  }
}
