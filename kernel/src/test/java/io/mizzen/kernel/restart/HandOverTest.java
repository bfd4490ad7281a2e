package io.mizzen.kernel.restart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mizzen.kernel.boot.Refusal;
import io.mizzen.kernel.fake.FakeClient;
import io.mizzen.kernel.fake.FakeProtocol;
import io.mizzen.kernel.fake.FakeUpstream;
import io.mizzen.kernel.fake.Frame;
import io.mizzen.kernel.fake.Mesh;
import io.mizzen.kernel.restart.Message.Kind;
import io.mizzen.spi.operate.Operations;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One kernel succeeds another. Both live in this JVM; their sockets pass through the system all the
 * same.
 */
class HandOverTest {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  @TempDir Path folder;
  private final FakeUpstream upstream = new FakeUpstream();
  private final List<Mesh> meshes = new ArrayList<>();

  @BeforeEach
  void epoll() {
    assumeTrue(Epoll.isAvailable(), "sockets pass through epoll only");
  }

  @AfterEach
  void end() {
    upstream.close();
    meshes.forEach(Mesh::close);
  }

  private Mesh mesh() {
    return new Mesh(folder);
  }

  private Mesh running(String transport, String bind) {
    Mesh.Sketch sketch = new Mesh.Sketch(upstream);
    sketch.transport = transport;
    sketch.bind = bind;
    Mesh mesh = mesh().start(sketch);
    meshes.add(mesh);
    return mesh;
  }

  private Mesh successor() throws Refusal {
    Mesh mesh = mesh().takeOver();
    meshes.add(mesh);
    return mesh;
  }

  private Path door() {
    return folder.resolve("run").resolve(Door.SOCKET);
  }

  @Test
  void theSuccessorServesOnTheSamePortAndTheIncumbentEndsWithItsLastConnection() throws Exception {
    Mesh old = running("epoll", "127.0.0.1:0");
    final int port = old.port("in");
    try (FakeClient before = old.client(FakeProtocol.MANY)) {
      assertEquals("echo", before.ask("a", "echo"));
      Mesh next = successor();
      assertEquals(port, next.port("in"));
      assertEquals(Operations.Phase.STOPPING, old.kernel().operations().phase());
      assertEquals(Operations.Phase.READY, next.kernel().operations().phase());
      try (FakeClient after = next.client(FakeProtocol.MANY)) {
        assertEquals("echo", after.ask("a", "echo"));
        assertEquals("ok", next.end().why());
      }
    }
    assertEquals(0, old.kernel().await());
  }

  @Test
  void aRequestThatIsOnItsWayIsAnsweredByTheIncumbent() throws Exception {
    Mesh old = running("epoll", "127.0.0.1:0");
    try (FakeClient client = old.client(FakeProtocol.MANY)) {
      int id = client.request(0, "a", "echo");
      assertEquals("echo", client.receive().line(1));
      successor();
      client.body(id, "late", true);
      assertEquals("late", client.receive().text());
    }
    assertEquals(0, old.kernel().await());
  }

  @Test
  void noCallerIsRefusedWhileProcessesChange() throws Exception {
    Mesh mesh = running("epoll", "127.0.0.1:0");
    final int port = mesh.port("in");
    for (int round = 0; round < 5; round++) {
      final Mesh before = mesh;
      List<FakeClient> clients = new ArrayList<>();
      Thread calling =
          new Thread(
              () -> {
                for (int i = 0; i < 40; i++) {
                  clients.add(new FakeClient(port, FakeProtocol.MANY));
                }
              });
      calling.start();
      mesh = successor();
      calling.join();
      assertEquals(40, clients.size());
      clients.forEach(FakeClient::close);
      try (FakeClient client = mesh.client(FakeProtocol.MANY)) {
        assertEquals("echo", client.ask("a", "echo"));
      }
      assertEquals(0, before.kernel().await());
    }
  }

  @Test
  void aUnixSocketKeepsItsFile() throws Exception {
    Path socket = folder.resolve("in.sock");
    final Mesh old = running("epoll", "unix:" + socket);
    successor();
    assertEquals(0, old.kernel().await());
    try (var client =
        java.nio.channels.SocketChannel.open(java.net.UnixDomainSocketAddress.of(socket))) {
      assertTrue(client.isConnected());
    }
  }

  @Test
  void aSuccessorThatDiesOnTheWayChangesNothing() throws Exception {
    Mesh old = running("epoll", "127.0.0.1:0");
    for (int step = 0; step < 3; step++) {
      Path post = folder.resolve("post" + step + ".sock");
      try (ControlChannel control = ControlChannel.connect(door());
          DescriptorPost receiver = DescriptorPost.receiver(post)) {
        if (step > 0) {
          control.send(Door.hello("descriptors", post.toString()));
          control.receive(Kind.HELLO, PATIENCE);
        }
        if (step > 1) {
          assertEquals("in", control.receive(Kind.LISTENER, PATIENCE).get("name"));
          receiver.receive(PATIENCE).close();
          while (control.receive(PATIENCE).kind() == Kind.STATE) {
            // What this process has counted, which nobody wants here.
          }
        }
      }
      try (FakeClient client = old.client(FakeProtocol.MANY)) {
        assertEquals("echo", client.ask("a", "echo"));
      }
      assertEquals(Operations.Phase.READY, old.kernel().operations().phase());
      Mesh.await("the door is free again", this::isFree);
    }
    successor();
    assertEquals(0, old.kernel().await());
  }

  /** Asks, and is gone again before anything happens. */
  private boolean isFree() {
    try (ControlChannel control = ControlChannel.connect(door())) {
      control.send(Message.of(Kind.HELLO, "protocol", "0", "pid", "1", "descriptors", "x"));
      Message answer = control.receive(PATIENCE);
      return answer.get("reason").contains("version 0");
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void theSecondOfTwoSuccessorsIsRefused() throws Exception {
    running("epoll", "127.0.0.1:0");
    Path post = folder.resolve("post.sock");
    try (ControlChannel first = ControlChannel.connect(door());
        DescriptorPost receiver = DescriptorPost.receiver(post)) {
      first.send(Door.hello("descriptors", post.toString()));
      first.receive(Kind.HELLO, PATIENCE);
      Refusal refusal = assertThrows(Refusal.class, this::successor);
      assertTrue(refusal.getMessage().contains("another successor"), refusal.getMessage());
      assertEquals("in", first.receive(Kind.LISTENER, PATIENCE).get("name"));
      receiver.receive(PATIENCE).close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "2"})
  void aSuccessorOfAnotherVersionIsRefusedAndTheIncumbentServesOn(String version) throws Exception {
    Mesh old = running("epoll", "127.0.0.1:0");
    try (ControlChannel control = ControlChannel.connect(door())) {
      control.send(Message.of(Kind.HELLO, "protocol", version, "pid", "7", "descriptors", "x"));
      RefusedException refused =
          assertThrows(RefusedException.class, () -> control.receive(Kind.HELLO, PATIENCE));
      assertTrue(refused.getMessage().contains("version " + version), refused.getMessage());
    }
    assertEquals(1, old.metric("mizzen_restart_total{result=\"refused\"}"));
    try (FakeClient client = old.client(FakeProtocol.MANY)) {
      assertEquals("echo", client.ask("a", "echo"));
    }
    successor();
    assertEquals(0, old.kernel().await());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "2"})
  void anIncumbentOfAnotherVersionIsNotSucceeded(String version) throws Exception {
    CompletableFuture<String> end = new CompletableFuture<>();
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(folder.resolve(Door.SOCKET)));
      Thread incumbent =
          new Thread(
              () -> {
                try (ControlChannel control = new ControlChannel(server.accept())) {
                  control.receive(Kind.HELLO, PATIENCE);
                  control.send(Message.of(Kind.HELLO, "protocol", version, "pid", "7"));
                  end.complete("said " + control.receive(PATIENCE).kind());
                } catch (IOException left) {
                  end.complete("left");
                }
              });
      incumbent.start();
      RefusedException refused =
          assertThrows(RefusedException.class, () -> Successor.ask(folder, Handing.ADDRESSES));
      assertTrue(refused.getMessage().contains("version " + version), refused.getMessage());
      assertEquals("left", end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }
  }

  @Test
  void aTransportThatPassesNoSocketsHandsOverItsAddresses() throws Exception {
    int free;
    try (java.net.ServerSocket probe = new java.net.ServerSocket(0)) {
      free = probe.getLocalPort();
    }
    Mesh old = running("nio", "127.0.0.1:" + free);
    try (FakeClient client = old.client(FakeProtocol.MANY)) {
      int late = client.request(0, "a", "echo");
      assertEquals("echo", client.receive().line(1));
      Mesh next = successor();
      assertEquals(free, next.port("in"));
      assertEquals(Frame.DRAIN, client.receive().kind());
      client.body(late, "late", true);
      assertEquals("late", client.receive().text());
      assertNull(client.next());
      assertEquals(0, old.kernel().await());
      try (FakeClient after = next.client(FakeProtocol.MANY)) {
        assertEquals("echo", after.ask("a", "echo"));
      }
      assertEquals(0, next.metric("mizzen_listener_moved_total{listener=\"in\",direction=\"in\"}"));
    }
  }

  @Test
  void withoutAnIncumbentItIsAnOrdinaryStart() throws Exception {
    Files.writeString(folder.resolve("mizzen.yaml"), new Mesh.Sketch(upstream).yaml());
    assertNotEquals(0, successor().port("in"));
  }

  @Test
  void messagesSurviveTheWire() throws IOException {
    Message message = Message.of(Kind.LISTENER, "name", "w\u00e9b", "bind", ":8080");
    byte[] frame = message.encode().array();
    byte[] body = new byte[frame.length - 4];
    System.arraycopy(frame, 4, body, 0, body.length);
    assertEquals(message, Message.decode(body));
    assertEquals(Map.of("name", "w\u00e9b", "bind", ":8080"), message.fields());
    body[0] = 99;
    assertThrows(IOException.class, () -> Message.decode(body));
    body[0] = (byte) 200;
    assertNull(Message.decode(body), "may be skipped");
  }
}
