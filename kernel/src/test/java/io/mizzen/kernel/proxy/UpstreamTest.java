package io.mizzen.kernel.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.kernel.fake.FakeClient;
import io.mizzen.kernel.fake.FakeHead;
import io.mizzen.kernel.fake.FakeProtocol;
import io.mizzen.kernel.fake.FakeUpstream;
import io.mizzen.kernel.fake.Frame;
import io.mizzen.kernel.fake.Mesh;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tries, pools, health. */
class UpstreamTest {
  private static final char MANY = FakeProtocol.MANY;
  private static final char TURNS = FakeProtocol.TURNS;

  private final FakeUpstream upstream = new FakeUpstream();
  private final FakeUpstream other = new FakeUpstream();
  private Mesh mesh;

  /** What the upstream has not touched may be sent again, safe to repeat or not, but once only. */
  @Test
  void refusedRequestsAreRepeatedOnceWhateverTheyAre() {
    upstream.on(
        "refuse",
        (frame, call) ->
            call.send(Frame.text(MANY, Frame.RESET, Frame.LAST, frame.id(), "refused")));
    Mesh.Sketch sketch = new Mesh.Sketch(upstream);
    sketch.route = "retry: {attempts: 0}";
    mesh.start(sketch);
    try (FakeClient client = mesh.client(MANY)) {
      client.request(Frame.LAST, "a", "refuse");
      client.receive();
      assertEquals("overload", mesh.end().why());
      assertEquals(2, upstream.heads().size());
    }
  }

  @Test
  void trailersMayKnowBetterThanTheHeadHowItWent() {
    upstream.on(
        "late",
        (frame, call) -> {
          call.answer(frame, 0, "0\nfine");
          call.body(frame, "so far", false);
          call.send(
              Frame.text(MANY, Frame.TRAILERS, Frame.LAST | Frame.ERROR, frame.id(), "bad=1"));
        });
    mesh.start(new Mesh.Sketch(upstream));
    try (FakeClient client = mesh.client(MANY)) {
      client.request(Frame.LAST, "a", "late");
      assertEquals("fine", client.receive().line(1));
      assertEquals("so far", client.receive().text());
      assertEquals("bad=1", client.receive().text());
      assertEquals("upstream_error", mesh.end().why());
    }
    assertEquals(1, tries("upstream_error"));
    assertEquals(0, tries("ok"));
  }

  @Test
  void eachTryIsCountedOnceWithTheLastWordAboutIt() {
    mesh.start(new Mesh.Sketch(upstream));
    try (FakeClient client = mesh.client(MANY)) {
      client.request(Frame.LAST, "a", "partial");
      assertEquals("partial", client.receive().line(1));
      assertEquals("abc", client.receive().text());
      String why = mesh.end().why();
      assertEquals(1, tries(why));
      assertEquals(0, tries("ok"));
      assertEquals(Frame.RESET, client.receive().kind());
      assertEquals("echo", client.ask("a", "echo"));
      mesh.end();
      assertEquals(1, tries("ok"));
    }
  }

  private long tries(String result) {
    return mesh.metric("mizzen_upstream_attempt_total{cluster=\"up\",result=\"" + result + "\"}");
  }

  @BeforeEach
  void mesh(@TempDir Path folder) {
    mesh = new Mesh(folder);
  }

  @AfterEach
  void everythingIsGivenBack() {
    upstream.close();
    other.close();
    mesh.close();
    Mesh.await("all heads released", () -> FakeHead.LIVE.get() == 0);
  }

  private Mesh.Sketch both(String retry) {
    Mesh.Sketch sketch = new Mesh.Sketch(upstream, other);
    sketch.route = "retry: " + retry;
    return sketch;
  }

  @ParameterizedTest
  @ValueSource(strings = {"fake", "turns"})
  void aRefusedConnectIsTriedElsewhereWithTheBodyThough(String protocol) {
    Mesh.Sketch sketch = both("{attempts: 1}");
    sketch.protocol = protocol;
    sketch.endpoints = List.of("127.0.0.1:" + FakeUpstream.deadPort(), other.address());
    mesh.start(sketch);
    char variant = protocol.equals("fake") ? MANY : TURNS;
    try (FakeClient client = mesh.client(variant)) {
      int id = client.request(0, "a", "echo");
      client.body(id, "payload", true);
      assertEquals("echo", client.receive().line(1));
      assertEquals("payload", client.bodyText());
    }
    Mesh.End end = mesh.end();
    assertEquals(2, end.attempts());
    assertEquals("ok", end.why());
    assertEquals(other.address(), end.endpoint());
  }

  @Test
  void withoutARetryARefusedConnectIsTheAnswer() {
    Mesh.Sketch sketch = both("{attempts: 0}");
    sketch.endpoints = List.of("127.0.0.1:" + FakeUpstream.deadPort());
    mesh.start(sketch);
    try (FakeClient client = mesh.client(MANY)) {
      for (int i = 0; i < 20; i++) {
        assertEquals("connect_failed", client.ask("a", "echo"));
      }
    }
  }

  @Test
  void aSafeRequestIsRepeatedWithItsBodyAfterTheUpstreamClosed() {
    upstream.on(
        "flaky",
        (frame, call) -> {
          if (frame.kind() == Frame.BODY) {
            call.end();
          }
        });
    mesh.start(both("{attempts: 1, conditions: [upstream_closed, upstream_reset]}"));
    try (FakeClient client = mesh.client(MANY)) {
      int id = client.request(Frame.SAFE, "a", "flaky");
      client.body(id, "again", true);
      assertEquals("echo", client.receive().line(1));
      assertEquals("again", client.bodyText());
    }
    assertEquals(2, mesh.end().attempts());
  }

  @Test
  void anUnsafeRequestThatWasSentIsNotRepeated() {
    mesh.start(both("{attempts: 3, conditions: [upstream_closed, upstream_reset]}"));
    try (FakeClient client = mesh.client(MANY)) {
      String word = client.ask("a", "close");
      assertTrue(List.of("upstream_closed", "upstream_reset").contains(word), word);
    }
    assertEquals(0, other.heads().size());
    assertEquals(1, mesh.end().attempts());
  }

  @Test
  void anUnsafeRequestIsRepeatedIfTheRouteSaysThatAllMayBe() {
    mesh.start(both("{attempts: 1, requests: all, conditions: [upstream_closed, upstream_reset]}"));
    other.on("close", (frame, call) -> call.answer(frame, Frame.LAST, "0\nsaved"));
    try (FakeClient client = mesh.client(MANY)) {
      assertEquals("saved", client.ask("a", "close"));
    }
  }

  @Test
  void anErrorAnswerOfASafeRequestIsRepeated() {
    other.on("error", (frame, call) -> call.answer(frame, Frame.LAST, "0\nfine"));
    mesh.start(both("{attempts: 1, conditions: [upstream_error]}"));
    try (FakeClient client = mesh.client(MANY)) {
      client.request(Frame.SAFE | Frame.LAST, "a", "error");
      assertEquals("fine", client.receive().line(1));
    }
  }

  @Test
  void nothingIsRepeatedOnceTheHeadOfTheAnswerIsThere() {
    mesh.start(both("{attempts: 3, requests: all, conditions: [upstream_closed]}"));
    try (FakeClient client = mesh.client(MANY)) {
      client.request(Frame.SAFE | Frame.LAST, "a", "partial");
      assertEquals("partial", client.receive().line(1));
      assertEquals("abc", client.receive().text());
      assertEquals(Frame.RESET, client.receive().kind());
    }
    assertEquals(0, other.heads().size());
  }

  @Test
  void aTryThatTakesTooLongIsRepeatedElsewhere() {
    other.on("hold", (frame, call) -> call.answer(frame, Frame.LAST, "0\nquick"));
    // Long enough for the connection: a try that is still waiting for one has nothing to reset.
    mesh.start(both("{attempts: 1, perTryTimeout: 400ms, conditions: [timeout_try]}"));
    try (FakeClient client = mesh.client(MANY)) {
      client.request(Frame.SAFE | Frame.LAST, "a", "hold");
      assertEquals("quick", client.receive().line(1));
    }
    assertEquals(2, mesh.end().attempts());
    Mesh.await(
        "the first try is reset",
        () -> upstream.frames.stream().anyMatch(frame -> frame.kind() == Frame.RESET));
  }

  @Test
  void retriesBeyondTheBudgetAreNotMade() {
    Mesh.Sketch sketch =
        both("{attempts: 5, perTryTimeout: 60ms, conditions: [timeout_try], budget: 1%}");
    mesh.start(sketch);
    int budgets = 0;
    try (FakeClient client = mesh.client(MANY)) {
      for (int i = 0; i < 40; i++) {
        client.request(Frame.SAFE | Frame.LAST, "a", "hold");
      }
      for (int i = 0; i < 40; i++) {
        if (client.receive().line(1).equals("retry_budget")) {
          budgets++;
        }
      }
    }
    assertTrue(budgets >= 30, "only " + budgets + " were refused");
  }

  @Test
  void aKeptConnectionThatTheUpstreamClosedCostsNoRequest() {
    Mesh.Sketch sketch = new Mesh.Sketch(upstream);
    sketch.protocol = "turns";
    upstream.on(
        "thenClose",
        (frame, call) -> {
          call.answer(frame, Frame.LAST, "0\nbye");
          call.end();
        });
    mesh.start(sketch);
    try (FakeClient client = mesh.client(TURNS)) {
      for (int i = 0; i < 30; i++) {
        client.request(Frame.SAFE | Frame.LAST, "a", "thenClose");
        assertEquals("bye", client.receive().line(1));
      }
    }
  }

  @Test
  void theQueueForConnectionsIsBounded() {
    Mesh.Sketch sketch = new Mesh.Sketch(upstream);
    sketch.protocol = "turns";
    sketch.calling = "{maxConnections: 1, maxPending: 1}";
    mesh.start(sketch);
    try (FakeClient first = mesh.client(TURNS);
        FakeClient second = mesh.client(TURNS);
        FakeClient third = mesh.client(TURNS)) {
      int id = first.request(0, "a", "echo");
      assertEquals("echo", first.receive().line(1));
      second.request(Frame.LAST, "a", "echo");
      Mesh.await("it waits", () -> openStreams() == 2);
      assertEquals("pool_full", third.ask("a", "echo"));
      first.body(id, "", true);
      assertEquals("echo", second.receive().line(1));
    }
    assertEquals(1, upstream.connections.get());
  }

  private int openStreams() {
    Object view = mesh.kernel().operations().view("streams", java.util.Map.of());
    if (view instanceof List<?> list) {
      return list.size();
    }
    return ((List<?>) ((java.util.Map<?, ?>) view).values().iterator().next()).size();
  }

  @Test
  void anUnhealthyEndpointIsLeftAndComesBack() {
    Mesh.Sketch sketch = new Mesh.Sketch(upstream, other);
    sketch.cluster = "healthCheck: {interval: 20ms, timeout: 500ms, rise: 1, fall: 1}";
    mesh.start(sketch);
    int port = upstream.port();
    try (FakeClient client = mesh.client(MANY)) {
      assertEquals("echo", client.ask("a", "echo"));
      assertEquals(upstream.address(), mesh.end().endpoint());
      upstream.close();
      Mesh.await("the other is used", () -> endpointOf(client).equals(other.address()));
      FakeUpstream again = new FakeUpstream(port);
      Mesh.await("it is used again", () -> endpointOf(client).equals(again.address()));
      again.close();
    }
  }

  private String endpointOf(FakeClient client) {
    client.ask("a", "echo");
    return mesh.end().endpoint();
  }

  @Test
  void whenTooFewAreHealthyAllAreUsed() {
    Mesh.Sketch sketch = new Mesh.Sketch(upstream);
    sketch.endpoints =
        List.of("127.0.0.1:" + FakeUpstream.deadPort(), "127.0.0.1:" + FakeUpstream.deadPort());
    sketch.cluster = "healthCheck: {interval: 20ms, rise: 1, fall: 1}";
    mesh.start(sketch);
    try (FakeClient client = mesh.client(MANY)) {
      // With one of two set aside the other half is enough; without any, both count again.
      Mesh.await(
          "no stream is told that there is no endpoint",
          () -> client.ask("a", "echo").equals("connect_failed"));
    }
  }

  @Test
  void aWornOutConnectionIsReplaced() {
    Mesh.Sketch sketch = new Mesh.Sketch(upstream);
    sketch.calling = "{maxRequests: 2, maxConnections: 1}";
    mesh.start(sketch);
    try (FakeClient client = mesh.client(MANY)) {
      for (int i = 0; i < 6; i++) {
        assertEquals("echo", client.ask("a", "echo"));
      }
    }
    assertEquals(3, upstream.connections.get());
  }

  @Test
  void heartbeatsKeepAQuietConnection() {
    Mesh.Sketch sketch = new Mesh.Sketch(upstream);
    sketch.calling = "{heartbeat: 20ms}";
    mesh.start(sketch);
    try (FakeClient client = mesh.client(MANY)) {
      assertEquals("echo", client.ask("a", "echo"));
      Mesh.await(
          "heartbeats come",
          () -> upstream.frames.stream().filter(f -> f.kind() == Frame.PING).count() > 2);
      assertEquals("echo", client.ask("a", "echo"));
    }
    assertEquals(1, upstream.connections.get());
  }

  @Test
  void boundConnectionsServeOneCallerEachAndEndWithIt() {
    Mesh.Sketch sketch = new Mesh.Sketch(upstream, other);
    sketch.calling = "{mode: binding, maxConnections: 1}";
    mesh.start(sketch);
    try (FakeClient two = mesh.client(MANY)) {
      try (FakeClient one = mesh.client(MANY)) {
        for (int i = 0; i < 3; i++) {
          assertEquals("echo", one.ask("a", "echo"));
          assertEquals("echo", two.ask("a", "echo"));
        }
        assertEquals(2, upstream.connections.get() + other.connections.get());
      }
      Mesh.await("its own end", () -> upstream.closed.get() + other.closed.get() == 1);
      assertEquals("echo", two.ask("a", "echo"));
      assertEquals(2, upstream.connections.get() + other.connections.get());
    }
  }

  @Test
  void theEndOfABoundUpstreamIsTheEndOfItsCaller() {
    upstream.on("leave", (frame, call) -> call.end());
    Mesh.Sketch sketch = new Mesh.Sketch(upstream);
    sketch.calling = "{mode: binding}";
    mesh.start(sketch);
    try (FakeClient one = mesh.client(MANY);
        FakeClient two = mesh.client(MANY)) {
      assertEquals("echo", one.ask("a", "echo"));
      assertEquals("echo", two.ask("a", "echo"));
      assertEquals("upstream_closed", one.ask("a", "leave"));
      assertEquals(null, one.next(), "no other takes its place");
      assertEquals("echo", two.ask("a", "echo"));
    }
  }

  @Test
  void aBoundConnectionThatNeverCameCostsOnlyItsRequest() {
    Mesh.Sketch sketch = both("{attempts: 0}");
    sketch.endpoints = List.of("127.0.0.1:" + FakeUpstream.deadPort());
    sketch.calling = "{mode: binding}";
    mesh.start(sketch);
    try (FakeClient client = mesh.client(MANY)) {
      assertEquals("connect_failed", client.ask("a", "echo"));
      assertEquals("connect_failed", client.ask("a", "echo"));
    }
  }
}
