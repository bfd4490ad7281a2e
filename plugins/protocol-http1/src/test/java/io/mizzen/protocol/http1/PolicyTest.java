package io.mizzen.protocol.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.lib.http.ForwardedConfig;
import io.mizzen.lib.http.PathPolicy;
import io.mizzen.lib.http.ViaConfig;
import io.mizzen.protocol.http1.Http1ClientConfig.ChunkedRequests;
import io.mizzen.protocol.http1.Http1ServerConfig.Http10;
import io.mizzen.protocol.http1.Http1ServerConfig.RequestIds;
import io.mizzen.spi.Why;
import io.mizzen.spi.config.ByteSize;
import io.mizzen.spi.network.Fact;
import io.mizzen.spi.protocol.Codec.Fate;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.testkit.ConfigRecords;
import io.mizzen.testkit.FakeConnection;
import io.mizzen.testkit.FakeWorker;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the configuration decides. */
class PolicyTest {
  private static String forwarded(Map<String, ?> config, String request) throws ProtocolException {
    return forwarded(config, request, new FakeConnection());
  }

  private static String forwarded(Map<String, ?> config, String request, FakeConnection connection)
      throws ProtocolException {
    try (Bridge bridge = new Bridge(config, Map.of(), connection)) {
      bridge.caller(request);
      return bridge.sent();
    }
  }

  private static ProtocolException refused(Map<String, ?> config, String request) {
    try (Bridge bridge = new Bridge(config, Map.of())) {
      return assertThrows(ProtocolException.class, () -> bridge.caller(request));
    }
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
  }

  private static String with(String lines) {
    return "GET / HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n";
  }

  @ParameterizedTest
  @CsvSource({
    "/a/../b, /b",
    "/a/..;x/b, /b",
    "/a/./b/., /a/b/",
    "/a/.., /",
    "/.., /",
    "/../../a, /a",
    "/a/%2e%2e/%62?x=/../%2e, /b?x=/../%2e",
    "/%7euser/%c3%a4, /~user/%C3%A4",
    "/a//b/..//c, /a///c",
    "/a/b, /a/b",
    "/%zz/%4, /%zz/%4"
  })
  void rewrittenPathsAreSeenByAll(String path, String expected) throws ProtocolException {
    try (Bridge bridge = new Bridge(Map.of("paths", PathPolicy.REWRITE), Map.of())) {
      bridge.caller(get(path));
      assertEquals(expected, bridge.request().operation().toString());
      assertTrue(bridge.sent().startsWith("GET " + expected + " HTTP/1.1\r\nHost: a\r\n"));
    }
  }

  @ParameterizedTest
  @CsvSource({"/a%2fb", "/a%5cb", "/a\\b", "/a%00", "/a#b"})
  void whatCannotBeNormalisedIsRefused(String path) {
    assertEquals(400, refused(Map.of("paths", PathPolicy.REWRITE), get(path)).code());
    assertEquals(400, refused(Map.of("paths", PathPolicy.STRICT), get(path)).code());
  }

  @ParameterizedTest
  @CsvSource({"/a/../b", "/a%2fb", "/a\\b", "/a%00", "/%7E", "/a/%2e%2e"})
  void pathsPassAsTheyAre(String path) throws ProtocolException {
    assertTrue(
        forwarded(Map.of("paths", PathPolicy.AS_IS), get(path))
            .startsWith("GET " + path + " HTTP/1.1\r\n"));
  }

  @Test
  void http10CanBeRefused() {
    try (Bridge bridge = new Bridge(Map.of("http10", Http10.REJECT), Map.of())) {
      ProtocolException old =
          assertThrows(
              ProtocolException.class, () -> bridge.caller("GET / HTTP/1.0\r\nHost: a\r\n\r\n"));
      bridge.down.encodeFailure(old, bridge.toCaller);
      assertEquals(new String(Corpus.failure("426"), StandardCharsets.ISO_8859_1), bridge.got());
    }
  }

  @Test
  void underscoresAreForwardedDroppedOrRefused() throws ProtocolException {
    String request = with("X_A: 1\r\nX-B: 2\r\n");
    assertTrue(forwarded(Map.of(), request).contains("X_A: 1\r\nX-B: 2\r\n"));
    String dropped = forwarded(Map.of("underscores", Underscores.DROP), request);
    assertFalse(dropped.contains("X_A"));
    assertTrue(dropped.contains("Host: a\r\nX-B: 2\r\n"));
    assertEquals(400, refused(Map.of("underscores", Underscores.REJECT), request).code());
  }

  private static Map<String, Object> forwardedConfig(Map<String, ?> values) {
    return Map.of("forwarded", ConfigRecords.with(ForwardedConfig.class, values));
  }

  @Test
  void trustedHopsKeepSoManyEntries() throws ProtocolException {
    String request =
        with(
            "X-Forwarded-For: 6.6.6.6, 1.1.1.1\r\nX-Forwarded-For: 2.2.2.2\r\n"
                + "X-Forwarded-Proto: https\r\nX-Forwarded-Host: h\r\n");
    String one = forwarded(forwardedConfig(Map.of("trustedHops", 1)), request);
    assertTrue(one.contains("\r\nX-Forwarded-For: 2.2.2.2, 192.0.2.1\r\n"), one);
    assertTrue(one.contains("\r\nX-Forwarded-Proto: https\r\n"), one);
    assertTrue(one.contains("\r\nX-Forwarded-Host: h\r\n"), one);
    String two = forwarded(forwardedConfig(Map.of("trustedHops", 2)), request);
    assertTrue(two.contains("\r\nX-Forwarded-For: 1.1.1.1, 2.2.2.2, 192.0.2.1\r\n"), two);
    String many = forwarded(forwardedConfig(Map.of("trustedHops", 9)), request);
    assertTrue(
        many.contains("\r\nX-Forwarded-For: 6.6.6.6, 1.1.1.1, 2.2.2.2, 192.0.2.1\r\n"), many);
    assertEquals(1, many.split("X-Forwarded-For").length - 1);
  }

  @Test
  void forwardingFieldsCanBeKeptOrLeftOut() throws ProtocolException {
    String request = with("X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-Proto: gopher\r\n");
    String kept =
        forwarded(
            forwardedConfig(
                Map.of(
                    "xForwardedFor",
                    ForwardedConfig.For.KEEP,
                    "xForwardedProto",
                    ForwardedConfig.Proto.KEEP)),
            request);
    assertTrue(kept.contains("X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-Proto: gopher\r\n"));
    assertFalse(kept.contains("192.0.2.1"));
    String removed =
        forwarded(
            forwardedConfig(
                Map.of(
                    "xForwardedFor",
                    ForwardedConfig.For.REMOVE,
                    "xForwardedProto",
                    ForwardedConfig.Proto.REMOVE)),
            request);
    assertFalse(removed.contains("X-Forwarded"));
  }

  @Test
  void theCallerIsDescribedByItsConnection() throws ProtocolException {
    FakeConnection tls =
        new FakeConnection(
            new FakeWorker(),
            new InetSocketAddress("2001:db8::1", 1),
            new InetSocketAddress("2001:db8::2", 443));
    tls.put(Fact.TRANSPORT, "tls");
    String sent = forwarded(Map.of(), "GET / HTTP/1.0\r\n\r\n", tls);
    assertTrue(sent.contains("X-Forwarded-For: 2001:db8:0:0:0:0:0:1\r\n"), sent);
    assertTrue(sent.contains("X-Forwarded-Proto: https\r\n"), sent);
    assertTrue(sent.contains("Host: [2001:db8:0:0:0:0:0:2]:443\r\n"), sent);
    DomainSocketAddress path = new DomainSocketAddress("/run/x.sock");
    FakeConnection unix = new FakeConnection(new FakeWorker(), path, path);
    String local = forwarded(Map.of(), "GET / HTTP/1.0\r\n\r\n", unix);
    assertFalse(local.contains("X-Forwarded-For"), local);
    assertTrue(local.contains("Host: localhost\r\n"), local);
  }

  @Test
  void aLoopIsFoundByItsName() {
    assertEquals(508, refused(Map.of(), with("Via: 1.1 other, 1.1 PROXY (x)\r\n")).code());
    assertEquals(508, refused(Map.of(), with("Via: HTTP/1.1  proxy\r\n")).code());
  }

  @Test
  void viaCanBeLeftOutOrSaidBothWays() throws ProtocolException {
    ViaConfig off =
        ConfigRecords.with(ViaConfig.class, Map.of("requests", ViaConfig.Line.LEAVE_OUT));
    String sent = forwarded(Map.of("via", off), with("Via: 1.1 proxy\r\n"));
    assertEquals(1, sent.split("Via: ").length - 1);
    ViaConfig both = ConfigRecords.with(ViaConfig.class, Map.of("responses", ViaConfig.Line.ADD));
    try (Bridge bridge = new Bridge(Map.of("via", both), Map.of())) {
      bridge.caller(get("/"));
      bridge.upstream("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
      String got = bridge.got();
      assertTrue(got.startsWith("HTTP/1.1 100 Continue\r\n\r\n"));
      assertTrue(got.contains("Via: 1.1 proxy\r\n"));
    }
  }

  @Test
  void requestIdsAreAddedWhereThereIsNone() throws ProtocolException {
    Map<String, ?> config = Map.of("requestId", RequestIds.GENERATE);
    String made = forwarded(config, get("/"));
    assertTrue(made.matches("(?s).*\r\nX-Request-Id: [0-9a-f]{32}\r\n.*"), made);
    String kept = forwarded(config, with("X-Request-ID: mine\r\n"));
    assertTrue(kept.contains("X-Request-ID: mine\r\n"));
    assertFalse(kept.contains("X-Request-Id"));
  }

  @Test
  void maxForwardsZeroIsAnsweredHere() throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      bridge.caller("OPTIONS / HTTP/1.1\r\nHost: a\r\nMax-Forwards: 0\r\n\r\n");
      assertTrue(bridge.got().startsWith("HTTP/1.1 200 OK\r\nAllow: "));
      assertEquals(Fate.KEEP, bridge.down.fate());
      bridge.caller("TRACE / HTTP/1.1\r\nHost: a\r\nMax-Forwards: 0\r\n\r\n");
      assertTrue(bridge.got().startsWith("HTTP/1.1 405 Method Not Allowed\r\nAllow: "));
      assertEquals(0, bridge.requests.size());
      bridge.caller(
          "OPTIONS * HTTP/1.1\r\nHost: a\r\nMax-Forwards: 0\r\nContent-Length: 2\r\n\r\nab"
              + get("/"));
      assertEquals(1, bridge.requests.size());
    }
  }

  @Test
  void limitsHaveTheirOwnAnswers() {
    Map<String, Object> small = new HashMap<>();
    small.put("maxRequestLine", new ByteSize(256));
    small.put("maxHeaderBytes", new ByteSize(1024));
    small.put("maxHeaderLine", new ByteSize(300));
    small.put("maxHeaders", 4);
    small.put("maxBody", new ByteSize(5));
    small.put("maxChunkExtensions", new ByteSize(4));
    small.put("maxTrailerBytes", new ByteSize(20));
    assertEquals(414, refused(small, get("/" + "a".repeat(300))).code());
    assertEquals(414, refused(small, "GET /" + "a".repeat(300)).code());
    assertEquals(431, refused(small, with("X: " + "a".repeat(300) + "\r\n")).code());
    assertEquals(431, refused(small, with("X: " + "a".repeat(300)).strip()).code());
    assertEquals(431, refused(small, with(("X: " + "a".repeat(290) + "\r\n").repeat(4))).code());
    assertEquals(431, refused(small, with("X: y\r\n".repeat(4))).code());
    String post = "POST / HTTP/1.1\r\nHost: a\r\n";
    ProtocolException large = refused(small, post + "Content-Length: 6\r\n\r\n");
    assertEquals(413, large.code());
    assertEquals(Why.TOO_LARGE, large.why());
    String chunked = post + "Transfer-Encoding: chunked\r\n\r\n";
    assertEquals(413, refused(small, chunked + "3\r\nabc\r\n3\r\n").code());
    assertEquals(400, refused(small, chunked + "1;a\r\na\r\n1;bc\r\na\r\n").code());
    assertEquals(431, refused(small, chunked + "0\r\nX: " + "a".repeat(20)).code());
  }

  @Test
  void headsUpToTheLimitsPass() throws ProtocolException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 99; i++) {
      lines.append("X-").append(i).append(": ").append("v".repeat(550)).append("\r\n");
    }
    String sent = forwarded(Map.of(), with(lines.toString()));
    assertTrue(sent.contains(lines));
    String path = "/" + "a".repeat(8 * 1024 - "GET / HTTP/1.1\r\n".length());
    assertTrue(forwarded(Map.of(), get(path)).startsWith("GET " + path + " HTTP/1.1\r\n"));
  }

  @Test
  void aBodyOfUnknownLengthIsNotSentToOldServers() {
    try (Bridge bridge = new Bridge(Map.of(), Map.of("chunkedRequests", ChunkedRequests.REJECT))) {
      AssertionError error =
          assertThrows(
              AssertionError.class,
              () ->
                  bridge.caller(
                      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"));
      assertEquals(411, ((ProtocolException) error.getCause()).code());
      assertEquals("", bridge.sent());
    }
  }
}
