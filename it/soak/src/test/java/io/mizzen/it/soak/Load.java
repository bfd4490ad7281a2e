package io.mizzen.it.soak;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Callers that keep their connections, check every byte of every answer, and keep the sentence of
 * what was wrong. Each has a thread.
 */
final class Load implements AutoCloseable {
  /** Of one bolt caller. */
  private static final int OPEN_CALLS = 8;

  private static final int MAX_TOLD = 20;

  private final Set<String> names;
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong http = new AtomicLong();
  private final AtomicLong bolt = new AtomicLong();
  private final AtomicLong keys = new AtomicLong(1);
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean over;

  /**
   * @param names of the upstreams that may answer
   */
  Load(Set<String> names) {
    this.names = names;
  }

  Load http(int port, int callers) {
    for (int i = 0; i < callers; i++) {
      threads.add(Upstream.thread("caller-http-" + i, () -> callHttp(port)));
    }
    return this;
  }

  /** Every other caller speaks version 2. */
  Load bolt(int port, int callers) {
    for (int i = 0; i < callers; i++) {
      Bolt.Version version = Bolt.Version.values()[i % 2];
      threads.add(Upstream.thread("caller-bolt-" + i, () -> callBolt(port, version)));
    }
    return this;
  }

  long httpDone() {
    return http.get();
  }

  long boltDone() {
    return bolt.get();
  }

  void failed(String sentence) {
    failures.add(sentence);
  }

  /** Empty, or what went wrong. */
  String failures() {
    int count = failures.size();
    return count == 0
        ? ""
        : count + " failures: " + String.join("\n  ", failures.stream().limit(MAX_TOLD).toList());
  }

  /** Returns when so many more requests were answered, or something failed. */
  void await(long more) {
    long until = http.get() + bolt.get() + more;
    while (http.get() + bolt.get() < until && failures.isEmpty()) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private void callHttp(int port) {
    while (!over) {
      try (Wire wire = Wire.connect(port)) {
        while (!over) {
          exchange(wire, keys.incrementAndGet());
          http.incrementAndGet();
        }
      } catch (IOException | RuntimeException e) {
        failed("http: " + e);
      }
    }
  }

  private void exchange(Wire wire, long key) throws IOException {
    wire.send(Http.request(key));
    String head = wire.readUntil("\r\n\r\n");
    if (head == null) {
      throw new IOException("closed before the answer to " + Http.path(key));
    }
    if (names.stream().noneMatch(name -> head.equals(Http.answerHead(name, key)))) {
      throw new IOException("the head of the answer to " + Http.path(key) + " is " + head);
    }
    byte[] expected = Payloads.of(key);
    byte[] body = Http.isChunked(key) ? wire.readChunks() : wire.readFully(expected.length);
    if (!Arrays.equals(expected, body)) {
      throw new IOException(
          "the body of the answer to " + Http.path(key) + " is not what was said");
    }
    if (wire.buffered() > 0) {
      throw new IOException("more than the answer to " + Http.path(key));
    }
  }

  private void callBolt(int port, Bolt.Version version) {
    while (!over) {
      try (Wire wire = Wire.connect(port)) {
        int id = 0;
        while (!over) {
          Map<Integer, Long> open = new HashMap<>();
          byte[] calls = new byte[0];
          for (int i = 0; i < OPEN_CALLS; i++) {
            long key = keys.incrementAndGet();
            open.put(++id, key);
            calls = Http.join(calls, Bolt.request(version, id, "soak", key, Payloads.of(key)));
          }
          wire.send(calls);
          while (!open.isEmpty()) {
            check(version, Bolt.read(wire), open);
            bolt.incrementAndGet();
          }
        }
      } catch (IOException | RuntimeException e) {
        failed("bolt: " + e);
      }
    }
  }

  private void check(Bolt.Version version, Bolt.Frame answer, Map<Integer, Long> open)
      throws IOException {
    Long key = open.remove(answer.id());
    if (key == null) {
      throw new IOException("an answer to " + answer.id() + ", which was not asked");
    }
    byte[] content = Payloads.of(key);
    if (names.stream()
        .noneMatch(
            name ->
                Arrays.equals(Bolt.answer(version, answer.id(), name, content), answer.whole()))) {
      throw new IOException(
          "not the answer to call "
              + key
              + ": "
              + java.util.HexFormat.of()
                  .formatHex(answer.whole(), 0, Math.min(60, answer.whole().length)));
    }
  }

  /** Ends after the exchanges that are open. */
  @Override
  public void close() {
    over = true;
    for (Thread thread : threads) {
      try {
        thread.join(Wire.PATIENCE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
