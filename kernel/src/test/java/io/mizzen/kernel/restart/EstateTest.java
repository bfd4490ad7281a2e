package io.mizzen.kernel.restart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mizzen.kernel.boot.Refusal;
import io.mizzen.kernel.fake.FakeClient;
import io.mizzen.kernel.fake.FakeProtocol;
import io.mizzen.kernel.fake.FakeUpstream;
import io.mizzen.kernel.fake.Mesh;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process has learned goes on in its successor: counts, and what is known of endpoints. */
class EstateTest {
  private static final String STREAMS =
      "mizzen_stream_total{listener=\"in\",protocol=\"fake\",result=\"ok\"}";
  private static final String TIMED =
      "mizzen_stream_seconds_count{listener=\"in\",protocol=\"fake\"}";
  private static final String DROPPED = "mizzen_restart_state_dropped_total{component=\"counts\"}";

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

  private Mesh running(String cluster) {
    Mesh.Sketch sketch = new Mesh.Sketch(upstream);
    sketch.transport = "epoll";
    sketch.cluster = cluster;
    Mesh mesh = new Mesh(folder).start(sketch);
    meshes.add(mesh);
    return mesh;
  }

  private Mesh successor() throws Refusal {
    Mesh mesh = new Mesh(folder).takeOver();
    meshes.add(mesh);
    return mesh;
  }

  private static void ask(Mesh mesh, int times) {
    try (FakeClient client = mesh.client(FakeProtocol.MANY)) {
      for (int i = 0; i < times; i++) {
        assertEquals("echo", client.ask("a", "echo"));
        assertEquals("ok", mesh.end().why());
      }
    }
  }

  @Test
  void countsGoOnAndTheLastOnesOfTheOldProcessFollow() throws Exception {
    Mesh old = running("");
    ask(old, 3);
    try (FakeClient late = old.client(FakeProtocol.MANY)) {
      int id = late.request(0, "a", "echo");
      assertEquals("echo", late.receive().line(1));
      Mesh next = successor();
      assertEquals(3, next.metric(STREAMS));
      assertEquals(3, next.metric(TIMED));
      assertEquals(1, next.metric("mizzen_restart_total{result=\"ok\"}"));
      assertEquals(1, next.metric("mizzen_restart_seconds_count"));
      assertEquals(1, next.metric("mizzen_restart_remains{what=\"requests\"}"));
      ask(next, 2);
      assertEquals(5, next.metric(STREAMS));
      late.body(id, "late", true);
      Mesh.await("the last stream is counted", () -> next.metric(STREAMS) == 6);
      assertEquals(0, old.kernel().await());
      Mesh.await(
          "nothing is left", () -> next.metric("mizzen_restart_remains{what=\"requests\"}") == 0);
      assertEquals(6, next.metric(STREAMS));
      assertEquals(6, next.metric(TIMED));
      assertEquals(0, next.metric(DROPPED));
    }
  }

  @Test
  void whatIsCutOffAtTheEndIsCountedToo() throws Exception {
    Mesh old = running("");
    try (FakeClient stuck = old.client(FakeProtocol.MANY)) {
      stuck.request(0, "a", "echo");
      assertEquals("echo", stuck.receive().line(1));
      Mesh next = successor();
      old.kernel().close();
      String cut = STREAMS.replace("\"ok\"", "\"drained\"");
      Mesh.await("the stream that was cut is counted", () -> next.metric(cut) == 1);
    }
  }

  @Test
  void countsOfThreeProcessesAddUp() throws Exception {
    ask(running(""), 1);
    ask(successor(), 1);
    Mesh last = successor();
    ask(last, 1);
    Mesh.await("all are counted once", () -> last.metric(STREAMS) == 3);
    Mesh.await("both hand-overs", () -> last.metric("mizzen_restart_total{result=\"ok\"}") == 2);
  }

  @Test
  void countsOfWhatIsNotConfiguredAnyMoreAreDroppedAndCounted() throws Exception {
    ask(running(""), 1);
    Path file = folder.resolve("mizzen.yaml");
    Files.writeString(file, Files.readString(file).replace("name: in\n", "name: door\n"));
    Mesh next = successor();
    assertEquals(0, next.metric(STREAMS));
    assertTrue(next.metric(DROPPED) > 0);
  }

  @Test
  void whatAnOperatorSaidOfAnEndpointHoldsInTheSuccessor() throws Exception {
    Mesh old = running("");
    old.kernel()
        .operations()
        .act(
            "endpoint",
            Map.of("cluster", "up", "endpoint", upstream.address(), "state", "maintenance"))
        .join();
    Mesh next = successor();
    assertEquals(
        0,
        next.metric(
            "mizzen_endpoint_state{cluster=\"up\",endpoint=\"" + upstream.address() + "\"}"));
  }

  @Test
  void anEndpointThatWasDownIsNotTriedBeforeItsNextCheck() throws Exception {
    int dead = FakeUpstream.deadPort();
    String check = "healthCheck: {interval: 1h, timeout: 1s, fall: 1}";
    Mesh.Sketch sketch = new Mesh.Sketch(upstream);
    sketch.transport = "epoll";
    sketch.cluster = check;
    sketch.endpoints = List.of("127.0.0.1:" + dead, upstream.address());
    Mesh old = new Mesh(folder).start(sketch);
    meshes.add(old);
    String state = "mizzen_endpoint_state{cluster=\"up\",endpoint=\"127.0.0.1:" + dead + "\"}";
    Mesh.await("it is found down", () -> old.metric(state) == 0);
    Mesh next = successor();
    assertEquals(0, next.metric(state));
  }

  @Test
  void aPartOfAnotherVersionIsDroppedAndTheRestIsTaken() throws Exception {
    Mesh mesh = running("");
    StatePart future = new StatePart("counts", 99, List.of("1", "2"));
    mesh.kernel().control().estate().take(future);
    mesh.kernel().control().estate().take(new StatePart("tickets", 1, List.of("1")));
    assertEquals(2, mesh.metric(DROPPED));
    assertEquals(1, mesh.metric(DROPPED.replace("counts", "tickets")));
  }

  @Test
  void anyNumberOfLinesPassesInMessagesOfBoundedSize() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      lines.add("line " + i + " \u4e2d".repeat(20));
    }
    List<String> came = new ArrayList<>();
    for (Message message : new StatePart("x", 2, lines).messages()) {
      byte[] frame = message.encode().array();
      assertTrue(frame.length <= Message.MAX_LENGTH);
      Message read = Message.decode(java.util.Arrays.copyOfRange(frame, 4, frame.length));
      StatePart part = StatePart.of(read);
      assertEquals("x", part.component());
      assertEquals(2, part.version());
      came.addAll(part.lines());
    }
    assertEquals(lines, came);
  }
}
