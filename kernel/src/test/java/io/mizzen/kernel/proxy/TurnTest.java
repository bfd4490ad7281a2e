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
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.route.Route;
import io.mizzen.spi.stream.FilterStatus;
import io.mizzen.spi.stream.StreamContext;
import io.mizzen.spi.stream.StreamFilter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A filter turns requests into another protocol, and their answers back. */
class TurnTest {
  private final FakeUpstream upstream = new FakeUpstream();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private Mesh mesh;

  @BeforeEach
  void mesh(@TempDir Path folder) {
    mesh = new Mesh(folder);
    mesh.plugin.filter("outer", new Witness("outer"));
    mesh.plugin.filter("inner", new Witness("inner"));
  }

  @AfterEach
  void everythingIsGivenBack() {
    upstream.close();
    mesh.close();
    Mesh.await("all heads released", () -> FakeHead.LIVE.get() == 0);
  }

  private static String text(ByteBuf bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Says what it sees. */
  private final class Witness implements StreamFilter {
    private final String name;

    Witness(String name) {
      this.name = name;
    }

    @Override
    public BodyMode requestBody() {
      return BodyMode.WHOLE;
    }

    @Override
    public BodyMode responseBody() {
      return BodyMode.STREAM;
    }

    @Override
    public FilterStatus onRequestBody(ByteBuf borrowed, boolean last, StreamContext stream) {
      log.add(name + ">" + text(borrowed));
      return FilterStatus.CONTINUE;
    }

    @Override
    public FilterStatus onResponse(ResponseHead head, StreamContext stream) {
      log.add(name + "<" + head.code());
      return FilterStatus.CONTINUE;
    }

    @Override
    public FilterStatus onResponseBody(ByteBuf borrowed, boolean last, StreamContext stream) {
      log.add(name + "<" + text(borrowed));
      return FilterStatus.CONTINUE;
    }
  }

  /** Puts brackets round bodies, and another service in the place of the caller's. */
  private static class Turner implements StreamFilter {
    private final String into;
    private final String operation;

    Turner(String into, String operation) {
      this.into = into;
      this.operation = operation;
    }

    @Override
    public String turnsInto(Route route) {
      return into;
    }

    @Override
    public FilterStatus onRequestBody(ByteBuf borrowed, boolean last, StreamContext stream) {
      ByteBuf other = Unpooled.copiedBuffer("<" + text(borrowed) + ">", StandardCharsets.UTF_8);
      stream.replaceRequest(new FakeHead(0, List.of("other", operation)), other);
      return FilterStatus.CONTINUE;
    }

    @Override
    public FilterStatus onResponseBody(ByteBuf borrowed, boolean last, StreamContext stream) {
      return stream.replaceResponse(
          new LocalReply(Why.OK, 0, List.of(), "(" + text(borrowed) + ")"));
    }

    @Override
    public LocalReply reword(LocalReply reply, StreamContext stream) {
      return LocalReply.of(reply.why(), "in other words");
    }
  }

  private FakeClient start(StreamFilter turner) {
    mesh.plugin.filter("turner", turner);
    Mesh.Sketch sketch = new Mesh.Sketch(upstream);
    sketch.filters = "[record, outer, turner, inner]";
    sketch.chain = "bufferLimit: 1KiB";
    mesh.start(sketch);
    return mesh.client(FakeProtocol.MANY);
  }

  @Test
  void theRequestGoesUpAndTheAnswerComesDownInOtherWords() {
    try (FakeClient client = start(new Turner("fake", "echo"))) {
      int id = client.request(0, "mine", "call");
      client.body(id, "one ", false);
      client.body(id, "two", true);
      assertEquals("ok", client.receive().line(1));
      assertEquals("(<one two>)", client.bodyText());
      assertEquals("ok", mesh.end().why());
    }
    assertEquals("other", upstream.heads().get(0).line(0));
    Mesh.await("all seen", () -> log.size() >= 6);
    assertEquals("outer>one two", log.get(0));
    assertEquals("inner><one two>", log.get(1));
    assertTrue(log.contains("inner<<one two>"), log.toString());
    assertTrue(log.contains("outer<(<one two>)"), log.toString());
    assertEquals(1, log.stream().filter(line -> line.matches("outer<\\d+")).count());
    assertEquals(1, log.stream().filter(line -> line.matches("inner<\\d+")).count());
  }

  @Test
  void aRequestWithoutABodyIsTurnedToo() {
    try (FakeClient client = start(new Turner("fake", "echo"))) {
      assertEquals("ok", client.ask("mine", "call"));
      assertEquals("(<>)", client.bodyText());
      assertEquals("ok", client.ask("mine", "call"));
    }
  }

  @Test
  void anAnswerMadeHereIsSaidInTheWordsOfTheFilter() {
    try (FakeClient client = start(new Turner("fake", "close"))) {
      assertEquals("upstream_closed", client.ask("mine", "call"));
      assertEquals("in other words", client.bodyText());
      assertEquals("upstream_closed", mesh.end().why());
    }
  }

  @Test
  void aBodyAboveTheLimitIsRefused() {
    try (FakeClient client = start(new Turner("fake", "echo"))) {
      int id = client.request(0, "mine", "call");
      client.body(id, "x".repeat(2000), false);
      assertEquals("too_large", client.receive().line(1));
      assertEquals("in other words", client.bodyText());
    }
  }

  @Test
  void aTurnedRequestIsSentAgainToTheNextEndpoint() {
    mesh.plugin.filter("turner", new Turner("fake", "echo"));
    Mesh.Sketch sketch = new Mesh.Sketch(upstream);
    sketch.endpoints = List.of("127.0.0.1:" + FakeUpstream.deadPort(), upstream.address());
    sketch.route = "retry: {attempts: 1, conditions: [connect_failed], requests: all}";
    sketch.filters = "[record, turner]";
    mesh.start(sketch);
    try (FakeClient client = mesh.client(FakeProtocol.MANY)) {
      int id = client.request(0, "mine", "call");
      client.body(id, "a body that is longer than the one that goes up would be", true);
      assertEquals("ok", client.receive().line(1));
      assertEquals(2, mesh.end().attempts());
    }
  }

  @Test
  void aFilterThatDoesNotKeepItsPromiseFailsTheStreamOnly() {
    try (FakeClient client =
        start(
            new Turner("fake", "echo") {
              @Override
              public FilterStatus onResponseBody(
                  ByteBuf borrowed, boolean last, StreamContext stream) {
                return FilterStatus.CONTINUE;
              }
            })) {
      assertEquals("internal", client.ask("mine", "call"));
      assertEquals("internal", client.ask("mine", "call"));
    }
  }

  @Test
  void aFilterThatIsNotMeantCannotReplaceAnything() {
    try (FakeClient client =
        start(
            new Turner("fake", "echo") {
              @Override
              public String turnsInto(Route route) {
                return null;
              }

              @Override
              public BodyMode requestBody() {
                return BodyMode.WHOLE;
              }
            })) {
      client.request(Frame.LAST, "mine", "call");
      assertEquals("internal", client.receive().line(1));
    }
  }

  private String refusal(String filters) {
    mesh.plugin.filter("other", new Turner("other", "echo"));
    mesh.plugin.filter("same", new Turner("fake", "echo"));
    Mesh.Sketch sketch = new Mesh.Sketch(upstream);
    sketch.filters = filters;
    mesh.start(new Mesh.Sketch(upstream));
    return String.valueOf(mesh.reload(sketch).body());
  }

  @Test
  void aRouteThatIsTurnedIntoAnotherProtocolThanItsClustersIsRefused() {
    assertTrue(refusal("[other]").contains("MZ1603"));
  }

  @Test
  void twoFiltersThatTurnOneRouteAreRefused() {
    assertTrue(refusal("[same, other]").contains("MZ1609"));
  }
}
