package io.mizzen.kernel.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.kernel.fake.FakeClient;
import io.mizzen.kernel.fake.FakeHead;
import io.mizzen.kernel.fake.FakeProtocol;
import io.mizzen.kernel.fake.FakeUpstream;
import io.mizzen.kernel.fake.Frame;
import io.mizzen.kernel.fake.Mesh;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.route.Route;
import io.mizzen.spi.stream.Continuation;
import io.mizzen.spi.stream.FilterStatus;
import io.mizzen.spi.stream.Outcome;
import io.mizzen.spi.stream.StreamContext;
import io.mizzen.spi.stream.StreamFilter;
import io.mizzen.spi.upstream.Endpoint;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {
  private static final char MANY = FakeProtocol.MANY;

  private final FakeUpstream upstream = new FakeUpstream();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Continuation> pauses = new LinkedBlockingQueue<>();
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

  private FakeClient start(String filters) {
    Mesh.Sketch sketch = new Mesh.Sketch(upstream);
    sketch.filters = "[record, " + filters + "]";
    sketch.chain = "bufferLimit: 1KiB";
    mesh.start(sketch);
    return mesh.client(MANY);
  }

  private Continuation paused() throws InterruptedException {
    Continuation continuation = pauses.poll(15, TimeUnit.SECONDS);
    assertTrue(continuation != null, "no filter paused");
    return continuation;
  }

  /** Does one thing in one phase, and logs every phase it sees. */
  private class Probe implements StreamFilter {
    private final String name;
    private final String phase;
    private final Action action;

    Probe(String name, String phase, Action action) {
      this.name = name;
      this.phase = phase;
      this.action = action;
      mesh.plugin.filter(name, this);
    }

    private FilterStatus at(String now, StreamContext stream) {
      log.add(name + "." + now);
      return now.equals(phase) ? action.act(stream) : FilterStatus.CONTINUE;
    }

    @Override
    public FilterStatus onRequest(RequestHead head, StreamContext stream) {
      return at("request", stream);
    }

    @Override
    public FilterStatus onRoute(RequestHead head, Route route, StreamContext stream) {
      return at("route", stream);
    }

    @Override
    public FilterStatus onEndpoint(RequestHead head, Endpoint endpoint, StreamContext stream) {
      return at("endpoint", stream);
    }

    @Override
    public FilterStatus onResponse(ResponseHead head, StreamContext stream) {
      return at("response", stream);
    }

    @Override
    public void onEnd(Outcome outcome, StreamContext stream) {
      log.add(name + ".end " + outcome.why());
    }
  }

  private interface Action {
    FilterStatus act(StreamContext stream);
  }

  private FilterStatus pause(StreamContext stream) {
    pauses.add(stream.pause());
    return FilterStatus.PAUSE;
  }

  @Test
  void phasesRunInOrderAndTheAnswerInReverse() {
    new Probe("a", "", s -> FilterStatus.CONTINUE);
    new Probe("b", "", s -> FilterStatus.CONTINUE);
    try (FakeClient client = start("a, b")) {
      assertEquals("echo", client.ask("x", "echo"));
      mesh.end();
      Mesh.await("both ended", () -> log.size() == 10);
    }
    assertEquals(
        List.of(
            "a.request",
            "b.request",
            "a.route",
            "b.route",
            "a.endpoint",
            "b.endpoint",
            "b.response",
            "a.response",
            "a.end ok",
            "b.end ok"),
        log);
  }

  @ParameterizedTest
  @ValueSource(strings = {"request", "route", "endpoint", "response"})
  void goesOnAfterAPauseInAnyPhase(String phase) throws InterruptedException {
    new Probe("a", phase, this::pause);
    try (FakeClient client = start("a")) {
      client.request(Frame.LAST, "x", "echo");
      Continuation continuation = paused();
      continuation.resume();
      assertEquals("echo", client.receive().line(1));
      continuation.resume();
      continuation.reply(LocalReply.of(Why.DENIED));
    }
    assertEquals("ok", mesh.end().why());
  }

  @ParameterizedTest
  @ValueSource(strings = {"request", "route", "endpoint", "response"})
  void resumesOnceEvenIfAnsweredInsideTheCall(String phase) {
    new Probe(
        "a",
        phase,
        stream -> {
          Continuation continuation = stream.pause();
          continuation.resume();
          continuation.resume();
          return FilterStatus.PAUSE;
        });
    new Probe("b", "", s -> FilterStatus.CONTINUE);
    try (FakeClient client = start("a, b")) {
      assertEquals("echo", client.ask("x", "echo"));
      assertEquals("ok", mesh.end().why());
      Mesh.await("both ended", () -> log.size() == 10);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"request", "route", "endpoint", "response"})
  void answersHereFromAnyPhase(String phase) {
    new Probe("a", phase, stream -> stream.reply(LocalReply.of(Why.LIMITED, "no")));
    try (FakeClient client = start("a")) {
      assertEquals("limited", client.ask("x", "echo"));
      assertEquals("no", client.bodyText());
      assertEquals("limited", mesh.end().why());
      assertEquals("limited", client.ask("x", "echo"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"request", "route", "endpoint", "response"})
  void answersHereAfterAPauseInAnyPhase(String phase) throws InterruptedException {
    new Probe("a", phase, this::pause);
    try (FakeClient client = start("a")) {
      client.request(Frame.LAST, "x", "echo");
      Continuation continuation = paused();
      continuation.reply(LocalReply.of(Why.DENIED));
      continuation.resume();
      // The answer made here passes the filter as well, which pauses again for one phase.
      if (phase.equals("response")) {
        paused().resume();
      }
      assertEquals("denied", client.receive().line(1));
    }
    assertEquals("denied", mesh.end().why());
  }

  @ParameterizedTest
  @ValueSource(strings = {"request", "route", "endpoint", "response"})
  void aFilterThatThrowsEndsItsStreamOnlyAndEachEnteredOneHearsOfItOnce(String phase) {
    boolean[] once = {true};
    new Probe("a", "", s -> FilterStatus.CONTINUE);
    new Probe(
        "b",
        phase,
        stream -> {
          if (once[0]) {
            once[0] = false;
            throw new IllegalStateException("on purpose");
          }
          return FilterStatus.CONTINUE;
        });
    new Probe("c", "", s -> FilterStatus.CONTINUE);
    try (FakeClient client = start("a, b, c")) {
      assertEquals("internal", client.ask("x", "echo"));
      assertEquals("internal", mesh.end().why());
      Mesh.await("ended", () -> log.contains("b.end internal"));
      assertEquals(1, log.stream().filter("a.end internal"::equals).count());
      assertEquals(1, log.stream().filter("b.end internal"::equals).count());
      int later = phase.equals("request") ? 0 : 1;
      assertEquals(later, log.stream().filter("c.end internal"::equals).count());
      assertEquals(0, log.stream().filter("a.response"::equals).count());
      assertEquals("echo", client.ask("x", "echo"));
    }
  }

  @Test
  void aContinuationOfAStreamThatHasEndedDoesNothing() throws InterruptedException {
    new Probe("a", "request", this::pause);
    try (FakeClient client = start("a")) {
      client.request(Frame.LAST, "x", "echo");
      Continuation old = paused();
      client.send(new Frame(MANY, Frame.RESET, 0, 1, new byte[0]));
      assertEquals("client_gone", mesh.end().why());
      client.request(Frame.LAST, "x", "echo");
      Continuation next = paused();
      old.resume();
      old.reply(LocalReply.of(Why.DENIED));
      next.resume();
      assertEquals("echo", client.receive().line(1));
    }
    assertEquals("ok", mesh.end().why());
  }

  /** Collects a body; may pause at its first piece. */
  private final class Body implements StreamFilter {
    private final BodyMode request;
    private final BodyMode response;
    private final boolean pauses;
    private boolean paused;

    Body(String name, BodyMode request, BodyMode response, boolean pauses) {
      this.request = request;
      this.response = response;
      this.pauses = pauses;
      mesh.plugin.filter(name, this);
    }

    @Override
    public BodyMode requestBody() {
      return request;
    }

    @Override
    public BodyMode responseBody() {
      return response;
    }

    private FilterStatus see(String what, ByteBuf piece, boolean last, StreamContext stream) {
      log.add(what + piece.toString(StandardCharsets.UTF_8) + (last ? "." : ""));
      if (pauses && !paused) {
        paused = true;
        return pause(stream);
      }
      return FilterStatus.CONTINUE;
    }

    @Override
    public FilterStatus onRequestBody(ByteBuf borrowed, boolean last, StreamContext stream) {
      return see(">", borrowed, last, stream);
    }

    @Override
    public FilterStatus onResponseBody(ByteBuf borrowed, boolean last, StreamContext stream) {
      return see("<", borrowed, last, stream);
    }
  }

  @Test
  void wholeBodiesAreSeenInOnePieceBothWays() {
    new Body("w", StreamFilter.BodyMode.WHOLE, StreamFilter.BodyMode.WHOLE, false);
    try (FakeClient client = start("w")) {
      int id = client.request(0, "x", "echo");
      client.body(id, "one ", false);
      client.body(id, "two", true);
      assertEquals("echo", client.receive().line(1));
      assertEquals("one two", client.bodyText());
    }
    assertEquals(List.of(">one two.", "<one two."), log);
  }

  @Test
  void twoFiltersOfWholeBodiesBothSeeItThoughTheFirstPauses() throws InterruptedException {
    new Body("w", StreamFilter.BodyMode.WHOLE, StreamFilter.BodyMode.IGNORE, true);
    new Body("v", StreamFilter.BodyMode.WHOLE, StreamFilter.BodyMode.IGNORE, false);
    try (FakeClient client = start("w, v")) {
      int id = client.request(0, "x", "echo");
      client.body(id, "body", true);
      paused().resume();
      assertEquals("echo", client.receive().line(1));
      assertEquals("body", client.bodyText());
    }
    assertEquals(List.of(">body.", ">body."), log);
  }

  @Test
  void aWholeBodyBeyondTheLimitIsTooLarge() {
    new Body("w", StreamFilter.BodyMode.WHOLE, StreamFilter.BodyMode.IGNORE, false);
    try (FakeClient client = start("w")) {
      int id = client.request(0, "x", "echo");
      client.body(id, "x".repeat(2000), true);
      assertEquals("too_large", client.receive().line(1));
      assertEquals("echo", client.ask("x", "echo"));
    }
    assertEquals(1, upstream.heads().size());
  }

  @Test
  void pausedBodiesGoOnInOrderBothWays() throws InterruptedException {
    new Body("s", StreamFilter.BodyMode.STREAM, StreamFilter.BodyMode.IGNORE, true);
    new Body("t", StreamFilter.BodyMode.IGNORE, StreamFilter.BodyMode.STREAM, true);
    try (FakeClient client = start("s, t")) {
      int id = client.request(0, "x", "echo");
      assertEquals("echo", client.receive().line(1));
      client.body(id, "1", false);
      client.body(id, "2", false);
      client.body(id, "3", true);
      paused().resume();
      Continuation answering = paused();
      answering.resume();
      assertEquals("123", client.bodyText());
    }
    assertEquals(
        ">1>2>3.", String.join("", log.stream().filter(line -> line.startsWith(">")).toList()));
    assertEquals(
        "<1<2<3.", String.join("", log.stream().filter(line -> line.startsWith("<")).toList()));
  }

  @Test
  void aFilterSeesTheBodyThatCameWhileAnEarlierOnePaused() throws InterruptedException {
    new Probe("a", "request", this::pause);
    new Body("s", StreamFilter.BodyMode.STREAM, StreamFilter.BodyMode.IGNORE, false);
    try (FakeClient client = start("a, s")) {
      int id = client.request(0, "x", "echo");
      client.body(id, "early", false);
      Continuation continuation = paused();
      client.body(id, "bird", true);
      continuation.resume();
      assertEquals("echo", client.receive().line(1));
      assertEquals("earlybird", client.bodyText());
    }
    log.removeIf(line -> line.startsWith("a."));
    assertEquals("earlybird.", String.join("", log).replace(">", "").replace(".", "") + ".");
    assertTrue(log.get(log.size() - 1).endsWith("."), log.toString());
  }
}
