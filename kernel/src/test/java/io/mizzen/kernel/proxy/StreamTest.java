package io.mizzen.kernel.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.kernel.fake.FakeClient;
import io.mizzen.kernel.fake.FakeHead;
import io.mizzen.kernel.fake.FakeProtocol;
import io.mizzen.kernel.fake.FakeUpstream;
import io.mizzen.kernel.fake.Frame;
import io.mizzen.kernel.fake.Mesh;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way of a request and its answer through a whole kernel. */
class StreamTest {
  private static final char MANY = FakeProtocol.MANY;
  private static final char TURNS = FakeProtocol.TURNS;

  /** Longer than a warm path takes on a machine that is busy with other things. */
  private static final String SILENCE = "idleTimeout: 400ms";

  private final FakeUpstream upstream = new FakeUpstream();
  private Mesh mesh;

  @BeforeEach
  void mesh(@TempDir Path folder) {
    mesh = new Mesh(folder);
  }

  @AfterEach
  void everythingIsGivenBack() {
    upstream.close();
    mesh.close();
    Mesh.await("all heads released", () -> FakeHead.LIVE.get() == 0);
  }

  private Mesh.Sketch turns() {
    Mesh.Sketch sketch = new Mesh.Sketch(upstream);
    sketch.protocol = "turns";
    return sketch;
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "epoll", "ioUring"})
  void answersWithBodyAndTrailersOnEveryTransport(String transport) {
    Mesh.assumeUsable(transport);
    Mesh.Sketch sketch = new Mesh.Sketch(upstream);
    sketch.transport = transport;
    sketch.workers = 2;
    mesh.start(sketch);
    try (FakeClient client = mesh.client(MANY)) {
      int id = client.request(0, "a", "echo");
      assertEquals("echo", client.receive().line(1));
      client.body(id, "one", false);
      assertEquals("one", client.receive().text());
      client.send(Frame.text(MANY, Frame.TRAILERS, Frame.LAST, id, "sum=7"));
      Frame trailers = client.receive();
      assertEquals(Frame.TRAILERS, trailers.kind());
      assertEquals("sum=7", trailers.text());
    }
    assertEquals("ok", mesh.end().why());
  }

  @Test
  void decodesARequestThatComesByteByByte() {
    mesh.start(new Mesh.Sketch(upstream));
    try (FakeClient client = mesh.client(MANY)) {
      for (byte one : Frame.request(MANY, Frame.LAST, 5, "a", "echo").bytes()) {
        client.sendBytes(one);
      }
      assertEquals(5, client.receive().id());
    }
  }

  @Test
  void turnsAreHeldBackAndAnsweredInOrder() {
    mesh.start(turns());
    try (FakeClient client = mesh.client(TURNS)) {
      for (int i = 0; i < 50; i++) {
        client.request(Frame.LAST, "a", "echo");
      }
      for (int i = 1; i <= 50; i++) {
        assertEquals(i, client.receive().id());
      }
    }
    assertEquals(1, upstream.connections.get());
  }

  @Test
  void requestsThatWereHeldBackAreAnsweredAfterTheClientsEndOfInput() {
    mesh.start(turns());
    try (FakeClient client = mesh.client(TURNS)) {
      for (int i = 0; i < 3; i++) {
        client.request(Frame.LAST, "a", "echo");
      }
      client.shutdownOutput();
      for (int i = 1; i <= 3; i++) {
        assertEquals(i, client.receive().id());
      }
      assertNull(client.next());
    }
  }

  @Test
  void anAnswerBeforeTheEndOfTheRequestFreesTheStream() {
    upstream.on(
        "early",
        (frame, call) -> {
          if (frame.kind() == Frame.HEAD) {
            call.answer(frame, Frame.LAST, "0\nearly");
          }
        });
    mesh.start(new Mesh.Sketch(upstream));
    try (FakeClient client = mesh.client(MANY)) {
      int id = client.request(0, "a", "early");
      assertEquals("early", client.receive().line(1));
      assertEquals("ok", mesh.end().why());
      client.body(id, "too late", true);
      assertEquals("echo", client.ask("a", "echo"));
    }
    Mesh.await(
        "the upstream stream is reset",
        () -> upstream.frames.stream().anyMatch(frame -> frame.kind() == Frame.RESET));
  }

  @Test
  void anAnswerBeforeTheEndOfTheRequestEndsAPingPongUpstream() {
    upstream.on(
        "early",
        (frame, call) -> {
          if (frame.kind() == Frame.HEAD) {
            call.answer(frame, Frame.LAST, "0\nearly");
          }
        });
    mesh.start(turns());
    try (FakeClient client = mesh.client(TURNS)) {
      int id = client.request(0, "a", "early");
      assertEquals("early", client.receive().line(1));
      client.body(id, "late", true);
      assertEquals("echo", client.ask("a", "echo"));
    }
    assertEquals(2, upstream.connections.get());
  }

  @Test
  void aTunnelCarriesBytesBothWaysUntilBothSidesHaveEnded() {
    upstream.on(
        "tunnel",
        (frame, call) -> {
          if (frame.kind() == Frame.HEAD) {
            call.answer(frame, Frame.TUNNEL, "0\ntunnel");
          } else if (frame.is(Frame.LAST)) {
            call.body(frame, "after the end", false);
            call.body(frame, "", true);
          } else {
            call.body(frame, frame.text().toUpperCase(java.util.Locale.ROOT), false);
          }
        });
    mesh.start(turns());
    try (FakeClient client = mesh.client(TURNS)) {
      int id = client.request(Frame.TUNNEL | Frame.LAST, "a", "tunnel");
      assertTrue(client.receive().is(Frame.TUNNEL));
      client.body(id, "hello", false);
      assertEquals("HELLO", client.receive().text());
      client.body(id, "again", false);
      assertEquals("AGAIN", client.receive().text());
      client.body(id, "", true);
      assertEquals("after the end", client.receive().text());
      assertTrue(client.receive().is(Frame.LAST));
      assertNull(client.next());
    }
    assertEquals("ok", mesh.end().why());
    Mesh.await("the upstream is closed", () -> upstream.closed.get() == 1);
  }

  @Test
  void theUpstreamMayEndItsDirectionOfATunnelFirst() {
    upstream.on(
        "tunnel",
        (frame, call) -> {
          if (frame.kind() == Frame.HEAD) {
            call.answer(frame, Frame.TUNNEL, "0\ntunnel");
            call.body(frame, "bye", true);
          }
        });
    mesh.start(turns());
    try (FakeClient client = mesh.client(TURNS)) {
      int id = client.request(Frame.TUNNEL | Frame.LAST, "a", "tunnel");
      assertTrue(client.receive().is(Frame.TUNNEL));
      assertTrue(client.receive().is(Frame.LAST));
      client.body(id, "still here", false);
      client.body(id, "", true);
      assertNull(client.next());
    }
    assertEquals("ok", mesh.end().why());
    Mesh.await(
        "what came after the end",
        () -> upstream.frames.stream().anyMatch(frame -> frame.text().equals("still here")));
    Mesh.await("the upstream is closed", () -> upstream.closed.get() == 1);
  }

  @Test
  void aTunnelWithOneEndClosedStillEndsInSilence() {
    upstream.on(
        "tunnel",
        (frame, call) -> {
          if (frame.kind() == Frame.HEAD) {
            call.answer(frame, Frame.TUNNEL, "0\ntunnel");
          }
        });
    Mesh.Sketch sketch = turns();
    sketch.route = SILENCE;
    mesh.start(sketch);
    try (FakeClient client = mesh.client(TURNS)) {
      assertEquals("echo", client.ask("a", "echo"));
      assertEquals("ok", mesh.end().why());
      int id = client.request(Frame.TUNNEL | Frame.LAST, "a", "tunnel");
      assertTrue(client.receive().is(Frame.TUNNEL));
      client.body(id, "", true);
      assertNull(client.next());
    }
    assertEquals("timeout_idle", mesh.end().why());
    Mesh.await("the upstream is closed", () -> upstream.closed.get() == 1);
  }

  @Test
  void informationalHeadsGoBeforeTheAnswer() {
    upstream.on(
        "info",
        (frame, call) -> {
          call.answer(frame, Frame.INFO, "1\nwait");
          call.answer(frame, Frame.LAST, "0\ndone");
        });
    mesh.start(new Mesh.Sketch(upstream));
    try (FakeClient client = mesh.client(MANY)) {
      client.request(Frame.LAST, "a", "info");
      assertEquals("wait", client.receive().line(1));
      assertEquals("done", client.receive().line(1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fake", "turns"})
  void oneWayRequestsWaitForNothingAndShareAConnection(String protocol) {
    Mesh.Sketch sketch = new Mesh.Sketch(upstream);
    sketch.protocol = protocol;
    sketch.calling = "{maxConnections: 1}";
    mesh.start(sketch);
    char variant = protocol.equals("fake") ? MANY : TURNS;
    try (FakeClient client = mesh.client(variant)) {
      for (int i = 0; i < 10; i++) {
        client.request(Frame.ONE_WAY | Frame.LAST, "a", "echo");
        assertEquals("ok", mesh.end().why());
      }
      assertEquals("echo", client.ask("a", "echo"));
    }
    Mesh.await("all have come", () -> upstream.heads().size() == 11);
    assertEquals(1, upstream.connections.get());
  }

  @Test
  void streamsBeyondTheLimitAreAnsweredWithOverload() {
    Mesh.Sketch sketch = new Mesh.Sketch(upstream);
    sketch.serving = "{maxStreams: 2}";
    mesh.start(sketch);
    try (FakeClient client = mesh.client(MANY)) {
      client.request(Frame.LAST, "a", "hold");
      client.request(Frame.LAST, "a", "hold");
      assertEquals("overload", client.ask("a", "echo"));
    }
  }

  @Test
  void noRouteAndALocalAnswerNeedNoUpstream() {
    mesh.start(new Mesh.Sketch(upstream));
    try (FakeClient client = mesh.client(MANY)) {
      assertEquals("denied", client.ask("nobody", "echo"));
    }
    assertEquals(0, upstream.connections.get());
  }

  @Test
  void aRequestTheUpstreamsProtocolCannotSayIsAnsweredAndTheConnectionStaysInUse() {
    Mesh.Sketch sketch = turns();
    sketch.calling = "{maxConnections: 1}";
    mesh.start(sketch);
    try (FakeClient client = mesh.client(TURNS)) {
      assertEquals("decode_error", client.ask("a", "unspeakable"));
      assertEquals("echo", client.ask("a", "echo"));
      assertEquals("decode_error", client.ask("a", "unspeakable"));
      assertEquals("echo", client.ask("a", "echo"));
    }
    assertEquals(1, upstream.connections.get());
  }

  @Test
  void rubbishIsAnsweredOnceAndClosed() {
    mesh.start(new Mesh.Sketch(upstream));
    try (FakeClient client = mesh.client(MANY)) {
      client.sendBytes("GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      assertEquals("decode_error", client.receive().line(1));
      assertNull(client.next());
    }
  }

  @Test
  void aClientThatGoesResetsTheUpstreamStream() {
    mesh.start(new Mesh.Sketch(upstream));
    FakeClient client = mesh.client(MANY);
    client.request(Frame.LAST, "a", "hold");
    Mesh.await("it has come", () -> upstream.heads().size() == 1);
    client.abort();
    assertEquals("client_gone", mesh.end().why());
    Mesh.await(
        "the reset has come",
        () -> upstream.frames.stream().anyMatch(frame -> frame.kind() == Frame.RESET));
  }

  @Test
  void anUpstreamThatClosesInItsAnswerResetsTheStreamWithTheRightWord() {
    mesh.start(new Mesh.Sketch(upstream));
    try (FakeClient client = mesh.client(MANY)) {
      client.request(Frame.LAST, "a", "partial");
      assertEquals("partial", client.receive().line(1));
      assertEquals("abc", client.receive().text());
      Frame reset = client.receive();
      assertEquals(Frame.RESET, reset.kind());
      assertEquals("upstream_closed", reset.text());
      assertEquals("upstream_closed", mesh.end().why());
      assertEquals("echo", client.ask("a", "echo"));
    }
  }

  @Test
  void aPingPongUpstreamThatSaysCloseIsReplaced() {
    upstream.on("last", (frame, call) -> call.answer(frame, Frame.LAST, "0\nlast\nclose=1"));
    mesh.start(turns());
    try (FakeClient client = mesh.client(TURNS)) {
      assertEquals("last", client.ask("a", "last"));
      assertNull(client.next());
    }
    try (FakeClient client = mesh.client(TURNS)) {
      assertEquals("echo", client.ask("a", "echo"));
    }
    assertEquals(2, upstream.connections.get());
  }

  @Test
  void totalTimeIsKept() {
    Mesh.Sketch sketch = new Mesh.Sketch(upstream);
    sketch.route = "timeout: 30ms";
    mesh.start(sketch);
    try (FakeClient client = mesh.client(MANY)) {
      assertEquals("timeout_total", client.ask("a", "hold"));
    }
    assertEquals("timeout_total", mesh.end().why());
  }

  @Test
  void theCallersOwnTimeIsKeptWhenItIsShorter() {
    mesh.start(new Mesh.Sketch(upstream));
    try (FakeClient client = mesh.client(MANY)) {
      assertEquals("timeout_total", client.ask("a", "hold\ntimeout=30"));
    }
  }

  @Test
  void idleTimeIsKeptInTheMiddleOfAnAnswer() {
    upstream.on("stall", (frame, call) -> call.answer(frame, 0, "0\nstall"));
    Mesh.Sketch sketch = new Mesh.Sketch(upstream);
    sketch.route = SILENCE + ", timeout: 0s";
    mesh.start(sketch);
    try (FakeClient client = mesh.client(MANY)) {
      assertEquals("echo", client.ask("a", "echo"));
      assertEquals("stall", client.ask("a", "stall"));
      assertEquals("timeout_idle", client.receive().text());
    }
  }

  @Test
  void aHeadThatIsNotCompletedInTimeEndsTheConnection() {
    Mesh.Sketch sketch = new Mesh.Sketch(upstream);
    sketch.serving = "{headTimeout: 30ms}";
    mesh.start(sketch);
    try (FakeClient client = mesh.client(MANY)) {
      client.sendBytes((byte) Frame.MAGIC);
      assertEquals("timeout_idle", client.receive().line(1));
      assertNull(client.next());
    }
  }

  @Test
  void aBodyThatStallsEndsTheConnectionThoughTheIdleTimeIsLong() {
    Mesh.Sketch sketch = turns();
    sketch.serving = "{bodyTimeout: 30ms, idleTimeout: 1h}";
    mesh.start(sketch);
    try (FakeClient client = mesh.client(TURNS)) {
      client.request(0, "a", "hold");
      assertEquals("timeout_idle", client.receive().line(1));
      assertNull(client.next());
    }
  }

  @Test
  void anIdleConnectionIsClosed() {
    Mesh.Sketch sketch = new Mesh.Sketch(upstream);
    sketch.serving = "{idleTimeout: 30ms}";
    mesh.start(sketch);
    try (FakeClient client = mesh.client(MANY)) {
      assertEquals("echo", client.ask("a", "echo"));
      assertNull(client.next());
    }
  }

  @Test
  void eachOfManyConcurrentRequestsIsAnsweredOnce() {
    Set<Integer> seen = new HashSet<>();
    mesh.start(new Mesh.Sketch(upstream));
    try (FakeClient client = mesh.client(MANY)) {
      for (int i = 0; i < 500; i++) {
        client.request(Frame.LAST, "a", "echo");
      }
      for (int i = 0; i < 500; i++) {
        Frame answer = client.receive();
        assertTrue(seen.add(answer.id()), "answered twice: " + answer);
      }
    }
    assertEquals(500, seen.size());
  }
}
