package io.mizzen.kernel.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.kernel.fake.FakeClient;
import io.mizzen.kernel.fake.FakeHead;
import io.mizzen.kernel.fake.FakeProtocol;
import io.mizzen.kernel.fake.FakeUpstream;
import io.mizzen.kernel.fake.Frame;
import io.mizzen.kernel.fake.Mesh;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Readers that stop, and those that are only slow. */
class FlowTest {
  private static final int PIECE = 16 * 1024;
  private static final int PIECES = 4096;

  /** The system's socket buffers on loopback hold up to 6 MiB or so on either side. */
  private static final long BOUND = 24L * 1024 * 1024;

  private final FakeUpstream upstream = new FakeUpstream();
  private final AtomicLong sent = new AtomicLong();
  private Mesh mesh;

  @BeforeEach
  void mesh(@TempDir Path folder) {
    mesh = new Mesh(folder);
    upstream.on("flood", this::flood);
  }

  @AfterEach
  void everythingIsGivenBack() {
    upstream.close();
    mesh.close();
    Mesh.await("all heads released", () -> FakeHead.LIVE.get() == 0);
  }

  private void flood(Frame frame, FakeUpstream.Call call) throws IOException {
    if (frame.kind() != Frame.HEAD) {
      return;
    }
    call.answer(frame, 0, "0\nflood");
    byte[] piece = new byte[PIECE];
    for (int i = 1; i <= PIECES; i++) {
      int flags = i == PIECES ? Frame.LAST : 0;
      call.send(new Frame(frame.variant(), Frame.BODY, flags, frame.id(), piece));
      sent.addAndGet(PIECE);
    }
  }

  private void start(String protocol) {
    Mesh.Sketch sketch = new Mesh.Sketch(upstream);
    sketch.protocol = protocol;
    sketch.route = "timeout: 0s";
    mesh.start(sketch);
  }

  private static char variant(String protocol) {
    return protocol.equals("fake") ? FakeProtocol.MANY : FakeProtocol.TURNS;
  }

  /** Until nothing moved for as long as fifty looks. */
  private void awaitStandstill() {
    long[] seen = {-1, 0};
    Mesh.await(
        "the upstream is stopped",
        () -> {
          long now = sent.get();
          seen[1] = now == seen[0] && now > 0 ? seen[1] + 1 : 0;
          seen[0] = now;
          return seen[1] > 50;
        });
  }

  @Test
  void aReaderThatStopsStopsItsUpstreamAndLosesNothing() {
    start("turns");
    try (FakeClient client = new FakeClient(mesh.port("in"), FakeProtocol.TURNS, 8192)) {
      client.request(Frame.LAST, "a", "flood");
      awaitStandstill();
      assertTrue(sent.get() < BOUND, "took " + sent.get() + " bytes");
      assertEquals("flood", client.receive().line(1));
      long got = 0;
      Frame frame;
      do {
        frame = client.receive();
        got += frame.payload().length;
      } while (!frame.is(Frame.LAST));
      assertEquals((long) PIECE * PIECES, got);
    }
    assertEquals("ok", mesh.end().why());
  }

  @ParameterizedTest
  @ValueSource(strings = {"fake", "turns"})
  void anUpstreamThatStopsReadingStopsTheClient(String protocol) {
    Object gate = new Object();
    boolean[] open = {false};
    upstream.on(
        "sink",
        (frame, call) -> {
          synchronized (gate) {
            while (!open[0]) {
              try {
                gate.wait();
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
            }
          }
          if (frame.is(Frame.LAST)) {
            call.answer(frame, Frame.LAST, "0\nsunk");
          }
        });
    start(protocol);
    try (FakeClient client = new FakeClient(mesh.port("in"), variant(protocol))) {
      int id = client.request(0, "a", "sink");
      Thread writer =
          new Thread(
              () -> {
                byte[] piece = new byte[PIECE];
                for (int i = 1; i <= PIECES; i++) {
                  int flags = i == PIECES ? Frame.LAST : 0;
                  client.send(new Frame(variant(protocol), Frame.BODY, flags, id, piece));
                  sent.addAndGet(PIECE);
                }
              });
      writer.setDaemon(true);
      writer.start();
      awaitStandstill();
      assertTrue(sent.get() < BOUND, "took " + sent.get() + " bytes");
      synchronized (gate) {
        open[0] = true;
        gate.notifyAll();
      }
      assertEquals("sunk", client.receive().line(1));
    }
    assertEquals("ok", mesh.end().why());
  }

  @Test
  void aReaderThatStopsOnASharedUpstreamIsCutOffAndHoldsUpNobody() {
    Mesh.Sketch sketch = new Mesh.Sketch(upstream);
    sketch.route = "timeout: 0s";
    sketch.calling = "{maxConnections: 1}";
    mesh.start(sketch);
    try (FakeClient client = new FakeClient(mesh.port("in"), FakeProtocol.MANY, 8192);
        FakeClient neighbour = mesh.client(FakeProtocol.MANY)) {
      client.request(Frame.LAST, "a", "flood");
      assertEquals("overload", mesh.end().why());
      assertTrue(sent.get() < BOUND, "took " + sent.get() + " bytes");
      assertEquals("echo", neighbour.ask("a", "echo"));
    }
  }
}
