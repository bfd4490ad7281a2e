package io.mizzen.kernel.restart;

import io.mizzen.kernel.restart.Message.Kind;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Plays a successor up to one message, and then closes all it has as a killed process does. */
final class DyingSuccessor {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Path folder;
  private final Kind last;
  private final Runnable onceItHasMoved;
  private final List<FileDescriptor> sockets = new ArrayList<>();
  private ControlChannel control;
  private DescriptorPost post;
  private boolean dead;

  /**
   * @param onceItHasMoved called when a connection is this actor's
   */
  DyingSuccessor(Path folder, Kind last, Runnable onceItHasMoved) {
    this.folder = folder;
    this.last = last;
    this.onceItHasMoved = onceItHasMoved;
  }

  void play() throws IOException {
    Path socket = folder.resolve("dying.sock");
    control = ControlChannel.connect(folder.resolve(Door.SOCKET));
    post = DescriptorPost.receiver(socket);
    if (last == Kind.REFUSED) {
      control.send(
          Message.of(Kind.HELLO, "protocol", "0", "pid", "1", "descriptors", socket.toString()));
    } else {
      say(Door.hello("descriptors", socket.toString()));
    }
    while (!dead) {
      hear(control.receive(PATIENCE));
    }
  }

  private void say(Message message) throws IOException {
    control.send(message);
    if (message.kind() == last) {
      die();
    }
  }

  private void hear(Message message) throws IOException {
    // One's own word of the same kind may be what counts.
    boolean mine = message.kind() == Kind.HELLO;
    // Nothing comes after BYE; the fake protocol says a reset where others have to CLOSE.
    if ((message.kind() == last && !mine) || message.kind() == Kind.BYE) {
      die();
      return;
    }
    switch (message.kind()) {
      case LISTENER -> sockets.add(post.receive(PATIENCE));
      case END -> say(Message.of(Kind.READY));
      case RELEASED -> {
        // Until then the incumbent would not end.
        if (last != Kind.CONNECTION && last != Kind.PROGRESS) {
          say(Message.of(Kind.SERVING));
        }
      }
      case CONNECTION -> {
        sockets.add(post.receive(PATIENCE));
        if (last == Kind.DECLINED) {
          say(Message.of(Kind.DECLINED, "id", message.get("id"), "reason", "it dies"));
        } else if (last != Kind.PROGRESS) {
          say(Message.of(Kind.ARRIVED, "id", message.get("id")));
        }
      }
      case LEFT -> {
        onceItHasMoved.run();
        if (last == Kind.GONE) {
          say(Message.of(Kind.GONE, "id", message.get("id")));
        }
      }
      default -> {
        // Nothing to answer.
      }
    }
  }

  private void die() throws IOException {
    dead = true;
    for (FileDescriptor socket : sockets) {
      socket.close();
    }
    control.close();
    post.close();
  }
}
