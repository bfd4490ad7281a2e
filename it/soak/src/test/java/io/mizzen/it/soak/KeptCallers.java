package io.mizzen.it.soak;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Callers of which each keeps one connection and asks on it again and again until it ends: a
 * process may be killed that has it. Each byte of each answer is compared, and the upstreams, which
 * are part of it, take note of requests that come twice. A thread for each connection.
 */
final class KeptCallers implements AutoCloseable {
  /** Requests are always on their way, and the machine has other things to do. */
  private static final long PAUSE_NANOS = 2_000_000;

  private static final int MAX_TOLD = 10;

  private final AtomicLong keys = new AtomicLong();
  private final Set<Long> asked = ConcurrentHashMap.newKeySet();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final List<Caller> callers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Upstream web = new Upstream(0, Upstream.http("A", this::ask), this::broken);
  private final Upstream rpc = new Upstream(0, this::serveBolt, this::broken);
  private volatile boolean over;
  private volatile boolean whole;

  KeptCallers() throws IOException {}

  /** The port of the upstream in HTTP/1. */
  int web() {
    return web.port();
  }

  /** The same in bolt. */
  int rpc() {
    return rpc.port();
  }

  /** What must never be; empty if it was not. */
  List<String> wrong() {
    return wrong.stream().limit(MAX_TOLD).toList();
  }

  private void broken(Throwable e) {
    wrong.add("upstream: " + e);
  }

  private void ask(long key) {
    if (!asked.add(key)) {
      wrong.add("request " + key + " was made twice");
    }
  }

  private void serveBolt(Wire wire, AtomicLong answered) throws IOException {
    while (!wire.isAtEnd()) {
      Bolt.Frame frame = Bolt.read(wire);
      if (frame.command() == Bolt.HEARTBEAT) {
        wire.send(Bolt.heartbeatAnswer(frame));
      } else {
        ask(ByteBuffer.wrap(frame.content()).getLong());
        wire.send(Bolt.answer(frame.version(), frame.id(), "A", frame.content()));
      }
    }
  }

  void connectHttp(int port, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      begin(new HttpCaller(Wire.connect(port)));
    }
  }

  /** Every other one speaks version 2. */
  void connectBolt(int port, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      begin(new BoltCaller(Wire.connect(port), Bolt.Version.values()[i % 2]));
    }
  }

  private void begin(Caller caller) {
    callers.add(caller);
    threads.add(Upstream.thread("kept-caller", caller::run));
  }

  int size() {
    return callers.size();
  }

  /** Waits until each has had an answer. */
  void awaitAnswers() throws IOException {
    long until = System.nanoTime() + Wire.PATIENCE_MILLIS * 1_000_000L;
    while (!callers.stream().allMatch(caller -> caller.answered)) {
      if (System.nanoTime() > until || !wrong.isEmpty()) {
        throw new IOException("not everybody is answered: " + wrong);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /**
   * Each asks once more, after what it had asked, and leaves.
   *
   * @param all whether what had been asked before must have its answer, too
   * @return how many had theirs, with or without being told to go
   */
  int settle(boolean all) throws IOException, InterruptedException {
    whole = all;
    over = true;
    for (Caller caller : callers) {
      caller.askLast();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    for (Caller caller : callers) {
      caller.wire.close();
    }
    return (int) callers.stream().filter(caller -> caller.served).count();
  }

  /** Whether any was told to go, so far. */
  boolean isAnyToldToGo() {
    return callers.stream().anyMatch(caller -> caller.toldToGo);
  }

  @Override
  public void close() throws IOException {
    over = true;
    for (Caller caller : callers) {
      caller.wire.close();
    }
    web.close();
    rpc.close();
  }

  /** One exchange over HTTP/1, as the callers here make it. */
  void exchange(Wire wire) throws IOException {
    HttpCaller caller = new HttpCaller(wire);
    if (!caller.exchange()) {
      throw new IOException("the connection ended without an answer");
    }
  }

  private abstract class Caller {
    final Wire wire;
    volatile boolean answered; // its own thread writes all of these
    volatile boolean served;
    volatile boolean toldToGo;

    Caller(Wire wire) {
      this.wire = wire;
    }

    private void run() {
      try {
        converse();
      } catch (SocketTimeoutException silent) {
        wrong.add(this + " waits for an answer that does not come");
      } catch (IOException ended) {
        served = false;
      } catch (RuntimeException e) {
        wrong.add(this + ": " + e);
      }
    }

    /** Until its connection ends, or it has had its last answer. */
    abstract void converse() throws IOException;

    /** From here on one more request, whatever is owed. */
    abstract void askLast();
  }

  private final class HttpCaller extends Caller {
    HttpCaller(Wire wire) {
      super(wire);
    }

    @Override
    void converse() throws IOException {
      boolean last = false;
      while (!last) {
        last = over;
        if (!exchange()) {
          return;
        }
        if (toldToGo) {
          break;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      served = true;
    }

    @Override
    void askLast() {
      // Its own thread does.
    }

    /** Whether there was an answer; else the connection has ended. */
    boolean exchange() throws IOException {
      long key = keys.incrementAndGet();
      wire.send(Http.request(key));
      String head = wire.readUntil("\r\n\r\n");
      if (head == null) {
        return false;
      }
      toldToGo = Http.value(head, "Connection") != null;
      String said = toldToGo ? head.replaceFirst("(?i)connection: close\r\n", "") : head;
      if (!said.equals(Http.answerHead("A", key))) {
        throw new IllegalStateException("not the answer to " + key + ": " + head);
      }
      byte[] content = Payloads.of(key);
      byte[] body = Http.isChunked(key) ? wire.readChunks() : wire.readFully(content.length);
      if (!Arrays.equals(content, body)) {
        throw new IllegalStateException("another body than that of " + key);
      }
      answered = true;
      return true;
    }

    @Override
    public String toString() {
      return "a caller over HTTP/1";
    }
  }

  private enum Which {
    ONE_MORE,
    LAST
  }

  private final class BoltCaller extends Caller {
    private final Bolt.Version version;
    private final Map<Integer, byte[]> open = new ConcurrentHashMap<>();
    private int ids;
    private volatile int last;

    BoltCaller(Wire wire, Bolt.Version version) {
      super(wire);
      this.version = version;
    }

    @Override
    void converse() throws IOException {
      ask(Which.ONE_MORE);
      while (!wire.isAtEnd()) {
        Bolt.Frame answer = Bolt.read(wire);
        byte[] content = open.remove(answer.id());
        if (content == null) {
          throw new IllegalStateException("nobody waits for an answer to " + answer.id());
        }
        if (!Arrays.equals(Bolt.answer(version, answer.id(), "A", content), answer.whole())) {
          throw new IllegalStateException("not the answer to " + answer.id());
        }
        answered = true;
        if (answer.id() == last) {
          served = true;
        }
        if (served && (open.isEmpty() || !whole)) {
          return;
        }
        if (!over) {
          LockSupport.parkNanos(PAUSE_NANOS);
          ask(Which.ONE_MORE);
        }
      }
      served = false;
    }

    @Override
    void askLast() {
      try {
        ask(Which.LAST);
      } catch (IOException ended) {
        served = false;
      }
    }

    /** By its own thread, and for the last time by another one. */
    private synchronized void ask(Which which) throws IOException {
      long key = keys.incrementAndGet();
      byte[] content =
          Http.join(ByteBuffer.allocate(Long.BYTES).putLong(key).array(), Payloads.of(key));
      int id = ++ids;
      open.put(id, content);
      if (which == Which.LAST) {
        last = id;
      }
      wire.send(Bolt.request(version, id, "soak", key, content));
    }

    @Override
    public String toString() {
      return "a caller over bolt";
    }
  }
}
