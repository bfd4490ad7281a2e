package io.mizzen.kernel.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.kernel.boot.Kernel;
import io.mizzen.kernel.boot.Refusal;
import io.mizzen.kernel.fake.FakeClient;
import io.mizzen.kernel.fake.FakeHead;
import io.mizzen.kernel.fake.FakeProtocol;
import io.mizzen.kernel.fake.FakeUpstream;
import io.mizzen.kernel.fake.Frame;
import io.mizzen.kernel.fake.Mesh;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.stream.FilterStatus;
import io.mizzen.spi.stream.StreamContext;
import io.mizzen.spi.stream.StreamFilter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One configuration after the other, under open connections. */
class ReloadTest {
  private static final char MANY = FakeProtocol.MANY;

  private final FakeUpstream upstream = new FakeUpstream();
  private final FakeUpstream other = new FakeUpstream();
  private Mesh mesh;

  @BeforeEach
  void mesh(@TempDir Path folder) {
    mesh = new Mesh(folder);
    mesh.plugin.filter(
        "deny",
        new StreamFilter() {
          @Override
          public FilterStatus onRequest(RequestHead head, StreamContext stream) {
            return stream.reply(LocalReply.of(Why.DENIED));
          }
        });
  }

  @AfterEach
  void everythingIsGivenBack() {
    upstream.close();
    other.close();
    mesh.close();
    Mesh.await("all heads released", () -> FakeHead.LIVE.get() == 0);
  }

  @Test
  void openConnectionsFollowNewFiltersAndPoolsAreKept() {
    Mesh.Sketch sketch = new Mesh.Sketch(upstream);
    mesh.start(sketch);
    int port = mesh.port("in");
    try (FakeClient client = mesh.client(MANY)) {
      assertEquals("echo", client.ask("a", "echo"));
      sketch.filters = "[record, deny]";
      assertTrue(mesh.reload(sketch).done());
      assertEquals("denied", client.ask("a", "echo"));
      sketch.filters = "[record]";
      assertTrue(mesh.reload(sketch).done());
      assertEquals("echo", client.ask("a", "echo"));
    }
    assertEquals(port, mesh.port("in"));
    assertEquals(1, upstream.connections.get());
  }

  @Test
  void aListenerMayDrainConnectionsOfAChainThatChanged() {
    Mesh.Sketch sketch = new Mesh.Sketch(upstream);
    mesh.start(draining(sketch));
    try (FakeClient client = mesh.client(MANY)) {
      assertEquals("echo", client.ask("a", "echo"));
      sketch.endpoints = List.of(other.address());
      assertTrue(mesh.reload(draining(sketch)).done());
      assertEquals("echo", client.ask("a", "echo"), "its chain is the same");
      sketch.filters = "[record, deny]";
      assertTrue(mesh.reload(draining(sketch)).done());
      assertEquals(Frame.DRAIN, client.receive().kind());
      assertNull(client.next());
    }
  }

  private static String draining(Mesh.Sketch sketch) {
    return sketch
        .yaml()
        .replace("    filterChains:", "    openConnections: drain\n    filterChains:");
  }

  @Test
  void aStreamThatRunsIsNotDisturbed() {
    Mesh.Sketch sketch = new Mesh.Sketch(upstream);
    mesh.start(sketch);
    try (FakeClient client = mesh.client(MANY)) {
      int id = client.request(0, "a", "echo");
      assertEquals("echo", client.receive().line(1));
      sketch.endpoints = List.of(other.address());
      sketch.filters = "[record, deny]";
      assertTrue(mesh.reload(sketch).done());
      client.body(id, "still here", true);
      assertEquals("still here", client.bodyText());
      assertEquals("ok", mesh.end().why());
      sketch.filters = "[record]";
      mesh.reload(sketch);
      assertEquals("echo", client.ask("a", "echo"));
      assertEquals(other.address(), mesh.end().endpoint());
    }
    Mesh.await("the old connection ends", () -> upstream.closed.get() == 1);
  }

  @Test
  void aRefusedConfigurationChangesNothingAndSaysWhy() {
    Mesh.Sketch sketch = new Mesh.Sketch(upstream);
    mesh.start(sketch);
    try (FakeClient client = mesh.client(MANY)) {
      assertEquals("echo", client.ask("a", "echo"));
      var result = mesh.reload("version: 1\nlisteners: []\nclsters: []\n");
      assertFalse(result.done());
      assertTrue(result.body().toString().contains("clsters"), result.body().toString());
      assertEquals("echo", client.ask("a", "echo"));
    }
    assertEquals(1, upstream.connections.get());
  }

  @Test
  void anAddressThatIsTakenIsARefusedReload() {
    Mesh.Sketch sketch = new Mesh.Sketch(upstream);
    mesh.start(sketch);
    int port = mesh.port("in");
    Mesh.Sketch taken = new Mesh.Sketch(upstream);
    taken.filters = "[record, deny]";
    taken.bind = "127.0.0.1:" + other.port();
    assertFalse(mesh.reload(taken).done());
    assertEquals(port, mesh.port("in"));
    try (FakeClient client = mesh.client(MANY)) {
      assertEquals("echo", client.ask("a", "echo"));
    }
  }

  @Test
  void aListenerThatSpeaksAnotherProtocolDrainsItsOldConnections() {
    Mesh.Sketch sketch = new Mesh.Sketch(upstream);
    mesh.start(sketch);
    try (FakeClient old = mesh.client(MANY)) {
      assertEquals("echo", old.ask("a", "echo"));
      sketch.protocol = "turns";
      assertTrue(mesh.reload(sketch).done());
      assertEquals(Frame.DRAIN, old.receive().kind());
      assertNull(old.next());
      try (FakeClient next = mesh.client(FakeProtocol.TURNS)) {
        assertEquals("echo", next.ask("a", "echo"));
      }
    }
  }

  @Test
  void drainTellsPeersServesWhatRunsAndStopEnds() {
    mesh.start(new Mesh.Sketch(upstream));
    try (FakeClient client = mesh.client(MANY)) {
      int id = client.request(0, "a", "echo");
      assertEquals("echo", client.receive().line(1));
      assertTrue(mesh.kernel().control().drain().join().done());
      assertEquals(Frame.DRAIN, client.receive().kind());
      client.body(id, "done", true);
      assertEquals("done", client.bodyText());
      assertNull(client.next());
    }
    assertEquals("ok", mesh.end().why());
    mesh.kernel().stop();
    assertEquals(0, mesh.kernel().await());
  }

  @Test
  void whatIsNotDoneAfterTheDrainIsCutOff() {
    Mesh.Sketch sketch = new Mesh.Sketch(upstream);
    mesh.start(sketch);
    try (FakeClient client = mesh.client(MANY)) {
      client.request(Frame.LAST, "a", "hold");
      Mesh.await("it has come", () -> upstream.heads().size() == 1);
      mesh.kernel().control().stop(java.time.Duration.ofMillis(20)).join();
      assertEquals("drained", mesh.end().why());
    }
  }

  @Test
  void aSecondProcessInTheSameInstanceFolderIsRefused() {
    mesh.start(new Mesh.Sketch(upstream));
    Refusal refusal =
        assertThrows(
            Refusal.class, () -> Kernel.start(mesh.options(), List.of(mesh.plugin)).close());
    assertTrue(refusal.getMessage().contains("another mizzen runs"), refusal.getMessage());
    try (FakeClient client = mesh.client(MANY)) {
      assertEquals("echo", client.ask("a", "echo"));
    }
  }
}
