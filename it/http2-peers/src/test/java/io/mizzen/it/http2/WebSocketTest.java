package io.mizzen.it.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import org.junit.jupiter.api.Test;

/**
 * A WebSocket whose ends speak HTTP/1 and whose middle is HTTP/2 (RFC 8441).
 *
 * <pre>
 *   OkHttp ─HTTP/1─▶ proxy ─HTTP/2─▶ proxy ─HTTP/1─▶ MockWebServer
 * </pre>
 */
class WebSocketTest {
  /** Answers each text with the same text. */
  private static final class Echo extends WebSocketListener {
    @Override
    public void onMessage(WebSocket socket, String text) {
      socket.send("echo " + text);
    }

    @Override
    public void onClosing(WebSocket socket, int code, String reason) {
      socket.close(code, reason);
    }
  }

  @Test
  void goesThroughBothBridges() throws Exception {
    try (MockWebServer server = new MockWebServer()) {
      server.enqueue(new MockResponse().withWebSocketUpgrade(new Echo()));
      server.start(InetAddress.getLoopbackAddress(), 0);
      try (Http2Proxy second =
              Http2Proxy.before(
                  server.getPort(), "http1", "{type: http2, config: {tunnels: [websocket]}}");
          Http2Proxy first =
              Http2Proxy.before(
                  second.port(), "{type: http2, config: {extendedConnect: allow}}", "http2")) {
        talk(first.port());
      }
    }
  }

  private static void talk(int port) throws Exception {
    OkHttpClient client = new OkHttpClient();
    LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
    CompletableFuture<Integer> closed = new CompletableFuture<>();
    WebSocket socket =
        client.newWebSocket(
            new Request.Builder().url("http://127.0.0.1:" + port + "/chat").build(),
            new WebSocketListener() {
              @Override
              public void onMessage(WebSocket from, String text) {
                heard.add(text);
              }

              @Override
              public void onClosed(WebSocket from, int code, String reason) {
                closed.complete(code);
              }

              @Override
              public void onFailure(WebSocket from, Throwable failure, Response response) {
                closed.completeExceptionally(failure);
              }
            });
    for (int i = 0; i < 100; i++) {
      socket.send("x".repeat(i * 100));
    }
    for (int i = 0; i < 100; i++) {
      assertEquals("echo " + "x".repeat(i * 100), heard.poll(30, TimeUnit.SECONDS));
    }
    socket.close(1000, "enough");
    assertEquals(1000, closed.get(30, TimeUnit.SECONDS));
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }
}
