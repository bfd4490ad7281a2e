package io.mizzen.it.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.it.http2.Http1Recorder.Request;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import okhttp3.Protocol;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.RecordedRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Heads that two servers could understand differently, through two translations each: either nobody
 * behind the proxy ever sees them, or what arrives says one thing, which stands in the table. After
 * each of them another request goes the same way: a request hidden in the one before would arrive
 * in its place.
 *
 * <pre>
 *   HTTP/1 ─▶ proxy ─HTTP/2─▶ proxy ─HTTP/1─▶ Http1Recorder
 *   HTTP/2 ─▶ proxy ─HTTP/1─▶ proxy ─HTTP/2─▶ MockWebServer
 * </pre>
 *
 * The same heads go through one proxy without translation ({@code straight}): whoever is refused
 * must be refused there too.
 */
@Timeout(120)
class TranslationTest {
  private static final String NOBODY = "";

  /** Fields the proxies add. */
  private static final List<String> OURS =
      List.of("x-forwarded-for", "x-forwarded-proto", "via", "forwarded");

  private static final List<String> FRAMING =
      List.of("host", "content-length", "transfer-encoding", "connection");

  private static Http1Recorder recorder;
  private static MockWebServer mock;
  private static final List<AutoCloseable> OPEN = new ArrayList<>();
  private static int overHttp2;
  private static int overHttp1;
  private static int straight1;
  private static int straight2;

  @BeforeAll
  static void start() throws Exception {
    recorder = new Http1Recorder();
    mock = new MockWebServer();
    mock.setProtocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
    mock.setDispatcher(
        new okhttp3.mockwebserver.Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return new MockResponse();
          }
        });
    mock.start(InetAddress.getLoopbackAddress(), 0);
    overHttp2 = proxy(proxy(recorder.port(), "http1"), "http2");
    overHttp1 = proxy(proxy(mock.getPort(), "http2"), "http1");
    straight1 = proxy(recorder.port(), "http1");
    straight2 = proxy(mock.getPort(), "http2");
  }

  private static int proxy(int upstream, String protocol) throws Exception {
    Http2Proxy proxy = Http2Proxy.before(upstream, protocol);
    OPEN.add(0, proxy);
    return proxy.port();
  }

  @AfterAll
  static void stop() throws Exception {
    for (AutoCloseable proxy : OPEN) {
      proxy.close();
    }
    recorder.close();
    mock.shutdown();
  }

  /**
   * One head.
   *
   * @param status what the caller is told; {@code RST} for a reset
   * @param arrives method, target, host, and further fields, one to a line; nothing if it must not
   */
  private record Row(String name, String head, String status, String arrives) {
    @Override
    public String toString() {
      return name;
    }
  }

  // ---- HTTP/1
  // ------------------------------------------------------------------------------------

  private static Row h1(String name, String head, String status, String arrives) {
    return new Row(name, head.replace("\n", "\r\n"), status, arrives);
  }

  static Stream<Row> http1() {
    String get = "GET /a HTTP/1.1\n";
    String post = "POST /a HTTP/1.1\nHost: h\n";
    return Stream.of(
        h1("plain", get + "Host: h\n\n", "200", "GET /a h"),
        h1("names in upper case", get + "HOST: h\nX-Up: V\n\n", "200", "GET /a h\nx-up: V"),
        h1("blanks around a value", get + "Host: h\nX:  v \t\n\n", "200", "GET /a h\nx: v"),
        h1("an octet above 7f", get + "Host: h\nX: \u00e9\n\n", "200", "GET /a h\nx: \u00e9"),
        h1(
            "two cookies",
            get + "Host: h\nCookie: a=1\nCookie: b=2\n\n",
            "200",
            "GET /a h\ncookie: a=1; b=2"),
        h1("the absolute form", "GET http://h/a HTTP/1.1\nHost: h\n\n", "200", "GET /a h"),
        h1(
            "the absolute form and another Host",
            "GET http://h/a HTTP/1.1\nHost: other\n\n",
            "200",
            "GET /a h"),
        h1(
            "the absolute form of another service",
            "GET http://h HTTP/1.1\nHost: h\n\n",
            "200",
            "GET / h"),
        h1("OPTIONS *", "OPTIONS * HTTP/1.1\nHost: h\n\n", "404", NOBODY),
        h1("GET *", "GET * HTTP/1.1\nHost: h\n\n", "400", NOBODY),
        h1("the authority form of GET", "GET h:80 HTTP/1.1\nHost: h\n\n", "400", NOBODY),
        h1("a target without a slash", "GET a HTTP/1.1\nHost: h\n\n", "400", NOBODY),
        h1("no target", "GET  HTTP/1.1\nHost: h\n\n", "400", NOBODY),
        h1("a blank in the target", "GET /a b HTTP/1.1\nHost: h\n\n", "400", NOBODY),
        h1("a fragment", "GET /a#b HTTP/1.1\nHost: h\n\n", "400", NOBODY),
        h1("NUL in the target", "GET /a\0b HTTP/1.1\nHost: h\n\n", "400", NOBODY),
        h1("no Host", get + "\n", "400", NOBODY),
        h1("an empty Host", get + "Host:\n\n", "400", NOBODY),
        h1("two Hosts", get + "Host: h\nHost: g\n\n", "400", NOBODY),
        h1("twice the same Host", get + "Host: h\nHost: h\n\n", "400", NOBODY),
        h1("a Host with a path", get + "Host: h/b\n\n", "400", NOBODY),
        h1("a Host with a user", get + "Host: u@h\n\n", "400", NOBODY),
        h1("a Host with a blank", get + "Host: h g\n\n", "400", NOBODY),
        h1("a name with a blank", get + "Host: h\nX : v\n\n", "400", NOBODY),
        h1("an empty name", get + "Host: h\n: v\n\n", "400", NOBODY),
        h1("a pseudo-field", get + "Host: h\n:path: /evil\n\n", "400", NOBODY),
        h1("a line that is folded", get + "Host: h\nX: a\n b\n\n", "400", NOBODY),
        h1("NUL in a value", get + "Host: h\nX: a\0b\n\n", "400", NOBODY),
        new Row("CR in a value", "GET /a HTTP/1.1\r\nHost: h\r\nX: a\rb\r\n\r\n", "400", NOBODY),
        h1(
            "a length and a coding",
            post + "Content-Length: 4\nTransfer-Encoding: chunked\n\n0\n\n",
            "400",
            NOBODY),
        h1(
            "a coding that is not the last",
            post + "Transfer-Encoding: chunked, gzip\n\n0\n\n",
            "501",
            NOBODY),
        h1("an unknown coding", post + "Transfer-Encoding: xchunked\n\n0\n\n", "501", NOBODY),
        h1(
            "chunked twice",
            post + "Transfer-Encoding: chunked\nTransfer-Encoding: chunked\n\n0\n\n",
            "400",
            NOBODY),
        h1(
            "a coding in HTTP/1.0",
            "POST /a HTTP/1.0\nHost: h\nTransfer-Encoding: chunked\n\n0\n\n",
            "400",
            NOBODY),
        h1(
            "a coding that is hidden by a tab",
            post + "Transfer-Encoding:\tchunked\n\n2\nab\n0\n\n",
            "200",
            "POST /a h\nbody: ab"),
        h1("two lengths", post + "Content-Length: 2\nContent-Length: 3\n\nabc", "400", NOBODY),
        h1("a list of lengths", post + "Content-Length: 2, 3\n\nabc", "400", NOBODY),
        h1("a length with a sign", post + "Content-Length: +2\n\nab", "400", NOBODY),
        h1("a length in base 16", post + "Content-Length: 0x2\n\nab", "400", NOBODY),
        h1("a negative length", post + "Content-Length: -1\n\n", "400", NOBODY),
        h1("a body with a length", post + "Content-Length: 2\n\nab", "200", "POST /a h\nbody: ab"),
        h1("a body of GET", get + "Host: h\nContent-Length: 2\n\nab", "200", "GET /a h\nbody: ab"),
        h1(
            "a size of a chunk that is none",
            post + "Transfer-Encoding: chunked\n\n0x2\nab\n0\n\n",
            "400",
            NOBODY),
        h1(
            "fields for this connection",
            get
                + "Host: h\nConnection: close, X-Hop\nX-Hop: 1\nKeep-Alive: 9\n"
                + "Proxy-Connection: close\nX-End: 2\n\n",
            "200",
            "GET /a h\nx-end: 2"),
        h1(
            "TE with codings",
            get + "Host: h\nConnection: TE\nTE: gzip, trailers\n\n",
            "200",
            "GET /a h\nte: trailers"),
        h1(
            "an upgrade that nobody offers",
            get
                + "Host: h\nConnection: Upgrade, HTTP2-Settings\nUpgrade: h2c\n"
                + "HTTP2-Settings: AAQAAAAK\n\n",
            "200",
            "GET /a h"));
  }

  @ParameterizedTest
  @MethodSource("http1")
  void http1ThroughHttp2(Row row) throws Exception {
    assertSame(row, overHttp2, "h1");
  }

  @ParameterizedTest
  @MethodSource("http1")
  void http1Straight(Row row) throws Exception {
    assertSame(row, straight1, "h1");
  }

  private static String askHttp1(int port, String head) throws IOException {
    try (Socket caller = new Socket(InetAddress.getLoopbackAddress(), port)) {
      caller.setSoTimeout(60_000);
      caller.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      String line =
          new BufferedReader(
                  new InputStreamReader(caller.getInputStream(), StandardCharsets.ISO_8859_1))
              .readLine();
      return line == null ? "nothing" : line.split(" ", 3)[1];
    }
  }

  // ---- HTTP/2
  // ------------------------------------------------------------------------------------

  private static final String GET = ":method: GET|:scheme: http|:path: /a|:authority: h";
  private static final String POST = ":method: POST|:scheme: http|:path: /a|:authority: h";

  private static Row h2(String name, String head, String status, String arrives) {
    return new Row(name, head, status, arrives);
  }

  static Stream<Row> http2() {
    String noPath = ":method: GET|:scheme: http|:authority: h";
    String noHost = ":method: GET|:scheme: http|:path: /a";
    return Stream.of(
        h2("plain", GET + "|x: v", "200", "GET /a h\nx: v"),
        h2("an empty value", GET + "|x: ", "200", "GET /a h\nx: "),
        h2("crumbs", GET + "|cookie: a=1|cookie: b=2", "200", "GET /a h\ncookie: a=1; b=2"),
        h2("te: trailers", GET + "|te: trailers", "200", "GET /a h\nte: trailers"),
        h2("Host alone", noHost + "|host: h", "200", "GET /a h"),
        h2("Host in other letters", GET + "|host: H", "200", "GET /a h"),
        h2("OPTIONS *", ":method: OPTIONS|:scheme: http|:path: *|:authority: h", "404", NOBODY),
        h2("another Host", GET + "|host: g", "RST", NOBODY),
        h2("two Hosts", GET + "|host: h|host: h", "RST", NOBODY),
        h2("no authority", noHost, "400", NOBODY),
        h2("an authority with a user", noHost + "|:authority: u@h", "RST", NOBODY),
        h2("an authority with a path", noHost + "|:authority: h/b", "RST", NOBODY),
        h2("a line in the authority", noHost + "|:authority: h\r\nX: y", "RST", NOBODY),
        h2("two authorities", GET + "|:authority: g", "RST", NOBODY),
        h2("no path", noPath, "RST", NOBODY),
        h2("an empty path", noPath + "|:path: ", "RST", NOBODY),
        h2("the absolute form", noPath + "|:path: http://g/a", "RST", NOBODY),
        h2("a path without a slash", noPath + "|:path: a", "RST", NOBODY),
        h2("GET *", noPath + "|:path: *", "RST", NOBODY),
        h2("a blank in the path", noPath + "|:path: /a b", "RST", NOBODY),
        h2(
            "a request in the path",
            noPath + "|:path: / HTTP/1.1\r\nHost: g\r\n\r\nGET /b",
            "RST",
            NOBODY),
        h2("a fragment", noPath + "|:path: /a#b", "400", NOBODY),
        h2("two paths", GET + "|:path: /b", "RST", NOBODY),
        h2("no method", ":scheme: http|:path: /a|:authority: h", "RST", NOBODY),
        h2(
            "a blank in the method",
            ":method: GET /b HTTP/1.1|:scheme: http|:path: /a|:authority: h",
            "RST",
            NOBODY),
        h2("no scheme", ":method: GET|:path: /a|:authority: h", "RST", NOBODY),
        h2("an unknown pseudo-field", GET + "|:x: y", "RST", NOBODY),
        h2("a protocol that was not offered", GET + "|:protocol: websocket", "RST", NOBODY),
        h2("a pseudo-field behind others", noPath + "|x: v|:path: /a", "RST", NOBODY),
        h2("a name in upper case", GET + "|X: v", "RST", NOBODY),
        h2("a name with a blank", GET + "|x y: v", "RST", NOBODY),
        h2("a name with a colon", GET + "|x:y: v", "RST", NOBODY),
        h2("a line in a name", GET + "|x: a\r\ny: b", "RST", NOBODY),
        h2("NUL in a value", GET + "|x: a\0b", "RST", NOBODY),
        h2("CR in a value", GET + "|x: a\rb", "RST", NOBODY),
        h2("LF in a value", GET + "|x: a\nb", "RST", NOBODY),
        h2("a blank before a value", GET + "|x:  v", "RST", NOBODY),
        h2("a blank behind a value", GET + "|x: v ", "RST", NOBODY),
        h2("connection", GET + "|connection: close", "RST", NOBODY),
        h2("keep-alive", GET + "|keep-alive: 9", "RST", NOBODY),
        h2("proxy-connection", GET + "|proxy-connection: close", "RST", NOBODY),
        h2("upgrade", GET + "|upgrade: h2c", "RST", NOBODY),
        h2("transfer-encoding", POST + "|transfer-encoding: chunked", "RST", NOBODY),
        h2("te with a coding", GET + "|te: gzip", "RST", NOBODY),
        h2("a length and no body", POST + "|content-length: 2", "RST", NOBODY),
        h2("two lengths", POST + "|content-length: 0|content-length: 2", "RST", NOBODY),
        h2("a list of lengths", POST + "|content-length: 0, 0", "RST", NOBODY),
        h2("a length with a sign", POST + "|content-length: +0", "RST", NOBODY),
        h2("a length of nothing", POST + "|content-length: 0", "200", "POST /a h"));
  }

  @ParameterizedTest
  @MethodSource("http2")
  void http2ThroughHttp1(Row row) throws Exception {
    assertSame(row, overHttp1, "h2");
  }

  @ParameterizedTest
  @MethodSource("http2")
  void http2Straight(Row row) throws Exception {
    assertSame(row, straight2, "h2");
  }

  private static String askHttp2(int port, String head) throws Exception {
    try (RawHttp2 caller = new RawHttp2(port)) {
      caller.send(RawHttp2.head(1, RawHttp2.END_STREAM, List.of(head.split("\\|"))));
      return caller.fate(1);
    }
  }

  // ---- what arrives
  // ------------------------------------------------------------------------------

  private static void assertSame(Row row, int port, String version) throws Exception {
    boolean first = version.equals("h1");
    String status = first ? askHttp1(port, row.head) : askHttp2(port, row.head);
    assertTrue(status.startsWith(row.status), row.head + " was answered with " + status);
    String next =
        first
            ? askHttp1(port, "GET /next HTTP/1.1\r\nHost: next\r\n\r\n")
            : askHttp2(port, ":method: GET|:scheme: http|:path: /next|:authority: next");
    assertEquals("200", next);
    List<String> expected = new ArrayList<>();
    if (!row.arrives.isEmpty()) {
      expected.add(row.arrives);
    }
    expected.add("GET /next next");
    assertEquals(expected, first ? recorded() : mocked());
  }

  private static List<String> recorded() {
    List<String> seen = new ArrayList<>();
    for (Request request : recorder.take()) {
      String[] line = request.line().split(" ", 3);
      seen.add(
          text(line[0] + " " + line[1], request.all("host"), request.fields(), request.body()));
    }
    return seen;
  }

  private static List<String> mocked() throws InterruptedException {
    List<String> seen = new ArrayList<>();
    RecordedRequest request;
    while ((request = mock.takeRequest(0, java.util.concurrent.TimeUnit.SECONDS)) != null) {
      List<String> fields = new ArrayList<>();
      request.getHeaders().forEach(pair -> fields.add(pair.getFirst() + ": " + pair.getSecond()));
      fields.removeIf(field -> field.startsWith(":"));
      seen.add(
          text(
              request.getMethod() + " " + request.getPath(),
              request.getHeaders().values(":authority"),
              fields,
              request.getBody().readUtf8()));
    }
    return seen;
  }

  /**
   * What a request says, without its framing and without what the proxies add: blanks around values
   * and crumbs of cookies mean nothing.
   */
  private static String text(String line, List<String> hosts, List<String> fields, String body) {
    StringBuilder text = new StringBuilder(line + " " + String.join("+", hosts));
    List<String> cookies = new ArrayList<>();
    for (String field : fields) {
      int colon = field.indexOf(':');
      String name = field.substring(0, colon).toLowerCase(Locale.ROOT);
      String value = field.substring(colon + 1).strip();
      if (name.equals("cookie")) {
        cookies.add(value);
      } else if (!FRAMING.contains(name) && !OURS.contains(name)) {
        text.append('\n').append(name).append(": ").append(value);
      }
    }
    if (!cookies.isEmpty()) {
      text.append("\ncookie: ").append(String.join("; ", cookies));
    }
    return text + (body.isEmpty() ? "" : "\nbody: " + body);
  }
}
