package io.mizzen.it.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JDK's WebSocket client talks on while one kernel after the other takes over. */
class WebSocketMoveTest {
  private static final int HAND_OVERS = 4;
  private static final int SECONDS = 30;

  /** Each so large that some are cut anywhere when their connection moves. */
  private static final int LENGTH = 30_000;

  @TempDir Path folder;

  /** Puts fragments together. */
  private static final class Heard implements WebSocket.Listener {
    private final LinkedBlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        texts.add(text.toString());
        text.setLength(0);
      }
      return WebSocket.Listener.super.onText(socket, data, last);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed.complete(code);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
      closed.completeExceptionally(failure);
    }
  }

  private static String text(int number) {
    return number + " " + String.valueOf((char) ('a' + number % 26)).repeat(LENGTH);
  }

  @Test
  void aWebSocketTalksOnWhileProcessesChange() throws Exception {
    assumeTrue(Epoll.isAvailable(), "sockets pass through epoll only");
    List<HttpProxy> proxies = new ArrayList<>();
    try (WebSocketEcho echo = new WebSocketEcho()) {
      proxies.add(HttpProxy.succeeding(folder, echo.port(), HttpProxy.Start.FIRST));
      Heard heard = new Heard();
      WebSocket socket =
          HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .buildAsync(URI.create("ws://127.0.0.1:" + proxies.get(0).port() + "/chat"), heard)
              .get(SECONDS, TimeUnit.SECONDS);
      int asked = 0;
      int answered = 0;
      for (int i = 0; i < HAND_OVERS; i++) {
        CompletableFuture<HttpProxy> next =
            CompletableFuture.supplyAsync(
                () -> HttpProxy.succeeding(folder, echo.port(), HttpProxy.Start.SUCCESSOR));
        // All the time, and some before and behind it.
        for (int least = asked + 20; asked < least || !next.isDone(); asked++) {
          socket.sendText(text(asked), true).get(SECONDS, TimeUnit.SECONDS);
          if (asked - answered > 5) {
            assertEquals(text(answered++), heard.texts.poll(SECONDS, TimeUnit.SECONDS));
          }
        }
        HttpProxy before = proxies.get(proxies.size() - 1);
        proxies.add(next.get());
        assertEquals(0, before.await(), "nothing is left there");
      }
      while (answered < asked) {
        assertEquals(text(answered++), heard.texts.poll(SECONDS, TimeUnit.SECONDS));
      }
      socket.sendClose(WebSocket.NORMAL_CLOSURE, "done");
      assertEquals(1000, heard.closed.get(SECONDS, TimeUnit.SECONDS));
      assertEquals(List.of(), List.copyOf(heard.texts), "nothing came twice");
    } finally {
      proxies.forEach(HttpProxy::close);
    }
  }
}
