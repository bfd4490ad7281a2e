package io.mizzen.kernel.restart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mizzen.kernel.boot.Refusal;
import io.mizzen.kernel.fake.FakeClient;
import io.mizzen.kernel.fake.FakeProtocol;
import io.mizzen.kernel.fake.FakeUpstream;
import io.mizzen.kernel.fake.Mesh;
import io.mizzen.spi.operate.Operations;
import io.netty.channel.epoll.Epoll;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hand-over that meets something else: whatever it is, one of the two serves. */
class HandOverTroubleTest {
  /** Bytes of a socket's path, as Linux has them. */
  private static final int LONGEST_SOCKET = 107;

  private static final int ROUNDS = 10;

  @TempDir Path folder;
  private final FakeUpstream upstream = new FakeUpstream();
  private final List<Mesh> meshes = new ArrayList<>();
  private Mesh.Sketch sketch;
  private Mesh old;

  @BeforeEach
  void start() {
    assumeTrue(Epoll.isAvailable(), "sockets pass through epoll only");
    sketch = new Mesh.Sketch(upstream);
    sketch.transport = "epoll";
    old = new Mesh(folder).start(sketch);
    meshes.add(old);
  }

  @AfterEach
  void end() {
    upstream.close();
    meshes.forEach(Mesh::close);
  }

  private Mesh successor() throws Refusal {
    Mesh mesh = new Mesh(folder).takeOver();
    meshes.add(mesh);
    return mesh;
  }

  private static void assertServes(Mesh mesh) {
    assertEquals(Operations.Phase.READY, mesh.kernel().operations().phase());
    try (FakeClient client = mesh.client(FakeProtocol.MANY)) {
      assertEquals("echo", client.ask("a", "echo"));
    }
  }

  @Test
  void aProtocolThatNobodyProvidesEndsTheSuccessorBeforeItAsks() throws Exception {
    Path file = folder.resolve("mizzen.yaml");
    Files.writeString(file, Files.readString(file).replace("type: fake,", "type: other,"));
    Refusal refusal = assertThrows(Refusal.class, this::successor);
    assertTrue(refusal.getMessage().contains("other"), refusal.getMessage());
    assertServes(old);
    assertEquals(0, old.metric("mizzen_restart_total{result=\"failed\"}"), "it was not asked");
  }

  @Test
  void aFolderInWhichNothingCanBeMadeEndsTheSuccessor() throws Exception {
    // As on a full disk: a socket of its own cannot be had. Permissions do not hold for root, so
    // the
    // name is too long for one (unix(7)), while the door's fits.
    int room = LONGEST_SOCKET - folder.toString().length() - "//run/restart.sock".length();
    Path deep = Files.createDirectories(folder.resolve("x".repeat(room)));
    Mesh first = new Mesh(deep).start(sketch);
    meshes.add(first);
    assertThrows(Refusal.class, () -> new Mesh(deep).takeOver());
    assertServes(first);
  }

  @Test
  void aSuccessorThatIsSucceededAtOnceLeavesTheNextOneItsWay() throws Exception {
    // All of these have the same process number, as processes of two containers may.
    for (int i = 0; i < ROUNDS; i++) {
      assertServes(successor());
    }
  }

  @Test
  void aProcessThatDrainsIsNotSucceeded() throws Exception {
    old.kernel().control().drain().join();
    Refusal refusal = assertThrows(Refusal.class, this::successor);
    assertTrue(refusal.getMessage().contains("draining"), refusal.getMessage());
    assertEquals(1, old.metric("mizzen_restart_total{result=\"refused\"}"));
    old.kernel().control().undrain().join();
    assertServes(successor());
    assertEquals(0, old.kernel().await());
  }

  @Test
  void reloadsAllAroundDoNotDisturb() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    Thread reloading =
        new Thread(
            () -> {
              while (!over.get()) {
                old.kernel().control().reload().join();
              }
            });
    reloading.start();
    try (FakeClient client = old.client(FakeProtocol.MANY)) {
      assertEquals("echo", client.ask("a", "echo"));
      Mesh next = successor();
      over.set(true);
      reloading.join();
      assertEquals("echo", client.ask("a", "echo"));
      assertServes(next);
      assertEquals(0, old.kernel().await());
    }
  }
}
