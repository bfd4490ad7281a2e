package io.mizzen.it.soak;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One call over bolt that its upstream holds back, on a connection with calls that it answers at
 * once. So its connection moves while an answer is owed; then the answer may come, break off, or
 * find nobody.
 */
final class HeldCall implements AutoCloseable {
  private static final Bolt.Version V1 = Bolt.Version.V1;

  /** The call that is held back; the others count on. */
  private static final int HELD = 1;

  private static final byte[] HOLD = Http.ascii("hold");

  /** Of the held answer: so large that it is passed on as it comes ({@code streamAbove}). */
  private static final int LARGE = 2 << 20;

  private final CountDownLatch isHeld = new CountDownLatch(1);
  private final CountDownLatch isGone = new CountDownLatch(1);
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final Upstream upstream = new Upstream(0, this::serve, e -> wrong.add("held: " + e));
  private int heldId; // as the proxy calls it; written before what follows
  private volatile @Nullable Wire holding;
  private @Nullable Wire caller;
  private int ids = HELD;
  private int answers;

  HeldCall() throws IOException {}

  /** The upstream's. */
  int port() {
    return upstream.port();
  }

  private void serve(Wire wire, AtomicLong answered) throws IOException {
    try {
      converse(wire);
    } finally {
      if (wire == holding) {
        isGone.countDown();
      }
    }
  }

  private void converse(Wire wire) throws IOException {
    while (!wire.isAtEnd()) {
      Bolt.Frame frame = Bolt.read(wire);
      if (frame.command() == Bolt.HEARTBEAT) {
        wire.send(Bolt.heartbeatAnswer(frame));
      } else if (Arrays.equals(frame.content(), HOLD)) {
        heldId = frame.id();
        holding = wire;
        isHeld.countDown();
      } else {
        wire.send(Bolt.answer(V1, frame.id(), "A", frame.content()));
      }
    }
  }

  /** Makes the call, and returns when the upstream has it. */
  void begin(int port) throws Exception {
    Wire wire = Wire.connect(port);
    // When it goes, it goes for good: one that only says no more may still want its answer.
    wire.socket().setSoLinger(true, 0);
    caller = wire;
    wire.send(Bolt.request(V1, HELD, "soak", HELD, HOLD));
    if (!isHeld.await(Wire.PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
      throw new IOException("the upstream is not asked");
    }
  }

  private Wire caller() {
    Wire wire = caller;
    if (wire == null) {
      throw new IllegalStateException("it has not begun");
    }
    return wire;
  }

  private Wire holding() {
    Wire wire = holding;
    if (wire == null) {
      throw new IllegalStateException("nothing is held");
    }
    return wire;
  }

  /**
   * Another call on the same connection.
   *
   * @return whether it was answered; else the connection has ended
   */
  boolean ask() throws IOException {
    Wire wire = caller();
    int id = ++ids;
    byte[] content = Http.ascii("at once " + id);
    try {
      wire.send(Bolt.request(V1, id, "soak", id, content));
      while (!wire.isAtEnd()) {
        Bolt.Frame answer = Bolt.read(wire);
        if (answer.id() != HELD) {
          require(answer, id, content);
          return true;
        }
        answers++;
        require(answer, HELD, new byte[LARGE]);
      }
    } catch (java.net.SocketTimeoutException silent) {
      wrong.add("the call after the held one has no answer");
    } catch (IOException ended) {
      return false;
    }
    return false;
  }

  private void require(Bolt.Frame answer, int id, byte[] content) {
    if (!Arrays.equals(answer.whole(), Bolt.answer(V1, id, "A", content))) {
      wrong.add("not the answer to " + id);
    }
  }

  /** The upstream answers. */
  void answer() throws IOException {
    holding().send(Bolt.answer(V1, heldId, "A", new byte[LARGE]));
  }

  /** The upstream breaks off in the middle of its answer. */
  void breakOff() throws IOException {
    Wire wire = holding();
    wire.send(Bolt.answer(V1, heldId, "A", new byte[LARGE]), 0, LARGE / 2);
    wire.socket().shutdownOutput();
  }

  /** Returns when the proxy has noticed that, and gone as well. */
  void awaitGone() throws Exception {
    if (!isGone.await(Wire.PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
      throw new IOException("the proxy waits for the rest of an answer");
    }
  }

  /** The caller goes. */
  void leave() throws IOException {
    caller().close();
  }

  /** What must never be. */
  List<String> wrong() {
    if (answers > 1) {
      wrong.add("the held call has " + answers + " answers");
    }
    return List.copyOf(wrong);
  }

  @Override
  public void close() throws IOException {
    Wire wire = caller;
    if (wire != null) {
      wire.close();
    }
    upstream.close();
  }
}
