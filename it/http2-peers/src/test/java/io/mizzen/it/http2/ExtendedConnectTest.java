package io.mizzen.it.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A WebSocket over a connection that is made for it: the upstream is asked only after it has said
 * that it can be (RFC 8441 section 3). The upstream is written by hand, since the order of frames
 * is what matters.
 */
@Timeout(60)
class ExtendedConnectTest {
  private static final int PREFACE = 24;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int ACK = 1;

  /** SETTINGS with ENABLE_CONNECT_PROTOCOL = 1. */
  private static final byte[] TAKES_TUNNELS =
      HexFormat.of().parseHex("000006" + "04" + "00" + "00000000" + "0008" + "00000001");

  private static final byte[] TAKES_NONE =
      HexFormat.of().parseHex("000000" + "04" + "00" + "00000000");

  /** :status 200 on stream 1, which goes on. */
  private static final byte[] OPENED =
      HexFormat.of().parseHex("000001" + "01" + "04" + "00000001" + "88");

  /** Frames up to the first HEADERS, or up to the end of the connection, as types. */
  private static List<Integer> answer(ServerSocket server, byte[] settings) throws IOException {
    List<Integer> types = new ArrayList<>();
    try (Socket socket = server.accept()) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      in.readNBytes(PREFACE);
      int type = frame(in, types);
      assertEquals(SETTINGS, type);
      out.write(settings);
      while (type >= 0 && type != HEADERS && types.size() < 10) {
        type = frame(in, types);
      }
      if (type == HEADERS) {
        out.write(OPENED);
        in.readNBytes(1);
      }
      return types;
    }
  }

  private static int frame(DataInputStream in, List<Integer> types) throws IOException {
    int first = in.read();
    if (first < 0) {
      return -1;
    }
    int length = first << 16 | in.readUnsignedShort();
    int type = in.readUnsignedByte();
    int flags = in.readUnsignedByte();
    in.readInt();
    in.readNBytes(length);
    boolean ack = type == SETTINGS && flags == ACK;
    types.add(ack ? -SETTINGS : type);
    return type;
  }

  private static String statusOfUpgrade(int port) throws IOException {
    try (Socket caller = new Socket(InetAddress.getLoopbackAddress(), port)) {
      caller
          .getOutputStream()
          .write(
              ("GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                      + "Sec-WebSocket-Version: 13\r\n"
                      + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(caller.getInputStream(), StandardCharsets.US_ASCII))
          .readLine();
    }
  }

  private static Http2Proxy proxy(int... upstreams) throws Exception {
    return Http2Proxy.before(
        "http2", "protocol: {type: http2, config: {extendedConnect: allow}}", "", upstreams);
  }

  /** Each waits for a caller: the common pool has one thread on a machine with two processors. */
  private static void inAThreadOfItsOwn(Runnable task) {
    Thread thread = new Thread(task, "upstream");
    thread.setDaemon(true);
    thread.start();
  }

  private static CompletableFuture<List<Integer>> serve(ServerSocket server, byte[] settings) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return answer(server, settings);
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        },
        ExtendedConnectTest::inAThreadOfItsOwn);
  }

  @Test
  void theQuestionComesBehindTheUpstreamsSettings() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<List<Integer>> frames = serve(server, TAKES_TUNNELS);
      try (Http2Proxy proxy = proxy(server.getLocalPort())) {
        assertEquals("HTTP/1.1 101 Switching Protocols", statusOfUpgrade(proxy.port()));
        List<Integer> order = frames.get(30, TimeUnit.SECONDS);
        int acknowledged = order.indexOf(-SETTINGS);
        assertTrue(acknowledged >= 0 && acknowledged < order.indexOf(HEADERS), "frames " + order);
      }
    }
  }

  @Test
  void anUpstreamThatTakesNoneIsNeverAsked() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<List<Integer>> frames = serve(server, TAKES_NONE);
      try (Http2Proxy proxy = proxy(server.getLocalPort())) {
        String status = statusOfUpgrade(proxy.port());
        assertTrue(status.startsWith("HTTP/1.1 502 "), status);
      }
      assertTrue(!frames.get(30, TimeUnit.SECONDS).contains(HEADERS));
    }
  }

  /** It did nothing for the request, so that another one can be asked. */
  @Test
  void anotherEndpointIsTried() throws Exception {
    try (ServerSocket none = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket some = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<List<Integer>> first = serve(none, TAKES_NONE);
      CompletableFuture<List<Integer>> second = serve(some, TAKES_TUNNELS);
      try (Http2Proxy proxy = proxy(none.getLocalPort(), some.getLocalPort())) {
        assertEquals("HTTP/1.1 101 Switching Protocols", statusOfUpgrade(proxy.port()));
        assertTrue(second.get(30, TimeUnit.SECONDS).contains(HEADERS));
      }
      none.close();
      first.handle((frames, nobodyCame) -> frames).get(30, TimeUnit.SECONDS);
    }
  }
}
