package io.mizzen.it.http1;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The JDK's client and server, and callers that speak for themselves. */
class Http1ThroughProxyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final byte[] LARGE = new byte[3 << 20];

  private static HttpServer upstream;
  private static HttpProxy proxy;
  private static HttpClient client;

  @BeforeAll
  static void start() throws Exception {
    new Random(1).nextBytes(LARGE);
    upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    upstream.setExecutor(
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "upstream");
              thread.setDaemon(true);
              return thread;
            }));
    upstream.createContext("/", Http1ThroughProxyTest::serve);
    upstream.start();
    proxy = HttpProxy.before(upstream.getAddress().getPort());
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
  }

  @AfterAll
  static void stop() {
    proxy.close();
    upstream.stop(0);
  }

  /** Echoes a body; says what it was asked; chunks what comes without a length. */
  private static void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().add("x-method", exchange.getRequestMethod());
      exchange.getResponseHeaders().add("x-target", exchange.getRequestURI().toString());
      exchange
          .getResponseHeaders()
          .add("x-for", exchange.getRequestHeaders().getFirst("X-Forwarded-For"));
      boolean chunked = exchange.getRequestURI().getPath().equals("/chunked");
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(
          200, head ? -1 : chunked ? 0 : body.length == 0 ? -1 : body.length);
      if (!head && (chunked || body.length > 0)) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + proxy.port() + path))
        .timeout(PATIENCE);
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
  }

  @Test
  void manyRequestsOverFewConnections() throws Exception {
    for (int i = 0; i < 200; i++) {
      HttpResponse<byte[]> answer =
          client.send(request("/n?i=" + i).build(), BodyHandlers.ofByteArray());
      assertEquals(200, answer.statusCode());
      assertEquals("/n?i=" + i, answer.headers().firstValue("x-target").orElseThrow());
      assertEquals("127.0.0.1", answer.headers().firstValue("x-for").orElseThrow());
    }
  }

  @Test
  void bodiesOfKnownLengthComeBack() throws Exception {
    HttpResponse<byte[]> answer =
        client.send(
            request("/echo").POST(BodyPublishers.ofByteArray(LARGE)).build(),
            BodyHandlers.ofByteArray());
    assertArrayEquals(LARGE, answer.body());
  }

  @Test
  void chunkedBodiesComeBackBothWays() throws Exception {
    HttpResponse<byte[]> answer =
        client.send(
            request("/chunked")
                .PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(LARGE)))
                .build(),
            BodyHandlers.ofByteArray());
    assertArrayEquals(LARGE, answer.body());
  }

  @Test
  void aCallerMayWaitForContinue() throws Exception {
    HttpResponse<String> answer =
        client.send(
            request("/echo")
                .expectContinue(true)
                .POST(BodyPublishers.ofString("after 100"))
                .build(),
            BodyHandlers.ofString());
    assertEquals("after 100", answer.body());
  }

  @Test
  void headHasNoBody() throws Exception {
    HttpResponse<String> answer =
        client.send(
            request("/").method("HEAD", BodyPublishers.noBody()).build(), BodyHandlers.ofString());
    assertEquals(200, answer.statusCode());
    assertEquals("HEAD", answer.headers().firstValue("x-method").orElseThrow());
    assertEquals("", answer.body());
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() throws IOException {
    try (RawSocket caller = new RawSocket(proxy.port())) {
      caller.say(
          get("/1") + get("/2") + get("/3").replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
      String heard = caller.hearAll();
      int first = heard.indexOf("/1\r\n");
      int second = heard.indexOf("/2\r\n");
      int third = heard.indexOf("/3\r\n");
      assertTrue(0 < first && first < second && second < third, heard);
    }
  }

  @Test
  void aHalfClosedCallerIsAnswered() throws IOException {
    try (RawSocket caller = new RawSocket(proxy.port())) {
      caller.say(get("/1"));
      caller.sayNoMore();
      assertTrue(caller.hearAll().startsWith("HTTP/1.1 200 "));
    }
  }

  @Test
  void aBrokenRequestGetsItsAnswerAndTheEnd() throws IOException {
    try (RawSocket caller = new RawSocket(proxy.port())) {
      caller.say(
          "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n"
              + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nX");
      String heard = caller.hearAll();
      assertTrue(heard.startsWith("HTTP/1.1 400 Bad Request\r\n"), heard);
      assertTrue(heard.endsWith("\r\n\r\n400 Bad Request\n"), heard);
    }
  }

  @Test
  void aCallerOfHttp10IsAnsweredUntilClose() throws IOException {
    try (RawSocket caller = new RawSocket(proxy.port())) {
      caller.say("POST /chunked HTTP/1.0\r\nContent-Length: 5\r\n\r\nhello");
      String heard = caller.hearAll();
      assertTrue(heard.startsWith("HTTP/1.1 200 "), heard);
      assertTrue(heard.endsWith("\r\n\r\nhello"), heard);
    }
  }

  @Test
  void aWebSocketTalksThroughTheProxy() throws Exception {
    try (WebSocketEcho echo = new WebSocketEcho();
        HttpProxy own = HttpProxy.before(echo.port())) {
      CompletableFuture<String> text = new CompletableFuture<>();
      CompletableFuture<Integer> bytes = new CompletableFuture<>();
      CompletableFuture<Integer> closed = new CompletableFuture<>();
      WebSocket.Listener listener =
          new WebSocket.Listener() {
            private int seen;

            @Override
            public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
              text.complete(data.toString());
              return WebSocket.Listener.super.onText(socket, data, last);
            }

            @Override
            public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
              seen += data.remaining();
              if (last) {
                bytes.complete(seen);
              }
              return WebSocket.Listener.super.onBinary(socket, data, last);
            }

            @Override
            public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
              closed.complete(code);
              return null;
            }
          };
      WebSocket socket =
          client
              .newWebSocketBuilder()
              .buildAsync(URI.create("ws://127.0.0.1:" + own.port() + "/chat"), listener)
              .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      socket.sendText("hello", true).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertEquals("hello", text.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
      socket
          .sendBinary(ByteBuffer.wrap(LARGE, 0, 200_000), true)
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertEquals(200_000, bytes.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
      socket.sendClose(WebSocket.NORMAL_CLOSURE, "done");
      assertEquals(1000, closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }
  }
}
