package io.mizzen.kernel.restart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Either process is killed at every message: when it has just sent it, or just received it. The one
 * that dies is an actor in a process of its own, ended by SIGKILL; the other one a whole kernel. A
 * new kind of message without a row fails here.
 */
class DeathMatrixTest {
  @TempDir Path folder;
  private final FakeUpstream upstream = new FakeUpstream();
  private final List<Mesh> meshes = new ArrayList<>();
  private final CountDownLatch released = new CountDownLatch(1);

  /** What is left of the process that lives on, and of a connection that was open. */
  private enum Outcome {
    /** The incumbent serves as if nothing had happened, or again. */
    SERVES,
    /** The incumbent has let go; it serves the connection to its end, then ends. */
    KEEPS,
    /** The connection was the successor's and is gone with it; the incumbent ends. */
    LOST,
    /** As one of the two before: whose it was is a matter of microseconds, but it was one's. */
    KEEPS_OR_LOST,
    /** The successor serves, and the connection too. */
    TAKES_OVER_ALL,
    /** The successor serves new connections; the open one ended with its owner. */
    TAKES_OVER,
    /** The successor ends with a sentence. */
    ENDS
  }

  private static final Map<Kind, Outcome> SUCCESSOR_DIES = new EnumMap<>(Kind.class);
  private static final Map<Kind, Outcome> INCUMBENT_DIES = new EnumMap<>(Kind.class);

  private static void row(Kind kind, Outcome successorDies, Outcome incumbentDies) {
    SUCCESSOR_DIES.put(kind, successorDies);
    INCUMBENT_DIES.put(kind, incumbentDies);
  }

  static {
    row(Kind.HELLO, Outcome.SERVES, Outcome.TAKES_OVER);
    row(Kind.REFUSED, Outcome.SERVES, Outcome.ENDS);
    row(Kind.LISTENER, Outcome.SERVES, Outcome.TAKES_OVER);
    row(Kind.STATE, Outcome.SERVES, Outcome.TAKES_OVER);
    row(Kind.END, Outcome.SERVES, Outcome.TAKES_OVER);
    row(Kind.READY, Outcome.SERVES, Outcome.TAKES_OVER);
    row(Kind.RELEASED, Outcome.SERVES, Outcome.TAKES_OVER);
    row(Kind.CONNECTION, Outcome.KEEPS, Outcome.TAKES_OVER_ALL);
    row(Kind.ARRIVED, Outcome.KEEPS_OR_LOST, Outcome.TAKES_OVER_ALL);
    row(Kind.DECLINED, Outcome.KEEPS, Outcome.TAKES_OVER);
    row(Kind.LEFT, Outcome.LOST, Outcome.TAKES_OVER_ALL);
    row(Kind.ANSWER, Outcome.LOST, Outcome.TAKES_OVER_ALL);
    row(Kind.CLOSE, Outcome.LOST, Outcome.TAKES_OVER);
    row(Kind.GONE, Outcome.LOST, Outcome.TAKES_OVER);
    row(Kind.SERVING, Outcome.KEEPS, Outcome.TAKES_OVER);
    row(Kind.PROGRESS, Outcome.SERVES, Outcome.TAKES_OVER);
    row(Kind.BYE, Outcome.LOST, Outcome.TAKES_OVER_ALL);
  }

  @BeforeEach
  void upstream() throws IOException {
    assumeTrue(Epoll.isAvailable(), "sockets pass through epoll only");
    upstream.on("late", (frame, call) -> later(frame, call, false));
    upstream.on("cut", (frame, call) -> later(frame, call, true));
    Mesh.Sketch sketch = new Mesh.Sketch(upstream);
    sketch.transport = "epoll";
    Files.writeString(folder.resolve("mizzen.yaml"), sketch.yaml());
    Files.createDirectories(folder.resolve("run"));
  }

  @AfterAll
  static void dismiss() {
    DyingProcess.dismissAll();
  }

  @AfterEach
  void end() {
    released.countDown();
    upstream.close();
    meshes.forEach(Mesh::close);
  }

  private void later(Frame frame, FakeUpstream.Call call, boolean cut) {
    if (frame.kind() != Frame.HEAD) {
      return;
    }
    Thread answer =
        new Thread(
            () -> {
              try {
                released.await();
                call.answer(frame, 0, "0\nlate");
                call.body(frame, "late", !cut);
                if (cut) {
                  call.end();
                }
              } catch (IOException | InterruptedException gone) {
                call.end(); // nobody waits for it any more
              }
            });
    answer.setDaemon(true);
    answer.start();
  }

  private static Outcome expected(Map<Kind, Outcome> rows, Kind kind) {
    Outcome outcome = rows.get(kind);
    assertNotNull(outcome, "say what becomes of either process when the other dies at " + kind);
    return outcome;
  }

  // ---- the successor dies ---------------------------------------------------------------------

  @ParameterizedTest
  @EnumSource(Kind.class)
  void whenTheSuccessorDies(Kind at) throws Exception {
    final Outcome outcome = expected(SUCCESSOR_DIES, at);
    Mesh old = new Mesh(folder).start(Files.readString(folder.resolve("mizzen.yaml")));
    meshes.add(old);
    try (FakeClient client = old.client(FakeProtocol.MANY)) {
      assertEquals("echo", client.ask("a", "echo"));
      client.request(Frame.LAST, "a", at == Kind.CLOSE ? "cut" : "late");
      Mesh.await("it is with the upstream", () -> upstream.heads().size() == 2);
      try (DyingProcess successor = DyingProcess.begin("successor", folder.resolve("run"), at)) {
        if (at == Kind.ANSWER || at == Kind.CLOSE || at == Kind.BYE) {
          successor.on("moved", released::countDown);
        }
        successor.awaitDeath();
      }
      released.countDown();
      judgeIncumbent(outcome, old, client);
    }
  }

  private static void judgeIncumbent(Outcome outcome, Mesh old, FakeClient client) {
    if (outcome == Outcome.SERVES) {
      Mesh.await("it serves", () -> old.kernel().operations().phase() == Operations.Phase.READY);
      assertEquals("late", answer(client));
      try (FakeClient other = old.client(FakeProtocol.MANY)) {
        assertEquals("echo", other.ask("a", "echo"));
      }
      return;
    }
    String late = answer(client);
    if (outcome == Outcome.KEEPS) {
      assertEquals("late", late);
    } else if (outcome == Outcome.LOST) {
      assertNull(late);
    } else {
      assertTrue(late == null || late.equals("late"), "neither");
    }
    assertEquals(0, old.kernel().await());
  }

  /**
   * The body of the late answer, after whatever the connection was told; null if it ended before.
   */
  private static String answer(FakeClient client) {
    for (Frame frame = client.next(); frame != null; frame = client.next()) {
      if (frame.kind() == Frame.BODY) {
        return frame.text();
      }
    }
    return null;
  }

  private static void tell(DyingProcess process, String line) {
    try {
      process.say(line);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  // ---- the incumbent dies ---------------------------------------------------------------------

  @ParameterizedTest
  @EnumSource(Kind.class)
  void whenTheIncumbentDies(Kind at) throws Exception {
    final Outcome outcome = expected(INCUMBENT_DIES, at);
    try (DyingProcess incumbent = DyingProcess.begin("incumbent", folder.resolve("run"), at);
        FakeClient client =
            new FakeClient(Integer.parseInt(incumbent.await("port")), FakeProtocol.MANY)) {
      incumbent.await("accepted");
      incumbent.on(
          "abort",
          () -> {
            client.abort();
            tell(incumbent, "aborted");
          });
      Mesh next = new Mesh(folder);
      if (outcome == Outcome.ENDS) {
        assertThrows(Refusal.class, next::takeOver);
        return;
      }
      next.takeOver();
      meshes.add(next);
      incumbent.awaitDeath();
      assertEquals(Operations.Phase.READY, next.kernel().operations().phase());
      try (FakeClient other = next.client(FakeProtocol.MANY)) {
        assertEquals("echo", other.ask("a", "echo"));
      }
      if (outcome == Outcome.TAKES_OVER_ALL) {
        if (at == Kind.ANSWER || at == Kind.BYE) {
          assertEquals(DyingIncumbent.ANSWER, client.receive().text());
        }
        assertEquals("echo", client.ask("a", "echo"));
      } else if (at != Kind.GONE) {
        assertNull(client.next());
      }
    }
  }
}
