package io.mizzen.kernel.proxy;

import static io.mizzen.kernel.fake.FakeProtocol.CREDIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.kernel.fake.FakeClient;
import io.mizzen.kernel.fake.FakeHead;
import io.mizzen.kernel.fake.FakeUpstream;
import io.mizzen.kernel.fake.Frame;
import io.mizzen.kernel.fake.Mesh;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Credit for each stream, from one end to the other. A peer of this variant takes 1000 bytes of a
 * stream before it says more.
 *
 * <pre>
 *   client ──body──▶ proxy ──body──▶ upstream
 *          ◀credit──       ◀credit──            the left one follows the right one
 * </pre>
 */
class CreditTest {
  private static final int FIRST = 1000;
  private static final int SIZE = 5000;

  private final FakeUpstream upstream = new FakeUpstream();
  private final BlockingQueue<FakeUpstream.Call> calls = new LinkedBlockingQueue<>();
  private Mesh mesh;

  @BeforeEach
  void mesh(@TempDir Path folder) {
    mesh = new Mesh(folder);
    upstream.on(
        "sink",
        (frame, call) -> {
          if (frame.kind() == Frame.HEAD) {
            calls.add(call);
          } else if (frame.is(Frame.LAST)) {
            call.answer(frame, Frame.LAST, "0\nsunk");
          }
        });
    upstream.on(
        "flood",
        (frame, call) -> {
          if (frame.kind() == Frame.HEAD) {
            call.answer(frame, 0, "0\nflood");
            call.send(new Frame(CREDIT, Frame.BODY, Frame.LAST, frame.id(), new byte[SIZE]));
          }
        });
    Mesh.Sketch sketch = new Mesh.Sketch(upstream);
    sketch.protocol = "credit";
    sketch.route =
        "timeout: 0s, retry: {attempts: 1, conditions: [upstream_closed, upstream_reset]}";
    mesh.start(sketch);
  }

  @AfterEach
  void everythingIsGivenBack() {
    upstream.close();
    mesh.close();
    Mesh.await("all heads released", () -> FakeHead.LIVE.get() == 0);
  }

  /** The sum of credit that has reached the upstream for one of its streams. */
  private long creditUpstream() {
    return upstream.frames.stream()
        .filter(frame -> frame.kind() == Frame.CREDIT)
        .mapToLong(frame -> Long.parseLong(frame.text()))
        .sum();
  }

  private long bodyUpstream() {
    return upstream.frames.stream()
        .filter(frame -> frame.kind() == Frame.BODY)
        .mapToLong(frame -> frame.payload().length)
        .sum();
  }

  private static Frame credit(int id, int bytes) {
    return Frame.text(CREDIT, Frame.CREDIT, 0, id, String.valueOf(bytes));
  }

  @Test
  void aCallerGetsCreditOnlyForWhatTheUpstreamHasTaken() throws IOException, InterruptedException {
    try (FakeClient client = mesh.client(CREDIT)) {
      int id = client.request(0, "a", "sink");
      client.send(new Frame(CREDIT, Frame.BODY, 0, id, new byte[SIZE - 1]));
      Mesh.await("the first credit is used up", () -> bodyUpstream() == FIRST);
      // Others of both connections go on; their answers come before any credit for this stream.
      assertEquals("echo", client.ask("a", "echo"));
      FakeUpstream.Call call = calls.poll(10, TimeUnit.SECONDS);
      call.send(credit(1, SIZE));
      long credited = 0;
      while (credited < SIZE - 1) {
        Frame frame = client.receive();
        assertEquals(Frame.CREDIT, frame.kind());
        credited += Long.parseLong(frame.text());
      }
      assertEquals(SIZE - 1, credited);
      client.send(new Frame(CREDIT, Frame.BODY, Frame.LAST, id, new byte[1]));
      Frame last;
      do {
        last = client.receive();
      } while (last.kind() == Frame.CREDIT);
      assertEquals("sunk", last.line(1));
      assertEquals(SIZE, bodyUpstream());
    }
  }

  @Test
  void anUpstreamGetsCreditOnlyForWhatTheCallerHasTaken() {
    try (FakeClient client = mesh.client(CREDIT)) {
      int id = client.request(Frame.LAST, "a", "flood");
      assertEquals("flood", client.receive().line(1));
      assertEquals(FIRST, client.receive().payload().length);
      assertEquals("echo", client.ask("a", "echo"));
      assertTrue(creditUpstream() <= FIRST, "credit for " + creditUpstream());
      client.send(credit(id, SIZE));
      int got = FIRST;
      Frame frame;
      do {
        frame = client.receive();
        got += frame.payload().length;
      } while (!frame.is(Frame.LAST));
      assertEquals(SIZE, got);
    }
  }

  @Test
  void whatWaitsForCreditGoesWithItsStream() {
    try (FakeClient client = mesh.client(CREDIT)) {
      int id = client.request(Frame.LAST, "a", "flood");
      assertEquals("flood", client.receive().line(1));
      assertEquals(FIRST, client.receive().payload().length);
      client.send(Frame.text(CREDIT, Frame.RESET, 0, id, "enough"));
      assertEquals("echo", client.ask("a", "echo"));
    }
  }

  @Test
  void aRepeatedRequestGivesCreditOnce() {
    AtomicInteger pieces = new AtomicInteger();
    upstream.on(
        "flaky",
        (frame, call) -> {
          if (frame.kind() == Frame.BODY && pieces.incrementAndGet() == 1) {
            call.end();
          } else if (frame.is(Frame.LAST)) {
            call.answer(frame, Frame.LAST, "0\nserved");
          }
        });
    try (FakeClient client = mesh.client(CREDIT)) {
      int id = client.request(Frame.SAFE, "a", "flaky");
      client.send(new Frame(CREDIT, Frame.BODY, 0, id, new byte[FIRST - 1]));
      client.send(new Frame(CREDIT, Frame.BODY, Frame.LAST, id, new byte[1]));
      long credited = 0;
      Frame frame;
      while ((frame = client.receive()).kind() == Frame.CREDIT) {
        credited += Long.parseLong(frame.text());
      }
      assertEquals("served", frame.line(1));
      assertEquals(2, mesh.end().attempts());
      long all = credited;
      assertTrue(all <= FIRST, () -> "credit for " + all);
    }
  }
}
