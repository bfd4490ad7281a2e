package io.mizzen.it.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an upstream may ask of the proxy's connections to it: few streams, and to go away. */
@Timeout(120)
class UpstreamRulesTest {
  private static final List<String> POST =
      List.of(":method: POST", ":scheme: http", ":path: /a", ":authority: h");
  private static final int REFUSED_STREAM = 7;

  /** A request that waits for its answer. */
  private record Asked(Upstream upstream, Socket socket, int connection, int stream) {
    void answer() throws IOException {
      upstream.write(socket, RawHttp2.frame(RawHttp2.HEADERS, 5, stream, new byte[] {(byte) 0x88}));
      upstream.open.remove(connection + "/" + stream);
    }

    /** Takes no stream above the given one. */
    void goAway(int last) throws IOException {
      byte[] payload = ByteBuffer.allocate(8).putInt(last).putInt(0).array();
      upstream.write(socket, RawHttp2.frame(RawHttp2.GOAWAY, 0, 0, payload));
    }
  }

  /** A server that says its limit of streams first and refuses what is above it. */
  private static final class Upstream implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final LinkedBlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
    private final Set<String> open = java.util.concurrent.ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final int limit;

    Upstream(int limit) throws IOException {
      this.limit = limit;
      start(this::accept);
    }

    private static void start(Runnable work) {
      Thread thread = new Thread(work, "upstream");
      thread.setDaemon(true);
      thread.start();
    }

    private void accept() {
      while (!server.isClosed()) {
        try {
          Socket socket = server.accept();
          sockets.add(socket);
          int number = connections.incrementAndGet();
          start(() -> serve(socket, number));
        } catch (IOException closed) {
          return;
        }
      }
    }

    private void serve(Socket socket, int number) {
      try (socket) {
        write(socket, HexFormat.of().parseHex("000006" + "04" + "00" + "00000000" + "0003"));
        write(socket, ByteBuffer.allocate(4).putInt(limit).array());
        DataInputStream in = new DataInputStream(socket.getInputStream());
        in.readNBytes(24);
        for (int first = in.read(); first >= 0; first = in.read()) {
          int length = first << 16 | in.readUnsignedShort();
          int type = in.readUnsignedByte();
          in.readUnsignedByte();
          int stream = in.readInt();
          in.readNBytes(length);
          if (type == RawHttp2.HEADERS) {
            take(new Asked(this, socket, number, stream));
          }
        }
      } catch (IOException gone) {
        sockets.remove(socket);
      }
    }

    private void take(Asked one) throws IOException {
      String prefix = one.connection + "/";
      if (open.stream().filter(each -> each.startsWith(prefix)).count() >= limit) {
        write(one.socket, RawHttp2.reset(one.stream, REFUSED_STREAM));
        return;
      }
      open.add(prefix + one.stream);
      asked.add(one);
    }

    private synchronized void write(Socket socket, byte[] bytes) throws IOException {
      OutputStream out = socket.getOutputStream();
      out.write(bytes);
    }

    Asked next() throws InterruptedException {
      Asked next = asked.poll(60, TimeUnit.SECONDS);
      assertTrue(next != null, "nobody asked");
      return next;
    }

    @Override
    public void close() throws IOException {
      server.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  private static byte[] post(int stream) {
    return RawHttp2.head(stream, RawHttp2.END_STREAM, POST);
  }

  private static Asked warmedUp(Upstream upstream, RawHttp2 caller) throws Exception {
    caller.send(post(1));
    Asked first = upstream.next();
    first.answer();
    assertEquals("200", caller.fate(1));
    return first;
  }

  /**
   * A new connection may carry more than that until its upstream has spoken; what is refused for it
   * goes elsewhere, POST too.
   */
  @Test
  void anUpstreamOfOneStreamAConnectionGetsAConnectionForEach() throws Exception {
    try (Upstream upstream = new Upstream(1);
        Http2Proxy proxy = Http2Proxy.before(upstream.server.getLocalPort(), "http2");
        RawHttp2 caller = new RawHttp2(proxy.port())) {
      warmedUp(upstream, caller);
      caller.send(post(3), post(5), post(7));
      List<Asked> open = new ArrayList<>();
      Set<Integer> connections = new HashSet<>();
      for (int i = 0; i < 3; i++) {
        Asked one = upstream.next();
        open.add(one);
        connections.add(one.connection);
      }
      assertEquals(3, connections.size(), "each of them open, and alone on its connection");
      for (Asked one : open) {
        one.answer();
      }
      caller.await(3, 5, 7);
    }
  }

  @Test
  void whatComesBehindTheLastStreamOfAGoawayIsAskedAnewAndTheRestFinishes() throws Exception {
    try (Upstream upstream = new Upstream(100);
        Http2Proxy proxy = Http2Proxy.before(upstream.server.getLocalPort(), "http2");
        RawHttp2 caller = new RawHttp2(proxy.port())) {
      warmedUp(upstream, caller);
      caller.send(post(3), post(5));
      Asked first = upstream.next();
      Asked second = upstream.next();
      assertEquals(first.connection, second.connection);
      first.goAway(first.stream);
      Asked again = upstream.next();
      assertNotEquals(first.connection, again.connection);
      first.answer();
      again.answer();
      caller.await(3, 5);
      // Nothing new goes to the one that goes away.
      caller.send(post(7));
      Asked next = upstream.next();
      assertEquals(again.connection, next.connection);
      next.answer();
      caller.await(7);
    }
  }
}
