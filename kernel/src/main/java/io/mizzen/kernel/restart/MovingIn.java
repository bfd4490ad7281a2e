package io.mizzen.kernel.restart;

import io.mizzen.kernel.network.Arrival;
import io.mizzen.kernel.network.Arrivals;
import io.mizzen.kernel.network.InheritedSockets;
import io.mizzen.kernel.network.Manifest;
import io.mizzen.kernel.restart.Message.Kind;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The successor's side of moving connections: receives them, says whether they can go on here, and
 * begins when the incumbent has let go. One thread speaks; workers only leave tasks for it.
 */
final class MovingIn implements ControlChannel.Partner {
  private static final Logger LOG = LoggerFactory.getLogger(MovingIn.class);

  /** The incumbent speaks every half second while it drains. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  /** Between two looks whether the incumbent still speaks. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** For a process whose sockets are closed already to be gone altogether. */
  private static final Duration DYING = Duration.ofSeconds(2);

  private static final long LOOK_NANOS = 1_000_000;

  private final ControlChannel control;
  private final @Nullable DescriptorPost post;
  private final Arrivals arrivals;
  private final Consumer<StatePart> heir;
  private final long incumbent;
  private final Queue<Message> toSay = new ConcurrentLinkedQueue<>();
  private final Map<Long, Arrival> waiting = new HashMap<>();
  private final Map<Long, Arrival> owed = new HashMap<>();
  private final AtomicInteger arriving = new AtomicInteger();
  private final Queue<Runnable> admitted = new ConcurrentLinkedQueue<>();
  private long lastWord = System.nanoTime();
  private volatile Remains remains;
  private volatile boolean over;

  /**
   * @param heir takes what the incumbent still counts, on the thread of {@link #run}
   */
  MovingIn(
      ControlChannel control,
      @Nullable DescriptorPost post,
      Arrivals arrivals,
      Consumer<StatePart> heir,
      long incumbent,
      Remains remains) {
    this.control = control;
    this.post = post;
    this.arrivals = arrivals;
    this.heir = heir;
    this.incumbent = incumbent;
    this.remains = remains;
  }

  /** This process answers for the instance. Any thread. */
  void serving() {
    say(Message.of(Kind.SERVING));
  }

  /** What the incumbent still has. Any thread. */
  Remains remains() {
    return remains;
  }

  /**
   * Returns when the incumbent has no more to say.
   *
   * @return whether it said so itself
   */
  boolean run() {
    try {
      control.converse(this);
      abandonAll();
      return true;
    } catch (IOException e) {
      // Its death looks like an end or, with words of ours unread, like a reset.
      if (isDead()) {
        LOG.info("process {} is gone", incumbent);
        awaitArriving();
        // Nobody else has them now.
        waiting.values().forEach(arrival -> arrival.worker().execute(arrival::begin));
        waiting.clear();
      } else {
        LOG.warn("process {} is not understood: {}", incumbent, e.getMessage());
      }
      abandonAll();
      return false;
    }
  }

  /** Those whose sockets came are made on their workers, which may take a moment. */
  private void awaitArriving() {
    long until = System.nanoTime() + DYING.toNanos();
    while (arriving.get() > 0 && System.nanoTime() < until) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
    for (Runnable task = admitted.poll(); task != null; task = admitted.poll()) {
      task.run();
    }
  }

  private boolean isDead() {
    ProcessHandle process = ProcessHandle.of(incumbent).orElse(null);
    if (process == null) {
      return true;
    }
    if (process.equals(ProcessHandle.current())) {
      return false;
    }
    try {
      process.onExit().get(DYING.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException alive) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (java.util.concurrent.ExecutionException e) {
      return false;
    }
  }

  /** What was not released is the incumbent's; what it owed does not come any more. */
  private void abandonAll() {
    over = true;
    admitted.forEach(Runnable::run);
    waiting.values().forEach(arrival -> arrival.worker().execute(arrival::abandon));
    waiting.clear();
    owed.values().forEach(arrival -> arrival.worker().execute(arrival::owedNothing));
    owed.clear();
  }

  @Override
  public boolean turn() throws IOException {
    for (Runnable task = admitted.poll(); task != null; task = admitted.poll()) {
      task.run();
    }
    for (Message message = toSay.poll(); message != null; message = toSay.poll()) {
      try {
        control.say(message);
      } catch (IOException e) {
        // It is gone; its last words are read first.
        LOG.debug("{} is not heard any more", message.kind(), e);
      }
    }
    if (System.nanoTime() - lastWord > SILENCE.toNanos()) {
      throw new IOException("it says nothing");
    }
    return !over;
  }

  @Override
  public long patience() {
    return LOOK.toNanos();
  }

  @Override
  public void received(Message message) throws IOException {
    lastWord = System.nanoTime();
    switch (message.kind()) {
      case PROGRESS -> remains = Remains.of(message);
      case STATE -> heir.accept(StatePart.of(message));
      case BYE -> {
        remains = Remains.of(message);
        over = true;
      }
      case CONNECTION -> arrive(message);
      case LEFT -> begin(message.number("id"));
      case ANSWER -> answer(message);
      case CLOSE -> {
        Arrival arrival = owed.remove(message.number("id"));
        if (arrival != null) {
          arrival.worker().execute(arrival::close);
        }
      }
      default -> throw new IOException("unexpected " + message.kind());
    }
  }

  private void arrive(Message message) throws IOException {
    Manifest manifest = Manifests.of(message);
    DescriptorPost way = post;
    if (way == null) {
      throw new IOException("a connection, although sockets cannot be passed");
    }
    List<FileDescriptor> sockets = receive(way, manifest.sockets().size());
    arriving.incrementAndGet();
    // Completed on the connection's worker.
    arrivals
        .arrive(manifest, sockets)
        .whenComplete((arrival, failure) -> arrived(manifest, arrival, failure));
  }

  private static List<FileDescriptor> receive(DescriptorPost way, int count) throws IOException {
    List<FileDescriptor> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(way.receive(Door.PROMPT));
      }
      return sockets;
    } catch (IOException e) {
      // Half a pair is nobody's: its peer must hear that it has ended.
      sockets.forEach(InheritedSockets::close);
      throw e;
    }
  }

  private void arrived(Manifest manifest, @Nullable Arrival arrival, @Nullable Throwable failure) {
    String id = String.valueOf(manifest.id());
    if (arrival == null) {
      String reason = failure == null ? "" : String.valueOf(failure.getMessage());
      arriving.decrementAndGet();
      say(Message.of(Kind.DECLINED, "id", id, "reason", reason));
      return;
    }
    if (manifest.awaited() > 0) {
      arrival.whenGone(
          () ->
              post(
                  () -> {
                    if (owed.remove(manifest.id()) != null) {
                      toSay.add(Message.of(Kind.GONE, "id", id));
                    }
                  }));
    }
    post(
        () -> {
          waiting.put(manifest.id(), arrival);
          if (manifest.awaited() > 0) {
            owed.put(manifest.id(), arrival);
          }
          toSay.add(Message.of(Kind.ARRIVED, "id", id));
        });
    arriving.decrementAndGet();
  }

  private void post(Runnable task) {
    admitted.add(task);
    control.wakeup();
  }

  private void say(Message message) {
    toSay.add(message);
    control.wakeup();
  }

  private void begin(long id) throws IOException {
    Arrival arrival = waiting.remove(id);
    if (arrival == null) {
      throw new IOException("connection " + id + " has not arrived");
    }
    arrival.worker().execute(arrival::begin);
  }

  private void answer(Message message) throws IOException {
    long id = message.number("id");
    int awaited = (int) message.number("awaited");
    Arrival arrival = awaited == 0 ? owed.remove(id) : owed.get(id);
    if (arrival != null) {
      arrival
          .worker()
          .execute(
              () ->
                  arrival.answer(
                      message.payload().toBuffer(arrival.worker().allocator()), awaited));
    }
  }
}
