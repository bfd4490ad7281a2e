package io.mizzen.kernel.restart;

import io.mizzen.kernel.network.Arrivals;
import io.mizzen.kernel.network.InheritedSockets;
import io.mizzen.kernel.restart.Message.Kind;
import io.mizzen.spi.config.HostPort;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The side of a process that takes over: {@link #ask}, {@link #sockets}, {@link #takeOver}, in this
 * order, on one thread; connections follow on a thread of its own.
 */
public final class Successor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Successor.class);

  private final ControlChannel control;
  private final @Nullable DescriptorPost post;
  private final Path postSocket;
  private final Handing handing;
  private final Handing able;
  private final String incumbent;
  private final List<StatePart> state = new ArrayList<>(); // of the thread that takes over
  private volatile @Nullable MovingIn moving;
  private volatile Remains remains = Remains.NONE;
  private volatile boolean incumbentGone;

  private Successor(
      ControlChannel control, @Nullable DescriptorPost post, Path postSocket, Message hello)
      throws IOException {
    this.control = control;
    this.post = post;
    this.postSocket = postSocket;
    this.incumbent = hello.get("pid");
    this.handing = post == null ? Handing.ADDRESSES : Handing.in(hello);
    // One that does not say so gives what this process can take.
    this.able = Handing.of(Handing.SOCKETS.word().equals(hello.fields().get("able")));
  }

  /**
   * Asks the process that holds the folder. Do so only when everything is built: from here on it
   * waits.
   *
   * @param able what this process can take
   * @return null if no process is there
   * @throws RefusedException if it does not want to
   * @throws IOException if it does not answer as it should
   */
  public static @Nullable Successor ask(Path folder, Handing able) throws IOException {
    ControlChannel control;
    try {
      control = ControlChannel.connect(folder.resolve(Door.SOCKET));
    } catch (ConnectException | NoSuchFileException nobody) {
      return null;
    } catch (java.net.SocketException nobody) {
      LOG.debug("nobody to take over from", nobody);
      return null;
    }
    Path postSocket = postSocket(folder);
    DescriptorPost post = null;
    try {
      if (able == Handing.SOCKETS) {
        post = DescriptorPost.receiver(postSocket);
      }
      control.send(
          Door.hello(
              "handing", able.word(), "descriptors", post == null ? "" : postSocket.toString()));
      Message hello = control.receive(Kind.HELLO, Door.PROMPT);
      String spoken = hello.get("protocol");
      if (!spoken.equals(Door.PROTOCOL)) {
        throw new RefusedException(
            "it speaks version " + spoken + " of the hand-over, this process " + Door.PROTOCOL);
      }
      return new Successor(control, post, postSocket, hello);
    } catch (IOException e) {
      control.close();
      if (post != null) {
        post.close();
      }
      Files.deleteIfExists(postSocket);
      throw e;
    }
  }

  /**
   * A name that no other process has: two containers that share the folder may both be process 7,
   * and the one that is succeeded removes its own name when it has all connections.
   */
  private static Path postSocket(Path folder) {
    long pid = ProcessHandle.current().pid();
    String random = Integer.toHexString(ThreadLocalRandom.current().nextInt());
    return folder.resolve("post-" + pid + "-" + random + ".sock");
  }

  /** The process number of the incumbent. */
  public String incumbent() {
    return incumbent;
  }

  /** What both can. */
  public Handing handing() {
    return handing;
  }

  /** What the incumbent could, if this process could. */
  public Handing able() {
    return able;
  }

  /** Receives the listening sockets; none if only addresses are handed over. */
  public InheritedSockets sockets() throws IOException {
    InheritedSockets sockets = new InheritedSockets();
    DescriptorPost way = post;
    try {
      while (true) {
        Message message = control.receive(Door.PROMPT);
        if (message.kind() == Kind.END) {
          return sockets;
        }
        if (message.kind() == Kind.STATE) {
          state.add(StatePart.of(message));
          continue;
        }
        if (message.kind() != Kind.LISTENER || way == null) {
          throw new IOException("expected LISTENER, got " + message.kind());
        }
        HostPort bind = HostPort.parse(message.get("bind"));
        sockets.add(message.get("name"), bind, way.receive(Door.PROMPT));
      }
    } catch (IOException | RuntimeException e) {
      sockets.closeRest();
      throw e;
    }
  }

  /** What came of the incumbent's state and was not taken yet, as far as it is wanted now. */
  public List<StatePart> takeState(Predicate<StatePart> wanted) {
    List<StatePart> came = state.stream().filter(wanted).toList();
    state.removeIf(wanted);
    return came;
  }

  /** Says that everything is open, and waits until the incumbent has let go. */
  public void takeOver() throws IOException {
    control.send(Message.of(Kind.READY));
    Message message = control.receive(Door.OPENING);
    while (message.kind() == Kind.STATE) {
      state.add(StatePart.of(message));
      message = control.receive(Door.OPENING);
    }
    if (message.kind() != Kind.RELEASED) {
      throw new IOException("expected RELEASED, got " + message.kind());
    }
    remains = Remains.of(message);
    LOG.info(
        "taken over from process {}; {} connections left there", incumbent, remains.connections());
  }

  /**
   * Takes the incumbent's connections and follows its end, on a thread of its own.
   *
   * @param heir takes what the incumbent still counts, on that thread
   */
  public void follow(Arrivals arrivals, Consumer<StatePart> heir) {
    MovingIn begun =
        new MovingIn(control, post, arrivals, heir, Long.parseLong(incumbent), remains);
    moving = begun;
    Thread thread = new Thread(() -> follow(begun), "mizzen-incumbent");
    thread.setDaemon(true);
    thread.start();
  }

  private void follow(MovingIn begun) {
    try (ControlChannel channel = control) {
      if (begun.run()) {
        int cut = begun.remains().connections();
        LOG.info("process {} has ended, {} connections were cut", incumbent, cut);
      }
    } catch (IOException e) {
      LOG.debug("the channel to process {} did not close", incumbent, e);
    } finally {
      closePost();
      incumbentGone = true;
    }
  }

  /** This process answers for the instance: the incumbent's services may go. Any thread. */
  public void serving() {
    MovingIn begun = moving;
    if (begun != null) {
      begun.serving();
    }
  }

  /** What the incumbent still has; any thread. */
  public Remains remains() {
    return incumbentGone ? Remains.NONE : last();
  }

  /** What the incumbent said last: connections it had left at its end were cut. Any thread. */
  public Remains last() {
    MovingIn begun = moving;
    return begun == null ? remains : begun.remains();
  }

  /** Whether the incumbent is gone; any thread. */
  public boolean isIncumbentGone() {
    return incumbentGone;
  }

  private void closePost() {
    if (post == null) {
      return;
    }
    post.close();
    try {
      Files.deleteIfExists(postSocket);
    } catch (IOException e) {
      LOG.debug("{} stays", postSocket, e);
    }
  }

  /** Gives up: the incumbent serves on. */
  @Override
  public void close() throws IOException {
    closePost();
    control.close();
  }
}
