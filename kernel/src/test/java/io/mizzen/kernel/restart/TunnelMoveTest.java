package io.mizzen.kernel.restart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mizzen.kernel.boot.Refusal;
import io.mizzen.kernel.fake.FakeClient;
import io.mizzen.kernel.fake.FakeProtocol;
import io.mizzen.kernel.fake.FakeUpstream;
import io.mizzen.kernel.fake.Frame;
import io.mizzen.kernel.fake.Mesh;
import io.mizzen.spi.stream.StreamFilter;
import io.netty.channel.epoll.Epoll;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tunnels move with their upstream connection, as raw bytes, or stay where they are. In turns a
 * tunnel's frames have the number 1 on both sides, so nothing has to be put into other words.
 */
class TunnelMoveTest {
  private static final String MOVED = "mizzen_listener_moved_total{listener=\"in\",direction=\"";

  @TempDir Path folder;
  private final FakeUpstream upstream = new FakeUpstream();
  private final List<Mesh> meshes = new ArrayList<>();

  @BeforeEach
  void epoll() {
    assumeTrue(Epoll.isAvailable(), "sockets pass through epoll only");
    upstream.on(
        "tunnel",
        (frame, call) -> {
          if (frame.kind() == Frame.HEAD) {
            call.answer(frame, Frame.TUNNEL, "0\ntunnel");
          } else if (frame.is(Frame.LAST)) {
            call.body(frame, "after the end", false);
            call.body(frame, "", true);
            call.end();
          } else {
            call.body(frame, frame.text().toUpperCase(Locale.ROOT), false);
          }
        });
  }

  @AfterEach
  void end() {
    upstream.close();
    meshes.forEach(Mesh::close);
  }

  private Mesh.Sketch sketch() {
    Mesh.Sketch sketch = new Mesh.Sketch(upstream);
    sketch.transport = "epoll";
    sketch.protocol = "turns";
    return sketch;
  }

  private Mesh mesh() {
    Mesh mesh = new Mesh(folder);
    mesh.plugin.filter(
        "looks",
        new StreamFilter() {
          @Override
          public BodyMode requestBody() {
            return BodyMode.STREAM;
          }
        });
    meshes.add(mesh);
    return mesh;
  }

  private Mesh successor() throws Refusal {
    return mesh().takeOver();
  }

  private static int open(FakeClient client) {
    int id = client.request(Frame.TUNNEL | Frame.LAST, "a", "tunnel");
    assertTrue(client.receive().is(Frame.TUNNEL));
    return id;
  }

  /** What comes through the tunnel; one that stays is told to go besides. */
  private static Frame hear(FakeClient client) {
    Frame frame = client.receive();
    return frame.kind() == Frame.DRAIN ? client.receive() : frame;
  }

  private static void talk(FakeClient client, int id) {
    client.body(id, "hello", false);
    assertEquals("HELLO", hear(client).text());
  }

  private static void finish(FakeClient client, int id) {
    client.body(id, "", true);
    assertEquals("after the end", hear(client).text());
    assertTrue(hear(client).is(Frame.LAST));
  }

  @Test
  void aTunnelMovesAgainAndAgain() throws Exception {
    Mesh first = mesh().start(sketch());
    Mesh now = first;
    try (FakeClient client = first.client(FakeProtocol.TURNS)) {
      int id = open(client);
      for (int i = 1; i <= 3; i++) {
        talk(client, id);
        Mesh before = now;
        now = successor();
        assertEquals(0, before.kernel().await());
        Mesh next = now;
        Mesh.await("moved", () -> next.metric(MOVED + "in\"}") > 0);
      }
      talk(client, id);
      finish(client, id);
    }
    assertEquals("ok", first.end().why(), "the stream has ended where it began");
    assertEquals(1, upstream.connections.get());
    Mesh.await("the upstream is closed", () -> upstream.closed.get() == 1);
    Mesh last = now;
    Mesh.await(
        "nothing is left", () -> last.metric("mizzen_listener_connections{listener=\"in\"}") == 0);
  }

  @Test
  void aFrameCutInTheMiddleWaitsForItsEndAndThenTheTunnelMoves() throws Exception {
    Mesh old = mesh().start(sketch());
    try (FakeClient client = old.client(FakeProtocol.TURNS)) {
      int id = open(client);
      byte[] frame = Frame.text(FakeProtocol.TURNS, Frame.BODY, 0, id, "in two").bytes();
      client.sendBytes(java.util.Arrays.copyOf(frame, frame.length - 3));
      Mesh next = successor();
      assertEquals(0, next.metric(MOVED + "in\"}"));
      client.sendBytes(java.util.Arrays.copyOfRange(frame, frame.length - 3, frame.length));
      StringBuilder heard = new StringBuilder();
      while (heard.length() < "in two".length()) {
        heard.append(client.receive().text());
      }
      assertEquals("IN TWO", heard.toString());
      assertEquals(0, old.kernel().await());
      talk(client, id);
      finish(client, id);
    }
  }

  @Test
  void aTunnelThatAFilterLooksIntoStays() throws Exception {
    Mesh.Sketch sketch = sketch();
    sketch.filters = "[record, looks]";
    Mesh old = mesh().start(sketch);
    try (FakeClient client = old.client(FakeProtocol.TURNS)) {
      int id = open(client);
      Mesh next = successor();
      Mesh.await(
          "it is told why",
          () -> next.kernel().operations().view("status", Map.of()).toString().contains("tunnel"));
      talk(client, id);
      finish(client, id);
    }
    assertEquals(0, old.kernel().await());
    assertEquals("ok", old.end().why());
  }

  @Test
  void aTunnelThatTheSuccessorRefusesLosesNothing() throws Exception {
    // What stays must not be cut before this test has heard all of it.
    Mesh old = mesh().start(sketch().yaml().replace("max: 5s", "max: 60s"));
    Mesh.Sketch other = sketch();
    other.filters = "[record, looks]";
    try (FakeClient client = old.client(FakeProtocol.TURNS)) {
      int id = open(client);
      Files.writeString(folder.resolve("mizzen.yaml"), other.yaml());
      // All the time, so that some of it comes while nobody reads.
      Thread talking =
          new Thread(
              () -> {
                for (int i = 0; i < 2_000; i++) {
                  client.body(id, "n" + i + ";", false);
                }
              });
      talking.start();
      Mesh next = successor();
      Mesh.await("refused", () -> next.metric(MOVED + "refused\"}") == 1);
      StringBuilder heard = new StringBuilder();
      StringBuilder expected = new StringBuilder();
      for (int i = 0; i < 2_000; i++) {
        expected.append('N').append(i).append(';');
      }
      while (heard.length() < expected.length()) {
        heard.append(hear(client).text());
      }
      assertEquals(expected.toString(), heard.toString());
      talking.join();
      finish(client, id);
    }
    assertEquals(0, old.kernel().await());
  }
}
