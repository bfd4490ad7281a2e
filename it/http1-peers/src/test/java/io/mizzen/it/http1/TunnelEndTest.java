package io.mizzen.it.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Upgraded connections whose directions end one after the other. */
class TunnelEndTest {
  private static final String UPGRADE =
      "GET /raw HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
  private static final String AGREED =
      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";

  /** More than the system keeps for a reader that is late. */
  private static final String MUCH = "0123456789abcdef".repeat(1 << 16);

  /** What an upstream does once the tunnel is agreed on; its result is what it heard. */
  private interface Tunnel {
    String run(Socket socket) throws IOException;
  }

  private static CompletableFuture<String> serve(ServerSocket server, Tunnel tunnel) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (Socket socket = server.accept()) {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
              head.append((char) socket.getInputStream().read());
            }
            say(socket, AGREED);
            return tunnel.run(socket);
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String hearAll(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "epoll"})
  void theCallerEndsFirstAndStillHears(String transport) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        HttpProxy proxy = HttpProxy.before(server.getLocalPort(), transport);
        RawSocket caller = new RawSocket(proxy.port())) {
      CompletableFuture<String> heard =
          serve(
              server,
              socket -> {
                String all = hearAll(socket);
                say(socket, MUCH);
                return all;
              });
      caller.say(UPGRADE);
      assertTrue(caller.hearUntil("\r\n\r\n").startsWith("HTTP/1.1 101 "));
      caller.say(MUCH);
      caller.sayNoMore();
      assertEquals(MUCH, heard.join());
      assertEquals(MUCH, caller.hearAll());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "epoll"})
  void theUpstreamEndsFirstAndStillHears(String transport) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        HttpProxy proxy = HttpProxy.before(server.getLocalPort(), transport);
        RawSocket caller = new RawSocket(proxy.port())) {
      CompletableFuture<String> heard =
          serve(
              server,
              socket -> {
                say(socket, MUCH);
                socket.shutdownOutput();
                return hearAll(socket);
              });
      caller.say(UPGRADE);
      assertTrue(caller.hearUntil("\r\n\r\n").startsWith("HTTP/1.1 101 "));
      assertEquals(MUCH, caller.hearAll());
      caller.say(MUCH);
      caller.sayNoMore();
      assertEquals(MUCH, heard.join());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "epoll"})
  void whatACallerSaidAheadIsDeliveredAndSoIsItsEnd(String transport) throws Exception {
    for (String ahead : new String[] {"early", ""}) {
      try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
          HttpProxy proxy = HttpProxy.before(server.getLocalPort(), transport);
          RawSocket caller = new RawSocket(proxy.port())) {
        caller.say(UPGRADE + ahead);
        caller.sayNoMore();
        CompletableFuture<String> heard =
            serve(
                server,
                socket -> {
                  String all = hearAll(socket);
                  say(socket, "late");
                  return all;
                });
        assertEquals(ahead, heard.join());
        assertTrue(caller.hearAll().endsWith("\r\n\r\nlate"));
      }
    }
  }
}
