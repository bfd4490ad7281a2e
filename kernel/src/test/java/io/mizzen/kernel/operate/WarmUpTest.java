package io.mizzen.kernel.operate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mizzen.kernel.fake.FakeClient;
import io.mizzen.kernel.fake.FakeProtocol;
import io.mizzen.kernel.fake.FakeUpstream;
import io.mizzen.kernel.fake.Mesh;
import io.mizzen.spi.operate.Operations;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.stream.FilterStatus;
import io.mizzen.spi.stream.Outcome;
import io.mizzen.spi.stream.StreamContext;
import io.mizzen.spi.stream.StreamFilter;
import io.netty.channel.epoll.Epoll;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Made-up requests run through all the code that real ones run through, and nobody sees them. */
class WarmUpTest {
  @TempDir Path folder;
  private final FakeUpstream upstream = new FakeUpstream();
  private final Mesh.Sketch sketch = new Mesh.Sketch(upstream);
  private final AtomicInteger seen = new AtomicInteger();
  private final Set<String> outcomes = ConcurrentHashMap.newKeySet();
  private Mesh mesh;

  @AfterEach
  void end() {
    if (mesh != null) {
      mesh.close();
    }
    upstream.close();
  }

  private Mesh mesh() {
    Mesh made = new Mesh(folder);
    made.plugin.filter("warm", new Warm());
    return made;
  }

  private void start(String warmUp) {
    sketch.warmUp = warmUp;
    sketch.filters = "[record, warm]";
    mesh = mesh().start(sketch);
  }

  private final class Warm implements StreamFilter {
    @Override
    public FilterStatus onRequest(RequestHead head, StreamContext stream) {
      seen.incrementAndGet();
      return FilterStatus.CONTINUE;
    }

    @Override
    public void onEnd(Outcome outcome, StreamContext stream) {
      outcomes.add(outcome.why().word() + " of " + outcome.attempts());
    }
  }

  @Test
  void madeUpRequestsGoAllTheWayAndNobodySeesThem() {
    start("{when: always, requests: 300, max: 30s}");
    assertTrue(seen.get() >= 300, "made-up requests: " + seen);
    assertEquals(Set.of("ok of 1"), outcomes);
    assertEquals(0, upstream.connections.get(), "the upstream heard of it");
    assertTrue(mesh.ends.isEmpty(), "a filter that was not meant for it heard of it");
    assertEquals(0, mesh.metric("mizzen_listener_accepted_total{listener=\"in\"}"));
    assertEquals(0, mesh.metric("mizzen_upstream_connect_total{cluster=\"up\",result=\"ok\"}"));
    assertEquals(0, mesh.kernel().control().runtime().connections());
    assertEquals(Operations.Phase.READY, mesh.kernel().operations().phase());
    try (FakeClient client = mesh.client(FakeProtocol.MANY)) {
      assertEquals("echo", client.ask("a", "echo"));
    }
    Mesh.await(
        "one stream is counted",
        () ->
            mesh.metric("mizzen_stream_total{listener=\"in\",protocol=\"fake\",result=\"ok\"}")
                == 1);
  }

  @Test
  void everyWorkerAndAPingPongProtocolAreWarmed() {
    sketch.protocol = "turns";
    sketch.workers = 3;
    start("{when: always, requests: 300, max: 30s}");
    assertTrue(seen.get() >= 300, "made-up requests: " + seen);
    assertEquals(Set.of("ok of 1"), outcomes);
  }

  @Test
  void itTakesNoLongerThanItMay() {
    long begin = System.nanoTime();
    start("{when: always, requests: 10000000, max: 50ms}");
    assertTrue(Duration.ofNanos(System.nanoTime() - begin).toSeconds() < 10);
    assertEquals(Operations.Phase.READY, mesh.kernel().operations().phase());
  }

  @Test
  void aFirstStartIsNotHeldUp() {
    start("{}");
    assertEquals(0, seen.get());
  }

  @Test
  void aProcessThatTakesOverIsWarmBeforeItAsks() throws Exception {
    assumeTrue(Epoll.isAvailable(), "sockets pass through epoll only");
    sketch.transport = "epoll";
    start("{requests: 300, max: 30s}");
    assertEquals(0, seen.get());
    Operations.Phase[] whileWarming = new Operations.Phase[1];
    Mesh old = mesh;
    Mesh next = mesh();
    next.plugin.filter(
        "warm",
        new StreamFilter() {
          @Override
          public FilterStatus onRequest(RequestHead head, StreamContext stream) {
            seen.incrementAndGet();
            whileWarming[0] = old.kernel().operations().phase();
            return FilterStatus.CONTINUE;
          }
        });
    next.takeOver();
    mesh = next;
    assertTrue(seen.get() >= 300, "made-up requests: " + seen);
    assertEquals(Operations.Phase.READY, whileWarming[0], "the old one serves meanwhile");
    assertEquals(0, old.kernel().await());
    old.close();
  }

  @Test
  void nothingIsLeftOfIt() {
    start("{when: always, requests: 50, max: 30s}");
    Mesh.await("no connection is left", () -> mesh.kernel().control().runtime().connections() == 0);
    Object view = mesh.kernel().operations().view("connections", Map.of());
    assertTrue(!String.valueOf(view).contains("warm-up"), () -> String.valueOf(view));
  }
}
