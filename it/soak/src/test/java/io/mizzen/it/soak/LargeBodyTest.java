package io.mizzen.it.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Bodies that fit nowhere: through a proxy with 32 MiB of heap and 16 MiB for buffers, both ways,
 * and past readers that stop.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LargeBodyTest {
  private static final int MIB = 1 << 20;

  /** All buffers of the proxy together; it would end with an error rather than take more. */
  private static final int DIRECT = 16 * MIB;

  private static final String SMALL =
      "-Xmx32m -XX:MaxDirectMemorySize=16m -Dio.netty.maxDirectMemory=" + DIRECT;

  /** So little is kept by the system for a peer here, that what stops is the proxy. */
  private static final int SYSTEM_BUFFER = 64 * 1024;

  /** Readers that stop at the same time. */
  private static final int STOPPED = 8;

  /**
   * What one stopped exchange may cost: the two buffer limits of 256 KiB, a read more each, and
   * what the allocator rounds up to.
   */
  private static final int EACH = MIB;

  private static final String YAML =
      """
      version: 1
      listeners:
        - name: web
          bind: 127.0.0.1:0
          filterChains: [{protocol: {type: http1}, routes: web}]
        - name: raw
          bind: 127.0.0.1:0
          filterChains: [{tcpProxy: {cluster: raw}}]
      routeTables:
        - name: web
          router: {type: httpRouter}
          routes: [{match: {prefix: /}, cluster: web, timeout: 0s}]
      clusters:
        - {name: web, protocol: {type: http1}, endpoints: ['127.0.0.1:WEB']}
        - {name: raw, endpoints: ['127.0.0.1:RAW']}
      """;

  private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();

  /** What upstreams sent and received in the exchange that runs. */
  private final AtomicLong upSent = new AtomicLong();

  private final AtomicLong upReceived = new AtomicLong();

  /** Upstreams receive only while it is open. */
  private volatile CountDownLatch reading = new CountDownLatch(0);

  private long length;
  private Upstream web;
  private Upstream raw;
  private MizzenProcess mizzen;

  @BeforeAll
  void start() throws Exception {
    length = Math.max((long) Soak.times(24, 1024) * MIB, 3 * SystemBuffers.most() / 2);
    web = new Upstream(0, this::talkHttp, e -> faults.add(e.toString()));
    raw = new Upstream(0, this::talkRaw, e -> faults.add(e.toString()));
    mizzen =
        MizzenProcess.start(
            YAML.replace("WEB", String.valueOf(web.port()))
                .replace("RAW", String.valueOf(raw.port())),
            SMALL);
  }

  @AfterAll
  void end() throws Exception {
    mizzen.close();
    web.close();
    raw.close();
  }

  // ---- the other end ------------------------------------------------------------------------

  /** {@code GET /length|chunked/bytes} sends a body, {@code PUT} takes one. */
  private void talkHttp(Wire wire, AtomicLong answered) throws IOException {
    while (true) {
      String head = wire.readUntil("\r\n\r\n");
      if (head == null) {
        return;
      }
      String[] words = head.split("[ /]");
      Body.Framing framing = Body.Framing.valueOf(words[2]);
      long bytes = Long.parseLong(words[3]);
      if (words[0].equals("GET")) {
        wire.send(Http.ascii("HTTP/1.1 200 OK\r\n" + framing.field(bytes) + "\r\n"));
        Body.send(wire, framing, bytes, upSent);
      } else {
        await(reading);
        Body.receive(wire, framing, bytes, upReceived);
        wire.send(Http.ascii("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
      }
      answered.incrementAndGet();
    }
  }

  /** One byte says the direction; then as many bytes as an exchange has. */
  private void talkRaw(Wire wire, AtomicLong answered) throws IOException {
    if (wire.readFully(1)[0] == 'd') {
      Body.send(wire, Body.Framing.RAW, length, upSent);
    } else {
      await(reading);
      Body.receive(wire, Body.Framing.RAW, length, upReceived);
      wire.send(new byte[] {'k'});
    }
    answered.incrementAndGet();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(Wire.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // ---- this end -----------------------------------------------------------------------------

  private Wire connect(String listener) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(SYSTEM_BUFFER);
    socket.setSendBufferSize(SYSTEM_BUFFER);
    socket.setSoTimeout(Wire.PATIENCE_MILLIS);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), mizzen.port(listener)));
    return new Wire(socket);
  }

  private Wire ask(Body.Framing framing) throws IOException {
    if (framing == Body.Framing.RAW) {
      Wire wire = connect("raw");
      wire.send(new byte[] {'d'});
      return wire;
    }
    Wire wire = connect("web");
    wire.send(Http.ascii("GET /" + framing + "/" + length + " HTTP/1.1\r\nHost: a\r\n\r\n"));
    return wire;
  }

  private void download(Body.Framing framing, Wire wire, AtomicLong received) throws IOException {
    if (framing != Body.Framing.RAW) {
      String head = String.valueOf(wire.readUntil("\r\n\r\n"));
      assertTrue(head.startsWith("HTTP/1.1 200"), head);
    }
    Body.receive(wire, framing, length, received);
  }

  private void upload(Body.Framing framing, Wire wire, AtomicLong sent) throws IOException {
    if (framing == Body.Framing.RAW) {
      wire.send(new byte[] {'u'});
      Body.send(wire, framing, length, sent);
      assertEquals('k', wire.readFully(1)[0]);
      return;
    }
    wire.send(
        Http.ascii(
            "PUT /"
                + framing
                + "/"
                + length
                + " HTTP/1.1\r\nHost: a\r\n"
                + framing.field(length)
                + "\r\n"));
    Body.send(wire, framing, length, sent);
    String head = String.valueOf(wire.readUntil("\r\n\r\n"));
    assertTrue(head.startsWith("HTTP/1.1 200"), head);
  }

  private long direct() throws IOException {
    return mizzen.sum("mizzen_direct_memory_used_bytes");
  }

  // ---- tests --------------------------------------------------------------------------------

  @Test
  void passThroughInConstantMemory() throws Exception {
    for (Body.Framing framing : Body.Framing.values()) {
      for (String way : List.of("down", "up")) {
        long began = System.nanoTime();
        try (Wire wire =
            way.equals("down")
                ? ask(framing)
                : connect(framing == Body.Framing.RAW ? "raw" : "web")) {
          if (way.equals("down")) {
            download(framing, wire, new AtomicLong());
          } else {
            upload(framing, wire, new AtomicLong());
          }
        }
        long millis = Math.max(1, (System.nanoTime() - began) / 1_000_000);
        Soak.tell(
            "large body: "
                + Soak.mib(length)
                + " "
                + way
                + " "
                + framing
                + " in "
                + millis
                + " ms, direct "
                + Soak.mib(direct())
                + ", resident "
                + Soak.mib(mizzen.resident(MizzenProcess.Memory.NOW))
                + ", at most "
                + Soak.mib(mizzen.resident(MizzenProcess.Memory.PEAK)));
      }
    }
    assertEquals(List.of(), List.copyOf(faults));
    assertEquals(0, mizzen.sum("mizzen_internal_error_total"));
    assertTrue(mizzen.isAlive());
  }

  @Test
  void callersThatStopReadingHoldUpTheirUpstreamsAndCostLittle() throws Exception {
    for (Body.Framing framing : Body.Framing.values()) {
      long before = direct();
      List<Wire> stopped = new ArrayList<>();
      for (int i = 0; i < STOPPED; i++) {
        stopped.add(ask(framing));
      }
      awaitStandstill(List.of(upSent));
      long cost = direct() - before;
      Soak.tell("stopped callers: " + STOPPED + " " + framing + " cost " + Soak.mib(cost));
      assertTrue(cost < (long) STOPPED * EACH, () -> STOPPED + " " + framing + " cost " + cost);
      assertTrue(upSent.get() < length, "the upstream was not held up");
      try {
        download(framing, stopped.get(0), new AtomicLong());
      } catch (IOException e) {
        throw new IOException(framing + ": " + mizzen.log(), e);
      }
      for (Wire wire : stopped) {
        wire.close();
      }
    }
    assertEquals(0, mizzen.sum("mizzen_internal_error_total"));
  }

  @Test
  void upstreamsThatStopReadingHoldUpTheirCallersAndCostLittle() throws Exception {
    for (Body.Framing framing : Body.Framing.values()) {
      long before = direct();
      reading = new CountDownLatch(1);
      List<AtomicLong> sent = new ArrayList<>();
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < STOPPED; i++) {
        AtomicLong mine = new AtomicLong();
        sent.add(mine);
        callers.add(Upstream.thread("stopped", () -> uploadAll(framing, mine)));
      }
      awaitStandstill(sent);
      for (AtomicLong mine : sent) {
        assertTrue(mine.get() < length, "the caller was not held up");
      }
      long cost = direct() - before;
      long most = sent.stream().mapToLong(AtomicLong::get).max().orElse(0);
      Soak.tell(
          "stopped upstreams: "
              + STOPPED
              + " "
              + framing
              + " cost "
              + Soak.mib(cost)
              + ", a caller sent at most "
              + Soak.mib(most));
      assertTrue(cost < (long) STOPPED * EACH, () -> STOPPED + " " + framing + " cost " + cost);
      reading.countDown();
      for (Thread caller : callers) {
        caller.join();
      }
      assertEquals(List.of(), List.copyOf(faults));
    }
    assertEquals(0, mizzen.sum("mizzen_internal_error_total"));
  }

  private void uploadAll(Body.Framing framing, AtomicLong sent) {
    try (Wire wire = connect(framing == Body.Framing.RAW ? "raw" : "web")) {
      upload(framing, wire, sent);
    } catch (IOException | AssertionError e) {
      faults.add(e.toString());
    }
  }

  /** Returns when all have begun and then none has moved for half a second. */
  private static void awaitStandstill(List<AtomicLong> moving) {
    long last = -1;
    long since = System.nanoTime();
    while (moving.stream().anyMatch(one -> one.get() == 0)
        || System.nanoTime() - since < 500_000_000L) {
      long sum = moving.stream().mapToLong(AtomicLong::get).sum();
      if (sum != last) {
        last = sum;
        since = System.nanoTime();
      }
      LockSupport.parkNanos(10_000_000);
    }
  }
}
