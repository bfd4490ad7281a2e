package io.mizzen.kernel.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.kernel.fake.FakeClient;
import io.mizzen.kernel.fake.FakeProtocol;
import io.mizzen.kernel.fake.FakeUpstream;
import io.mizzen.kernel.fake.Frame;
import io.mizzen.kernel.fake.Mesh;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Raw bytes, and which chain and protocol a connection gets. */
class TcpProxyTest {
  private final FakeUpstream upstream = new FakeUpstream();
  private Mesh mesh;

  @BeforeEach
  void mesh(@TempDir Path folder) {
    mesh = new Mesh(folder);
  }

  @AfterEach
  void end() {
    upstream.close();
    mesh.close();
  }

  private static String raw(String transport, String endpoints, String more) {
    return String.format(
        Locale.ROOT,
        """
        version: 1
        runtime: {workers: 1, transport: %s}
        listeners:
          - name: in
            bind: 127.0.0.1:0
            filterChains: [{tcpProxy: {cluster: up%s}}]
        clusters: [{name: up, loadBalancer: inOrder, endpoints: [%s]}]
        """,
        transport,
        more,
        endpoints);
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), mesh.port("in"));
    socket.setSoTimeout(15_000);
    return socket;
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "epoll", "ioUring"})
  void halfClosePassesThrough(String transport) throws Exception {
    Mesh.assumeUsable(transport);
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      CompletableFuture<String> heard =
          CompletableFuture.supplyAsync(
              () -> {
                try (Socket call = server.accept()) {
                  String all = new String(call.getInputStream().readAllBytes(), UTF_8);
                  call.getOutputStream().write(("heard " + all).getBytes(UTF_8));
                  return all;
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      mesh.start(raw(transport, "'127.0.0.1:" + server.getLocalPort() + "'", ""));
      try (Socket client = connect()) {
        client.getOutputStream().write("hello".getBytes(UTF_8));
        client.shutdownOutput();
        assertEquals("heard hello", new String(client.getInputStream().readAllBytes(), UTF_8));
      }
      assertEquals("hello", heard.join());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "epoll"})
  void theUpstreamMayEndFirstAndStillListens(String transport) throws Exception {
    byte[] much = new byte[1 << 20];
    java.util.Arrays.fill(much, (byte) 'x');
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      CompletableFuture<byte[]> heard =
          CompletableFuture.supplyAsync(
              () -> {
                try (Socket call = server.accept()) {
                  call.getOutputStream().write(much);
                  call.shutdownOutput();
                  return call.getInputStream().readAllBytes();
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      mesh.start(raw(transport, "'127.0.0.1:" + server.getLocalPort() + "'", ""));
      try (Socket client = connect()) {
        assertArrayEquals(much, client.getInputStream().readAllBytes());
        client.getOutputStream().write(much);
        client.shutdownOutput();
        assertArrayEquals(much, heard.join());
      }
    }
  }

  @Test
  void aHalfClosedPairIsClosedInSilence() throws IOException {
    try (ServerSocket quiet = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      mesh.start(raw("nio", "'127.0.0.1:" + quiet.getLocalPort() + "'", ", idleTimeout: 400ms"));
      try (Socket client = connect()) {
        client.shutdownOutput();
        assertEquals(-1, client.getInputStream().read());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "epoll"})
  void aResetPassesThroughAsAReset(String transport) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      mesh.start(raw(transport, "'127.0.0.1:" + server.getLocalPort() + "'", ""));
      try (Socket client = connect();
          Socket call = server.accept()) {
        call.getOutputStream().write('x');
        assertEquals('x', client.getInputStream().read());
        call.setSoLinger(true, 0);
        call.close();
        assertThrows(java.net.SocketException.class, () -> client.getInputStream().readAllBytes());
      }
    }
  }

  @Test
  void aPairThatIsOpenAtTheEndOfADrainIsResetAndCounted() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      mesh.start(raw("nio", "'127.0.0.1:" + server.getLocalPort() + "'", ""));
      try (Socket client = connect();
          Socket call = server.accept()) {
        call.getOutputStream().write('x');
        assertEquals('x', client.getInputStream().read());
        mesh.kernel().control().stop(java.time.Duration.ZERO).join();
        assertThrows(java.net.SocketException.class, () -> client.getInputStream().readAllBytes());
        assertEquals(
            1, mesh.metric("mizzen_listener_closed_total{listener=\"in\",why=\"drained\"}"));
      }
    }
  }

  @Test
  void aWorkerWhosePartOfTheEndpointsIsDeadUsesThatOfOthers() throws IOException {
    String parts =
        raw("nio", "'127.0.0.1:" + FakeUpstream.deadPort() + "', '" + upstream.address() + "'", "")
            .replace("workers: 1", "workers: 2")
            .replace("{name: up,", "{name: up, workerSubset: {above: 0, minimum: 1},");
    mesh.start(parts);
    // The worker with fewer connections takes the next one, so these are on both.
    try (FakeClient one = mesh.client(FakeProtocol.MANY);
        FakeClient other = mesh.client(FakeProtocol.MANY)) {
      assertEquals("echo", one.ask("a", "echo"));
      assertEquals("echo", other.ask("a", "echo"));
    }
  }

  @Test
  void aRefusedConnectIsTriedElsewhere() throws IOException {
    mesh.start(
        raw(
            "nio",
            "'127.0.0.1:" + FakeUpstream.deadPort() + "', '" + upstream.address() + "'",
            ""));
    try (FakeClient client = mesh.client(FakeProtocol.MANY)) {
      assertEquals("echo", client.ask("a", "echo"));
    }
  }

  @Test
  void withoutAnEndpointTheConnectionEnds() throws IOException {
    mesh.start(raw("nio", "'127.0.0.1:" + FakeUpstream.deadPort() + "'", ""));
    try (Socket client = connect()) {
      assertEquals(-1, client.getInputStream().read());
    }
  }

  @Test
  void aQuietPairIsClosed() throws IOException {
    mesh.start(raw("nio", "'" + upstream.address() + "'", ", idleTimeout: 40ms"));
    try (Socket client = connect()) {
      assertEquals(-1, client.getInputStream().read());
    }
    Mesh.await("the upstream is closed", () -> upstream.closed.get() == 1);
  }

  private String detecting() {
    return String.format(
        Locale.ROOT,
        """
        version: 1
        runtime: {workers: 1, transport: nio}
        listeners:
          - name: in
            bind: 127.0.0.1:0
            detectTimeout: 60ms
            filterChains:
              - match: {sourceRanges: [10.0.0.0/8]}
                tcpProxy: {cluster: raw}
              - protocol: {type: auto, config: {protocols: [fake, turns]}}
                routes: table
        routeTables:
          - {name: table, router: byService, routes: [{cluster: many}]}
        clusters:
          - {name: raw, loadBalancer: inOrder, endpoints: ['127.0.0.1:1']}
          - {name: many, protocol: turns, loadBalancer: inOrder, endpoints: ['%s']}
        """,
        upstream.address());
  }

  @Test
  void theProtocolIsFoundByteByByteAmongSeveral() {
    mesh.start(detecting());
    for (char variant : new char[] {FakeProtocol.MANY, FakeProtocol.TURNS}) {
      try (FakeClient client = mesh.client(variant)) {
        for (byte one : Frame.request(variant, Frame.LAST, 1, "a", "echo").bytes()) {
          client.sendBytes(one);
        }
        assertEquals("echo", client.receive().line(1));
      }
    }
  }

  @Test
  void aConnectionOfNoKnownProtocolIsClosed() throws IOException {
    mesh.start(detecting());
    try (Socket client = connect()) {
      client.getOutputStream().write("rubbish".getBytes(UTF_8));
      assertEquals(-1, readOrReset(client));
    }
  }

  @Test
  void aPrefixThatDoesNotGoOnIsClosedInTime() throws IOException {
    mesh.start(detecting());
    try (Socket client = connect()) {
      client.getOutputStream().write(Frame.MAGIC);
      assertEquals(-1, readOrReset(client));
    }
    assertTrue(upstream.heads().isEmpty());
  }

  private static int readOrReset(Socket client) {
    try {
      return client.getInputStream().read();
    } catch (java.net.SocketException reset) {
      return -1;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
