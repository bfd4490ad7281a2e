package io.mizzen.filter.transcoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.filter.transcoder.TranscoderConfig.ClassNames;
import io.mizzen.filter.transcoder.TranscoderConfig.ContentType;
import io.mizzen.filter.transcoder.TranscoderConfig.RouteRule;
import io.mizzen.protocol.bolt.BoltPlugin;
import io.mizzen.protocol.dubbo.DubboPlugin;
import io.mizzen.spi.Why;
import io.mizzen.spi.config.ByteSize;
import io.mizzen.spi.protocol.Level;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.route.Route;
import io.mizzen.spi.stream.StreamFilter;
import io.mizzen.testkit.FakeHost;
import io.mizzen.testkit.FakeRequest;
import io.mizzen.testkit.FakeStream;
import io.mizzen.testkit.LeakGuard;
import io.mizzen.testkit.RecordingRegistrar;
import io.mizzen.testkit.StreamFilterContract;
import io.mizzen.xprotocol.XprotocolPlugin;
import io.mizzen.xprotocol.convert.Conversion;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TranscoderFilterTest extends StreamFilterContract {
  private final FakeHost host = new FakeHost();

  @AfterEach
  void close() {
    host.close();
  }

  @Override
  protected StreamFilter filter() {
    return filter("bolt");
  }

  @Override
  protected List<FakeRequest> requests() {
    return List.of(
        request("/a.B/c", "POST"),
        request("/a.B/c", "POST").with(MediaType.FIELD, "text/plain"),
        request("/a.B", "POST"),
        request("/a.B/c", "GET"));
  }

  private StreamFilter filter(String protocol) {
    return filter(protocol, ContentType.JSON);
  }

  private StreamFilter filter(String protocol, ContentType contentType) {
    RecordingRegistrar offers = new RecordingRegistrar();
    new DubboPlugin().register(offers);
    new BoltPlugin().register(offers);
    RouteRule rule =
        new RouteRule(
            protocol,
            "/",
            null,
            "1.0",
            null,
            List.of(),
            Map.of("typed", List.of("int")),
            List.of());
    TranscoderConfig config =
        new TranscoderConfig(
            Map.of("test", rule), ClassNames.DROP, contentType, new ByteSize(1000), 8);
    return new TranscoderFactory(offers.extensions(Conversion.POINT)).create(config, host);
  }

  private static FakeRequest request(String path, String verb) {
    return new FakeRequest("web", path, verb).with(MediaType.FIELD, "application/json");
  }

  private FakeStream run(StreamFilter filter, FakeRequest request, String body) {
    FakeStream stream = new FakeStream(1, host.worker(), request);
    Route route = new TestRoute();
    stream.chose(route);
    filter.onRoute(request, route, stream);
    if (stream.replied() == null) {
      try (LeakGuard guard = new LeakGuard()) {
        ByteBuf borrowed = guard.buffer(body.getBytes(StandardCharsets.UTF_8));
        filter.onRequestBody(borrowed, true, stream);
        borrowed.release();
      }
    }
    return stream;
  }

  @ParameterizedTest
  @ValueSource(strings = {"bolt", "dubbo"})
  void aCallBecomesAFrameOfTheOtherProtocol(String protocol) {
    String body = "{\"types\":[\"string\"],\"args\":[\"x\"]}";
    FakeStream stream = run(filter(protocol), request("/a.B/c", "POST"), body);
    assertNull(stream.replied());
    assertNotNull(stream.sentHead());
    assertEquals("c", stream.sentHead().operation().toString());
    assertTrue(stream.sentHead().service().toString().startsWith("a.B"));
    assertTrue(stream.sentBody().length > 0);
    filter(protocol).onEnd(stream.outcome(Why.OK, null), stream);
    assertEquals(1, host.metrics().count("transcoder_calls_total", protocol, "ok"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET  | /a.B/c     | []                      | 405 | bad_call",
        "POST | /a.B       | []                      | 0   | no_method",
        "POST | /a.B/c/d   | []                      | 0   | no_method",
        "POST | /a.B/c     | [                       | 0   | bad_call",
        "POST | /a.B/c     | 'text'                  | 0   | bad_call",
        "POST | /a.B/c     | [[[[[[[[[[]]]]]]]]]]    | 0   | bad_call",
        "POST | /a.B/c     | [1]                     | 0   | bad_call",
        "POST | /a.B/typed | []                      | 0   | bad_call",
        "POST | /a.B/typed | [1,2]                   | 0   | bad_call",
        "POST | /a.B/c     | {\"types\":[\"x.Y\"],\"args\":[1]} | 0 | bad_call"
      })
  void whatIsNoCallIsAnsweredHereInAWord(
      String verb, String path, String body, int code, String word) {
    FakeStream stream = run(filter("bolt"), request(path, verb), body);
    LocalReply reply = stream.replied();
    assertNotNull(reply);
    assertEquals(word, reply.why().word());
    assertEquals(code, reply.code());
    assertTrue(reply.body().startsWith("{\"error\":\"" + word + "\",\"message\":\""), reply.body());
    assertTrue(reply.fields().contains(new LocalReply.Field(MediaType.FIELD, "application/json")));
    assertNull(stream.sentHead());
  }

  @Test
  void aBodyHasToSayThatItIsJsonUnlessAnythingGoes() {
    FakeRequest form = new FakeRequest("web", "/a.B/typed", "POST").with(MediaType.FIELD, "text/x");
    LocalReply reply = run(filter("bolt"), form, "[1]").replied();
    assertNotNull(reply);
    assertEquals(415, reply.code());
    assertNull(run(filter("bolt", ContentType.ANY), form, "[1]").replied());
    assertNull(run(filter("bolt"), new FakeRequest("web", "/a.B/c", "POST"), "").replied());
  }

  @Test
  void callsThatFailAreCountedByTheirReason() {
    StreamFilter filter = filter("bolt");
    for (Why why :
        List.of(
            TranscoderPlugin.BAD_CALL,
            TranscoderPlugin.NO_METHOD,
            XprotocolPlugin.SERVICE_ERROR,
            TranscoderPlugin.BAD_ANSWER,
            Why.TIMEOUT_TOTAL)) {
      FakeStream stream = run(filter, request("/a.B/c", "POST"), "");
      filter.onEnd(stream.outcome(why, null), stream);
    }
    for (String result : List.of("bad_call", "no_method", "service_error")) {
      assertEquals(1, host.metrics().count("transcoder_calls_total", "bolt", result));
    }
    assertEquals(2, host.metrics().count("transcoder_calls_total", "bolt", "failed"));
  }

  @Test
  void answersOfTheKernelGetABodyAndThoseOfOthersKeepTheirs() {
    FakeStream stream = run(filter("bolt"), request("/a.B/c", "POST"), "");
    LocalReply reply = filter("bolt").reword(LocalReply.of(Why.NO_ENDPOINT), stream);
    assertTrue(reply.body().startsWith("{\"error\":\"no_endpoint\""), reply.body());
    LocalReply said = LocalReply.of(Why.DENIED, "no");
    assertEquals(said, filter("bolt").reword(said, stream));
  }

  @Test
  void itNeedsToUnderstandItsCallersAndKnowsOnlyItsRoutes() {
    assertEquals(Level.HEAVY, filter("bolt").needs());
    assertEquals("bolt", filter("bolt").turnsInto(new TestRoute()));
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> filter("tars"));
    assertTrue(String.valueOf(refused.getMessage()).contains("bolt, dubbo"), refused.getMessage());
  }

  private record TestRoute() implements Route {
    @Override
    public String name() {
      return "test";
    }

    @Override
    public String table() {
      return "tests";
    }

    @Override
    public int index() {
      return 0;
    }

    @Override
    public String place() {
      return "test.yaml:1:1";
    }

    @Override
    public Target target() {
      return Target.CLUSTER;
    }
  }
}
