package io.mizzen.kernel.restart;

import io.mizzen.kernel.restart.Message.Kind;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Plays a successor up to one message, and is killed then. In a process of its own. */
final class DyingSuccessor {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Path folder;
  private final Kind last;
  private final List<FileDescriptor> sockets = new ArrayList<>();
  private ControlChannel control;
  private DescriptorPost post;

  DyingSuccessor(Path folder, Kind last) {
    this.folder = folder;
    this.last = last;
  }

  void play() throws IOException {
    Path socket = folder.resolve("dying.sock");
    // First what takes a while in a process just started: the door waits ten seconds for a word.
    post = DescriptorPost.receiver(socket);
    control = ControlChannel.connect(folder.resolve(Door.SOCKET));
    if (last == Kind.REFUSED) {
      control.send(
          Message.of(Kind.HELLO, "protocol", "0", "pid", "1", "descriptors", socket.toString()));
    } else {
      say(Door.hello("descriptors", socket.toString()));
    }
    while (true) {
      hear(control.receive(PATIENCE));
    }
  }

  private void say(Message message) throws IOException {
    control.send(message);
    if (message.kind() == last) {
      DyingProcess.die();
    }
  }

  private void hear(Message message) throws IOException {
    // One's own word of the same kind may be what counts.
    boolean mine = message.kind() == Kind.HELLO;
    // Nothing comes after BYE; the fake protocol says a reset where others have to CLOSE.
    if ((message.kind() == last && !mine) || message.kind() == Kind.BYE) {
      DyingProcess.die();
    }
    switch (message.kind()) {
      case LISTENER -> sockets.add(post.receive(PATIENCE));
      case END -> say(Message.of(Kind.READY));
      case RELEASED -> {
        // Until then no connection comes, and the incumbent would not end.
        if (last != Kind.PROGRESS) {
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
        // A connection is this actor's.
        DyingProcess.tell("moved");
        if (last == Kind.GONE) {
          say(Message.of(Kind.GONE, "id", message.get("id")));
        }
      }
      default -> {
        // Nothing to answer.
      }
    }
  }
}
