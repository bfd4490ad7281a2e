package io.mizzen.kernel.restart;

import io.mizzen.kernel.network.Listener;
import io.mizzen.kernel.restart.Message.Kind;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a successor asks. One at a time; whoever comes in between is refused. The folder it lives
 * in has mode 0700: only the same user gets here.
 */
public final class Door implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Door.class);

  /** The file in the instance folder. */
  static final String SOCKET = "restart.sock";

  /** What both must understand alike; a larger number is another conversation. */
  static final String PROTOCOL = "1";

  /** For a message that only has to be written. */
  static final Duration PROMPT = Duration.ofSeconds(10);

  /** For the successor to open what it was given; its configuration is built before it asks. */
  static final Duration OPENING = Duration.ofSeconds(60);

  /**
   * A successor opens its services within some 20 ms, and its compilers work for as long again on
   * what it did then; with few processors both make callers wait, and so does a move.
   */
  private static final Duration REST = Duration.ofMillis(100);

  /** How often a drain looks whether it is done. */
  private static final Duration LOOK = Duration.ofMillis(50);

  /**
   * A successor that was killed with its last word on the lips is noticed in that time, while
   * nothing is given up yet.
   */
  private static final Duration LAST_LOOK = Duration.ofMillis(10);

  private final Incumbent incumbent;
  private final ServerSocketChannel server;
  private final AtomicBoolean busy = new AtomicBoolean();

  private Door(Incumbent incumbent, ServerSocketChannel server) {
    this.incumbent = incumbent;
    this.server = server;
  }

  /**
   * Opens the door of an instance.
   *
   * @param folder held by this process
   */
  public static Door open(Path folder, Incumbent incumbent) throws IOException {
    Path socket = folder.resolve(SOCKET);
    // A process before this one has left it: whoever holds the folder may replace it.
    Files.deleteIfExists(socket);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Door door = new Door(incumbent, server);
    thread("mizzen-restart", door::answer);
    return door;
  }

  private static void thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void answer() {
    while (server.isOpen()) {
      try {
        SocketChannel peer = server.accept();
        thread("mizzen-restart-peer", () -> converse(peer));
      } catch (ClosedChannelException closed) {
        return;
      } catch (IOException e) {
        LOG.warn("the door for successors is shut: {}", e.getMessage());
        return;
      }
    }
  }

  private void converse(SocketChannel peer) {
    try (ControlChannel control = new ControlChannel(peer)) {
      // Read before anything is said: closing a socket with bytes unread loses the answer.
      Message hello = control.receive(Kind.HELLO, PROMPT);
      if (!busy.compareAndSet(false, true)) {
        refuse(control, hello, "another successor is on its way");
        return;
      }
      String objection;
      try {
        objection = objection(hello);
        if (objection.isEmpty()) {
          attempt(control, hello);
        }
      } finally {
        busy.set(false);
      }
      // Told when the door is free again: who is refused may ask anew at once.
      if (!objection.isEmpty()) {
        refuse(control, hello, objection);
      }
    } catch (IOException e) {
      LOG.warn("no hand-over, still serving: {}", e.getMessage());
    }
  }

  private void refuse(ControlChannel control, Message hello, String why) throws IOException {
    incumbent.failed(Incumbent.Failure.REFUSED);
    control.send(Message.of(Kind.REFUSED, "reason", why));
    LOG.warn("successor {} refused: {}", hello.get("pid"), why);
  }

  private void attempt(ControlChannel control, Message hello) throws IOException {
    try {
      handOver(control, hello);
    } catch (IOException e) {
      // Behind the release nothing fails: it is over then, or this process serves again.
      incumbent.failed(Incumbent.Failure.FAILED);
      throw e;
    }
  }

  private void handOver(ControlChannel control, Message hello) throws IOException {
    LOG.info("process {} wants to take over", hello.get("pid"));
    Handing handing =
        incumbent.handing() == Handing.SOCKETS ? Handing.in(hello) : Handing.ADDRESSES;
    control.send(hello("handing", handing.word(), "able", incumbent.handing().word()));
    if (handing == Handing.ADDRESSES) {
      handOver(control, hello, null);
      return;
    }
    try (DescriptorPost post = DescriptorPost.sender(Path.of(hello.get("descriptors")))) {
      handOver(control, hello, post);
    }
  }

  /**
   * @param post null if sockets cannot be passed
   */
  private void handOver(ControlChannel control, Message hello, @Nullable DescriptorPost post)
      throws IOException {
    List<Listener> listeners = incumbent.listeners();
    if (post != null) {
      send(listeners, control, post);
    }
    // Most of the state goes now, while everybody is served.
    tell(incumbent.state(), control);
    tell(incumbent.beginnings(), control);
    control.send(Message.of(Kind.END));
    control.receive(Kind.READY, OPENING);
    control.requireOpen(LAST_LOOK);
    incumbent.release(post == null ? Handing.ADDRESSES : Handing.SOCKETS);
    LOG.info("process {} has taken over; {} connections left", hello.get("pid"), left());
    boolean over = true;
    try {
      over = part(control, post, hello);
    } finally {
      if (over) {
        incumbent.farewell();
        incumbent.end();
      }
    }
  }

  private static void send(List<Listener> listeners, ControlChannel control, DescriptorPost post)
      throws IOException {
    for (Listener listener : listeners) {
      FileDescriptor socket = listener.socket();
      if (socket != null) {
        control.send(
            Message.of(
                Kind.LISTENER,
                "name",
                listener.name(),
                "bind",
                listener.address().toString(),
                "port",
                String.valueOf(listener.boundPort())));
        post.send(socket);
      }
    }
  }

  /**
   * From here on the process only has connections to end or to give away.
   *
   * @return false if it serves again, since the successor has died before it did
   */
  private boolean part(ControlChannel control, @Nullable DescriptorPost post, Message hello)
      throws IOException {
    Duration most = incumbent.patience();
    long until = System.nanoTime() + most.toNanos();
    MovingOut moving = new MovingOut(control, post, incumbent, REST, most);
    try {
      tell(incumbent.beginnings(), control);
      tell(incumbent.state(), control);
      control.send(incumbent.remains().message(Kind.RELEASED));
    } catch (IOException e) {
      LOG.warn("process {} does not hear that it serves: {}", hello.get("pid"), e.getMessage());
    }
    if (moving.run() == MovingOut.End.LEFT_ALONE) {
      incumbent.failed(Incumbent.Failure.FAILED);
      if (incumbent.takeBack()) {
        LOG.warn("process {} is gone before it served; serving again", hello.get("pid"));
        return false;
      }
      incumbent.drain();
    }
    moving.tell();
    while (incumbent.connections() > 0 && System.nanoTime() < until && !incumbent.isDone()) {
      LockSupport.parkNanos(LOOK.toNanos());
    }
    Remains cut = moving.remains();
    incumbent.settle();
    try {
      tell(incumbent.state(), control);
      control.send(cut.message(Kind.BYE));
    } catch (IOException e) {
      LOG.debug("process {} is gone before this one", hello.get("pid"), e);
    }
    return true;
  }

  private String objection(Message hello) throws IOException {
    String protocol = hello.get("protocol");
    return protocol.equals(PROTOCOL)
        ? incumbent.objection()
        : "it speaks version " + protocol + " of the hand-over, this process " + PROTOCOL;
  }

  static Message hello(String... more) {
    String[] fields = new String[4 + more.length];
    fields[0] = "protocol";
    fields[1] = PROTOCOL;
    fields[2] = "pid";
    fields[3] = String.valueOf(ProcessHandle.current().pid());
    System.arraycopy(more, 0, fields, 4, more.length);
    return Message.of(Kind.HELLO, fields);
  }

  private static void tell(List<StatePart> parts, ControlChannel control) throws IOException {
    for (StatePart part : parts) {
      for (Message message : part.messages()) {
        control.send(message);
      }
    }
  }

  private String left() {
    return String.valueOf(incumbent.connections());
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
