package io.mizzen.kernel.restart;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
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
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Open connections move from one kernel to the next, and their peers notice nothing. */
class MoveTest {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final String IN = "mizzen_listener_moved_total{listener=\"in\",direction=\"in\"}";
  private static final String OUT =
      "mizzen_listener_moved_total{listener=\"in\",direction=\"out\"}";

  @TempDir Path folder;
  private final FakeUpstream upstream = new FakeUpstream();
  private final List<Mesh> meshes = new ArrayList<>();
  private final CountDownLatch released = new CountDownLatch(1);

  @BeforeEach
  void epoll() {
    assumeTrue(Epoll.isAvailable(), "sockets pass through epoll only");
    upstream.on(
        "late",
        (frame, call) -> {
          if (frame.kind() == Frame.HEAD) {
            Thread answer =
                new Thread(
                    () -> {
                      try {
                        released.await();
                        call.answer(frame, 0, "0\nlate");
                        call.body(frame, "one,", false);
                        call.body(frame, "two", true);
                      } catch (IOException | InterruptedException gone) {
                        call.end(); // nobody waits for it any more
                      }
                    });
            answer.setDaemon(true);
            answer.start();
          }
        });
  }

  @AfterEach
  void end() {
    released.countDown();
    upstream.close();
    meshes.forEach(Mesh::close);
  }

  private Mesh.Sketch sketch(String protocol) {
    Mesh.Sketch sketch = new Mesh.Sketch(upstream);
    sketch.transport = "epoll";
    sketch.protocol = protocol;
    return sketch;
  }

  private Mesh running(Mesh.Sketch sketch) {
    return running(sketch.yaml());
  }

  private Mesh running(String yaml) {
    Mesh mesh = new Mesh(folder).start(yaml);
    meshes.add(mesh);
    return mesh;
  }

  private Mesh successor() throws Refusal {
    Mesh mesh = new Mesh(folder).takeOver();
    meshes.add(mesh);
    return mesh;
  }

  @Test
  void aConnectionAtRestIsServedByTheSuccessorAndTheIncumbentEnds() throws Exception {
    Mesh old = running(sketch("fake"));
    try (FakeClient client = old.client(FakeProtocol.MANY)) {
      assertEquals("echo", client.ask("a", "echo"));
      Mesh next = successor();
      assertEquals(0, old.kernel().await());
      assertEquals("echo", client.ask("a", "echo"));
      assertEquals("ok", next.end().why());
      assertEquals(1, next.metric(IN));
    }
  }

  @Test
  void itMovesAgainAndAgain() throws Exception {
    Mesh mesh = running(sketch("turns"));
    try (FakeClient client = mesh.client(FakeProtocol.TURNS)) {
      for (int i = 0; i < 5; i++) {
        assertEquals("echo", client.ask("a", "echo"));
        Mesh before = mesh;
        mesh = successor();
        assertEquals(0, before.kernel().await());
      }
      assertEquals("echo", client.ask("a", "echo"));
    }
  }

  @Test
  void aConnectionWithoutAByteBeginsInTheSuccessor() throws Exception {
    Mesh old = running(sketch("fake"));
    try (FakeClient client = old.client(FakeProtocol.MANY)) {
      Mesh.await("accepted", () -> accepted(old));
      successor();
      assertEquals(0, old.kernel().await());
      assertEquals("echo", client.ask("a", "echo"));
    }
  }

  private static boolean accepted(Mesh mesh) {
    return mesh.metric("mizzen_listener_accepted_total{listener=\"in\"}") == 1;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 11, 12, 13, 18})
  void aFrameCutAnywhereIsReadToItsEndByTheSuccessor(int cut) throws Exception {
    Mesh old = running(sketch("fake"));
    try (FakeClient client = old.client(FakeProtocol.MANY)) {
      assertEquals("echo", client.ask("a", "echo"));
      byte[] frame = Frame.request(FakeProtocol.MANY, Frame.LAST, 77, "service", "echo").bytes();
      client.sendBytes(java.util.Arrays.copyOf(frame, cut));
      successor();
      assertEquals(0, old.kernel().await());
      client.sendBytes(java.util.Arrays.copyOfRange(frame, cut, frame.length));
      Frame answer = client.receive();
      assertEquals(77, answer.id());
      assertEquals("echo", answer.line(1));
    }
  }

  @Test
  void answersThatAreOwedFollowTheConnectionInWholeMessages() throws Exception {
    Mesh old = running(sketch("fake"));
    try (FakeClient client = old.client(FakeProtocol.MANY)) {
      int late = client.request(Frame.LAST, "a", "late");
      Mesh.await("it is with the upstream", () -> !upstream.heads().isEmpty());
      Mesh next = successor();
      Mesh.await("moved", () -> next.metric(IN) == 1);
      for (int i = 0; i < 20; i++) {
        assertEquals("echo", client.ask("a", "echo"));
        assertEquals("ok", next.end().why());
      }
      released.countDown();
      Frame head = client.receive();
      assertEquals(late, head.id());
      assertEquals("late", head.line(1));
      assertEquals("one,two", client.bodyText());
      assertEquals(0, old.kernel().await());
      assertEquals("ok", old.end().why());
      assertEquals("echo", client.ask("a", "echo"));
    }
  }

  @Test
  void aConnectionThatIsStillOwedAnAnswerMovesOnWhenItIsThere() throws Exception {
    Mesh first = running(sketch("fake"));
    try (FakeClient client = first.client(FakeProtocol.MANY)) {
      client.request(Frame.LAST, "a", "late");
      Mesh.await("it is with the upstream", () -> !upstream.heads().isEmpty());
      Mesh second = successor();
      Mesh.await("moved", () -> second.metric(IN) == 1);
      Mesh third = successor();
      assertEquals(1, third.metric(IN), "the count of the second");
      released.countDown();
      assertEquals("late", client.receive().line(1));
      assertEquals("one,two", client.bodyText());
      assertEquals(0, first.kernel().await());
      assertEquals(0, second.kernel().await());
      assertEquals("echo", client.ask("a", "echo"));
      assertEquals("ok", third.end().why());
    }
  }

  @Test
  void anExchangeInTurnsEndsWhereItBeganAndThenTheConnectionMoves() throws Exception {
    Mesh old = running(sketch("turns"));
    try (FakeClient client = old.client(FakeProtocol.TURNS)) {
      int[] id = {client.request(0, "a", "echo")};
      assertEquals("echo", client.receive().line(1));
      Mesh next = successor();
      assertEquals(0, next.metric(IN));
      // It hears some time later that it shall leave; until then exchanges begin here.
      Mesh.await(
          "it has moved",
          () -> {
            // The next request is sent ahead: it waits unread and moves with the connection.
            client.body(id[0], "late", true);
            id[0] = client.request(0, "a", "echo");
            assertEquals("late", client.receive().text());
            assertEquals("echo", client.receive().line(1));
            return next.metric(IN) == 1;
          });
      client.body(id[0], "later", true);
      assertEquals("later", client.receive().text());
      assertEquals("ok", old.end().why());
      assertEquals("ok", next.end().why());
      assertEquals(0, old.kernel().await());
    }
  }

  @Test
  void thePeersEndReachesTheProcessThatStillOwesAnAnswer() throws Exception {
    Mesh old = running(sketch("fake"));
    try (FakeClient client = old.client(FakeProtocol.MANY)) {
      client.request(Frame.LAST, "a", "late");
      Mesh.await("it is with the upstream", () -> !upstream.heads().isEmpty());
      Mesh next = successor();
      Mesh.await("moved", () -> next.metric(IN) == 1);
      // Half a close would not do: its answer could still be read.
      client.abort();
    }
    assertEquals("client_gone", old.end().why());
    assertEquals(0, old.kernel().await());
  }

  @Test
  void whatAReaderHasNotTakenYetMovesToo() throws Exception {
    String large = "x".repeat(40_000);
    upstream.on(
        "large",
        (frame, call) -> {
          call.answer(frame, 0, "0\nlarge");
          call.body(frame, large, true);
        });
    Mesh old = running(sketch("fake"));
    try (FakeClient client = new FakeClient(old.port("in"), FakeProtocol.MANY, 1024)) {
      int count = 3;
      for (int i = 0; i < count; i++) {
        client.request(Frame.LAST, "a", "large");
      }
      for (int i = 0; i < count; i++) {
        assertEquals("ok", old.end().why());
      }
      successor();
      assertEquals(0, old.kernel().await());
      // Pieces of several answers may come in any order among each other.
      Map<Integer, StringBuilder> bodies = new HashMap<>();
      for (int open = count; open > 0; ) {
        Frame frame = client.receive();
        StringBuilder body = bodies.computeIfAbsent(frame.id(), id -> new StringBuilder());
        if (frame.kind() == Frame.HEAD) {
          assertEquals("large", frame.line(1));
        } else {
          body.append(frame.text());
        }
        open -= frame.is(Frame.LAST) ? 1 : 0;
      }
      assertEquals(count, bodies.size());
      bodies.values().forEach(body -> assertEquals(large, body.toString()));
      assertEquals("echo", client.ask("a", "echo"));
    }
  }

  @Test
  void whatTheSuccessorDoesNotSpeakDrainsWhereItIs() throws Exception {
    Mesh old = running(sketch("fake"));
    try (FakeClient client = old.client(FakeProtocol.MANY)) {
      assertEquals("echo", client.ask("a", "echo"));
      java.nio.file.Files.writeString(folder.resolve("mizzen.yaml"), sketch("turns").yaml());
      meshes.add(new Mesh(folder).takeOver());
      assertEquals(Frame.DRAIN, client.receive().kind());
      assertNull(client.next());
      assertEquals(0, old.kernel().await());
    }
  }

  @Test
  void aRawConnectionMovesWithItsUpstream() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String yaml =
          sketch("fake").yaml()
              + "  - {name: raw, loadBalancer: inOrder, endpoints: ['127.0.0.1:"
              + server.getLocalPort()
              + "']}\n";
      yaml =
          yaml.replace(
              "routeTables:",
              "  - {name: raw, bind: '127.0.0.1:0', filterChains: [{tcpProxy: {cluster: raw}}]}\n"
                  + "routeTables:");
      Mesh old = running(yaml);
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), old.port("raw"));
          Socket up = server.accept()) {
        client.getOutputStream().write("abc".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        byte[] three = new byte[3];
        new DataInputStream(up.getInputStream()).readFully(three);
        successor();
        assertEquals(0, old.kernel().await());
        up.getOutputStream().write(three);
        byte[] back = new byte[3];
        new DataInputStream(client.getInputStream()).readFully(back);
        assertArrayEquals(three, back);
        client.shutdownOutput();
        assertEquals(-1, up.getInputStream().read());
        up.getOutputStream().write(7);
        assertEquals(7, client.getInputStream().read());
      }
    }
  }

  /** Plays a successor that is told that the incumbent has let go. */
  private void asReleased(ControlChannel control, DescriptorPost receiver, Path post)
      throws IOException {
    control.send(Door.hello("descriptors", post.toString()));
    control.receive(Kind.HELLO, PATIENCE);
    control.receive(Kind.LISTENER, PATIENCE);
    receiver.receive(PATIENCE).close();
    assertEquals(Kind.END, next(control).kind());
    control.send(Message.of(Kind.READY));
    assertEquals(Kind.RELEASED, next(control).kind());
  }

  @Test
  void noConnectionLeavesForASuccessorThatDoesNotServe() throws Exception {
    Mesh old = running(sketch("fake"));
    try (FakeClient client = old.client(FakeProtocol.MANY)) {
      assertEquals("echo", client.ask("a", "echo"));
      Path post = folder.resolve("post.sock");
      try (ControlChannel control =
              ControlChannel.connect(folder.resolve("run").resolve(Door.SOCKET));
          DescriptorPost receiver = DescriptorPost.receiver(post)) {
        asReleased(control, receiver, post);
        // The first of them comes when the connections could have been told to leave.
        assertEquals(Kind.PROGRESS, next(control, Kind.STATE).kind());
      }
      Mesh.await(
          "the incumbent serves again",
          () -> old.kernel().operations().phase() == Operations.Phase.READY);
      assertEquals("echo", client.ask("a", "echo"));
      try (FakeClient other = old.client(FakeProtocol.MANY)) {
        assertEquals("echo", other.ask("a", "echo"));
      }
      assertEquals(0, old.metric(OUT));
      assertEquals(1, old.metric("mizzen_restart_total{result=\"failed\"}"));
    }
    successor();
    assertEquals(0, old.kernel().await());
  }

  @ParameterizedTest
  @ValueSource(strings = {"CONNECTION", "LEFT"})
  void aSuccessorThatDiesLeavesWhatIsNotItsOwnWithTheIncumbent(String last) throws Exception {
    Mesh old = running(sketch("fake"));
    try (FakeClient client = old.client(FakeProtocol.MANY)) {
      assertEquals("echo", client.ask("a", "echo"));
      Path post = folder.resolve("post.sock");
      try (ControlChannel control =
              ControlChannel.connect(folder.resolve("run").resolve(Door.SOCKET));
          DescriptorPost receiver = DescriptorPost.receiver(post)) {
        asReleased(control, receiver, post);
        control.send(Message.of(Kind.SERVING));
        Message message = next(control);
        assertEquals(Kind.CONNECTION, message.kind());
        assertEquals(message, Manifests.toMessage(Manifests.of(message)), "it reads back");
        var socket = receiver.receive(PATIENCE);
        if (last.equals("LEFT")) {
          control.send(Message.of(Kind.ARRIVED, "id", message.get("id")));
          assertEquals(Kind.LEFT, next(control).kind());
        }
        socket.close();
      }
      if (last.equals("LEFT")) {
        assertNull(client.next());
      } else {
        assertEquals(Frame.DRAIN, client.receive().kind());
      }
    }
    // It has let go of its listeners: what it keeps drains, then it ends.
    assertEquals(0, old.kernel().await());
  }

  private static Message next(ControlChannel control) throws IOException {
    return next(control, Kind.PROGRESS, Kind.STATE);
  }

  /** What comes but for those. */
  private static Message next(ControlChannel control, Kind... passed) throws IOException {
    Message message = control.receive(PATIENCE);
    while (List.of(passed).contains(message.kind())) {
      message = control.receive(PATIENCE);
    }
    return message;
  }
}
