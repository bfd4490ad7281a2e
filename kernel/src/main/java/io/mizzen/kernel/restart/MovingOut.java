package io.mizzen.kernel.restart;

import io.mizzen.kernel.network.Bytes;
import io.mizzen.kernel.network.Departure;
import io.mizzen.kernel.network.Departures;
import io.mizzen.kernel.network.DownstreamLink;
import io.mizzen.kernel.network.KernelWorker;
import io.mizzen.kernel.network.Manifest;
import io.mizzen.kernel.restart.Message.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The incumbent's side of moving connections, after the release: tells each to leave, sends those
 * that are ready, and forwards the answers that come later. One thread speaks; workers only leave
 * tasks for it.
 *
 * <p>A connection is this process's until it says LEFT. If the successor dies before that, the
 * connection goes on here.
 */
final class MovingOut implements Departures, ControlChannel.Partner {
  private static final Logger LOG = LoggerFactory.getLogger(MovingOut.class);

  /** Short enough for somebody who looks on, and all that a kill can lose of the counts. */
  private static final Duration PROGRESS = Duration.ofMillis(200);

  private static final long NOT_YET = -1;

  private final ControlChannel control;
  private final @Nullable DescriptorPost post;
  private final Residents residents;
  private final Duration rest;
  private final long began = System.nanoTime();
  private final long until;
  private final int total;
  private final MoveWindow window;
  private final Queue<Task> tasks = new ConcurrentLinkedQueue<>();

  // Of those that were open, whoever has not heard yet that it shall leave.
  private final Iterator<DownstreamLink> toTell;
  // Those who are hearing it on their workers.
  private int telling;
  private final Map<Long, Leaving> onTheWay = new HashMap<>();
  // Moved, but some of their answers come from here.
  private final Map<Long, Departure> owing = new HashMap<>();

  // Nanoseconds after the beginning; until then the instance's services are answered here.
  private long servedAfter = NOT_YET;
  private long nextProgress = System.nanoTime();
  private long lastAnswer = System.nanoTime();
  private int moved;
  private int declined;
  private long ended;
  private volatile boolean open; // written by the thread that speaks, read by any worker

  /** A connection that nobody reads since then, nanoseconds. */
  private record Leaving(Departure departure, long since) {}

  /** Something to say, left by another thread. */
  private interface Task {
    void run() throws IOException;
  }

  /**
   * @param post null if sockets cannot be passed: connections drain then
   * @param rest from when the successor serves until the first connection is told to leave, at
   *     least: a process that has just opened has other work for the processors
   * @param most how long connections may take to leave or to end
   */
  MovingOut(
      ControlChannel control,
      @Nullable DescriptorPost post,
      Residents residents,
      Duration rest,
      Duration most) {
    this.control = control;
    this.post = post;
    this.residents = residents;
    this.rest = rest;
    List<DownstreamLink> all = residents.open();
    this.total = all.size();
    this.toTell = post == null ? Collections.emptyIterator() : all.iterator();
    this.open = post != null;
    this.until = began + most.toNanos();
    this.window = new MoveWindow(began, most.toNanos(), total);
  }

  /** How it ended. */
  enum End {
    /** Nothing is left here, or it drains. */
    PARTED,
    /** The successor has died before it served; what has not moved is as it was. */
    LEFT_ALONE
  }

  /** Returns when nothing is left here, the time is up, or the successor is gone. */
  End run() {
    if (post == null) {
      residents.drain();
    }
    End end = End.PARTED;
    try {
      control.converse(this);
    } catch (IOException e) {
      end = isServed() ? End.PARTED : End.LEFT_ALONE;
      LOG.warn(
          "the successor is gone{}: {}",
          isServed() ? ", connections drain here" : " before it served",
          e.getMessage());
    }
    open = false;
    sweep();
    if (end == End.LEFT_ALONE) {
      return end;
    }
    if (residents.connections() > 0) {
      residents.drain();
    }
    ended = System.nanoTime();
    return end;
  }

  /** How it went, in the log. */
  void tell() {
    LOG.info(
        "{} connections moved, {} could not, {} are left, in {} ms; none was silent for more than {} ms",
        moved,
        declined,
        left(),
        (ended - began) / 1_000_000,
        window.longestSilence() / 1_000_000);
  }

  private String left() {
    return String.valueOf(residents.connections());
  }

  // ---- the conversation -----------------------------------------------------------------------

  @Override
  public boolean turn() throws IOException {
    long now = System.nanoTime();
    if (now - began >= Door.PROMPT.toNanos()) {
      // One that never says so must not keep this process.
      served(now);
    }
    // Looked at before the tasks: the last answer is posted before its connection is gone.
    boolean over =
        residents.isDone() || (isServed() && (residents.connections() == 0 || now - until >= 0));
    if (isServed() && now - began - servedAfter >= rest.toNanos()) {
      tellSome();
    }
    for (Task task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
    if (now - nextProgress >= 0) {
      nextProgress = now + PROGRESS.toNanos();
      for (StatePart part : residents.state()) {
        for (Message message : part.messages()) {
          control.say(message);
        }
      }
      control.say(remains().message(Kind.PROGRESS));
    }
    if (!onTheWay.isEmpty() && now - lastAnswer > Door.PROMPT.toNanos()) {
      throw new IOException("it does not take " + onTheWay.size() + " connections");
    }
    return !over;
  }

  @Override
  public long patience() {
    long now = System.nanoTime();
    long next = nextProgress - now;
    if (isServed() && telling == 0 && toTell.hasNext()) {
      long rested = began + servedAfter + rest.toNanos() - now;
      next = Math.min(next, Math.max(rested, window.pause(now, onTheWay.size())));
    }
    return next;
  }

  private void served(long now) {
    if (!isServed()) {
      servedAfter = now - began;
      residents.served();
    }
  }

  /** Whether the successor answers for the instance: there is no way back from here. */
  private boolean isServed() {
    return servedAfter != NOT_YET;
  }

  /** What is left here, with how many have moved. */
  Remains remains() {
    return residents.remains().moved(moved, total);
  }

  /** Some more connections hear that they shall leave, if few are between the processes. */
  private void tellSome() {
    if (telling > 0) {
      return;
    }
    List<DownstreamLink> next = new ArrayList<>();
    for (int room = window.room(System.nanoTime(), onTheWay.size());
        room > 0 && toTell.hasNext();
        room--) {
      next.add(toTell.next());
      window.goes();
    }
    if (next.isEmpty()) {
      return;
    }
    telling = next.size();
    for (DownstreamLink connection : next) {
      KernelWorker worker = connection.link().worker();
      worker.execute(
          () -> {
            connection.link().leave(this);
            // Behind the departure's own deregistration, so that the window counts it.
            worker.execute(() -> post(() -> telling--));
          });
    }
  }

  private void post(Task task) {
    tasks.add(task);
    control.wakeup();
  }

  @Override
  public void received(Message message) throws IOException {
    lastAnswer = System.nanoTime();
    if (message.kind() == Kind.SERVING) {
      // Told now: its death may be the next that is heard.
      served(System.nanoTime());
      return;
    }
    long id = message.number("id");
    switch (message.kind()) {
      case ARRIVED -> left(id);
      case DECLINED -> {
        declined++;
        LOG.info("connection {} stays: {}", id, message.get("reason"));
        Leaving leaving = onTheWay.remove(id);
        resolve(leaving == null ? null : leaving.departure(), Departure.Owner::stays);
      }
      case GONE -> resolve(owing.remove(id), Departure.Owner::peerGone);
      default -> throw new IOException("unexpected " + message.kind());
    }
  }

  private void left(long id) throws IOException {
    Leaving leaving = onTheWay.get(id);
    if (leaving == null) {
      throw new IOException("connection " + id + " is not on its way");
    }
    Departure departure = leaving.departure();
    // If that cannot be said, the connection is still this process's.
    control.say(Message.of(Kind.LEFT, "id", String.valueOf(id)));
    onTheWay.remove(id);
    window.moved(System.nanoTime() - leaving.since());
    moved++;
    if (departure.manifest().awaited() > 0) {
      owing.put(id, departure);
    }
    resolve(departure, Departure.Owner::moved);
    if (onTheWay.isEmpty() && !toTell.hasNext()) {
      // It may have been the last: behind the owner, the next turn sees it gone.
      departure.worker().execute(control::wakeup);
    }
  }

  private interface Outcome {
    void tell(Departure.Owner owner);
  }

  private static void resolve(@Nullable Departure departure, Outcome outcome) {
    if (departure != null) {
      departure.worker().execute(() -> outcome.tell(departure.owner()));
    }
  }

  // ---- from workers ---------------------------------------------------------------------------

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void depart(Departure departure) {
    Leaving leaving = new Leaving(departure, System.nanoTime());
    post(() -> send(leaving));
    if (!open) {
      sweep();
    }
  }

  private void send(Leaving leaving) throws IOException {
    Departure departure = leaving.departure();
    Manifest manifest = departure.manifest();
    DescriptorPost way = post;
    if (!open || way == null) {
      resolve(departure, Departure.Owner::stays);
      return;
    }
    Message message = Manifests.toMessage(manifest);
    if (message.length() > Message.MAX_LENGTH) {
      declined++;
      resolve(departure, Departure.Owner::stays);
      return;
    }
    if (onTheWay.isEmpty()) {
      lastAnswer = System.nanoTime();
    }
    onTheWay.put(manifest.id(), leaving);
    departure
        .sockets()
        .forEach(
            socket ->
                way.sendLater(
                    socket,
                    failure ->
                        post(
                            () -> {
                              throw new IOException("a socket could not be sent", failure);
                            })));
    control.say(message);
  }

  @Override
  public void answer(long id, Bytes bytes, int awaited) {
    post(
        () -> {
          if (open) {
            control.say(answerOrEnd(String.valueOf(id), bytes, awaited));
            if (awaited == 0) {
              owing.remove(id);
            }
          }
        });
  }

  /** What no message holds ends its own connection rather than all that are between. */
  private static Message answerOrEnd(String id, Bytes bytes, int awaited) {
    Message answer = Message.of(Kind.ANSWER, bytes, "id", id, "awaited", String.valueOf(awaited));
    if (answer.length() <= Message.MAX_LENGTH) {
      return answer;
    }
    LOG.warn(
        "connection {} ends: {} bytes of answers are too many to follow it", id, bytes.length());
    return Message.of(Kind.CLOSE, "id", id);
  }

  @Override
  public void close(long id) {
    post(
        () -> {
          if (open) {
            control.say(Message.of(Kind.CLOSE, "id", String.valueOf(id)));
          }
        });
  }

  // ---- the end --------------------------------------------------------------------------------

  /** What is between the processes stays here. */
  private synchronized void sweep() {
    for (Task task = tasks.poll(); task != null; task = tasks.poll()) {
      try {
        task.run();
      } catch (IOException e) {
        LOG.debug("left unsaid", e);
      }
    }
    onTheWay.values().forEach(leaving -> resolve(leaving.departure(), Departure.Owner::stays));
    onTheWay.clear();
    owing.values().forEach(departure -> resolve(departure, Departure.Owner::peerGone));
    owing.clear();
  }
}
