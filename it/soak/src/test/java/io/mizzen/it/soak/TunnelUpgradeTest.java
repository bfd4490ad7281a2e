package io.mizzen.it.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Tunnels carry bytes both ways all the time while one process takes over from the other, and
 * neither end notices: each byte comes once and in its place, no connection ends.
 */
class TunnelUpgradeTest {
  private static final String YAML =
      """
      version: 1
      warmUp: {requests: 200}
      listeners:
        - name: web
          bind: 127.0.0.1:0
          filterChains:
            - protocol: {type: http1, config: {connect: allow, connectTargets: ['*:443']}}
              routes: web
      routeTables:
        - name: web
          router: {type: httpRouter}
          routes: [{name: all, cluster: web}]
      clusters:
        - {name: web, protocol: {type: http1}, endpoints: ['127.0.0.1:WEB']}
      """;

  private static final long LOOK_NANOS = 5_000_000;
  private static final long PATIENCE_SECONDS = 60;

  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final List<Tunnel> tunnels = new ArrayList<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private volatile boolean over;

  /** How a connection becomes a tunnel. */
  private enum Kind {
    WEB_SOCKET,
    CONNECT;

    String request(int number) {
      return this == CONNECT
          ? "CONNECT " + number + ".soak:443 HTTP/1.1\r\nHost: " + number + ".soak:443\r\n\r\n"
          : "GET /"
              + number
              + ".soak HTTP/1.1\r\nHost: soak\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    }

    String agreement() {
      return this == CONNECT
          ? "HTTP/1.1 200 OK\r\n\r\n"
          : "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    }
  }

  /** Both ends of one, in this process. */
  private final class Tunnel implements AutoCloseable {
    private final Kind kind;
    private final Flow up;
    private final Flow down;
    private final Wire wire;

    Tunnel(Kind kind, int number, int port) throws IOException {
      this.kind = kind;
      up = new Flow(2 * number);
      down = new Flow(2 * number + 1);
      tunnels.add(this);
      wire = Wire.connect(port);
      wire.send(Http.ascii(kind.request(number)));
      String head = String.valueOf(wire.readUntil("\r\n\r\n"));
      assertTrue(head.startsWith(kind == Kind.CONNECT ? "HTTP/1.1 200" : "HTTP/1.1 101"), head);
      start("caller sends", () -> up.send(wire, () -> over));
      start("caller receives", () -> down.receive(wire));
    }

    private void start(String what, Task task) {
      Upstream.thread(
          what,
          () -> {
            try {
              task.run();
            } catch (IOException | RuntimeException e) {
              failures.add(this + ": " + what + ": " + e);
            }
          });
    }

    /** The upstream's end; returns with the caller's last byte. */
    void serve(Wire there) throws IOException {
      there.send(Http.ascii(kind.agreement()));
      start("upstream sends", () -> down.send(there, () -> over));
      up.receive(there);
      await("its own last byte is taken", this::isWhole);
    }

    boolean isWhole() {
      return up.isWhole() && down.isWhole();
    }

    @Override
    public String toString() {
      return kind.name().toLowerCase(Locale.ROOT) + ", up: " + up + "; down: " + down;
    }

    @Override
    public void close() throws IOException {
      wire.close();
    }
  }

  private interface Task {
    void run() throws IOException;
  }

  private void serve(Wire wire, AtomicLong answered) throws IOException {
    String head = String.valueOf(wire.readUntil("\r\n\r\n"));
    accepted.incrementAndGet();
    String target = head.substring(head.indexOf(' ') + 1, head.indexOf(".soak"));
    tunnels.get(Integer.parseInt(target.replace("/", ""))).serve(wire);
  }

  private void await(String what, BooleanSupplier condition) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > until || !failures.isEmpty()) {
        throw new AssertionError(what + " does not come about: " + failures + ' ' + tunnels);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** Something sent after this call has come out at both ends of each tunnel. */
  private void awaitTraffic() {
    List<Flow> flows = tunnels.stream().flatMap(one -> Stream.of(one.up, one.down)).toList();
    long[] before = flows.stream().mapToLong(Flow::sent).toArray();
    for (int i = 0; i < before.length; i++) {
      int index = i;
      await("traffic", () -> flows.get(index).received() > before[index]);
    }
  }

  @Test
  void tunnelsCarryOnWhileProcessesChange() throws Exception {
    final int upgrades = Soak.times(3, 20);
    final int each = Soak.times(3, 50);
    try (Upstream web = new Upstream(0, this::serve, e -> failures.add("upstream: " + e));
        MizzenProcess mizzen =
            MizzenProcess.start(YAML.replace("WEB", String.valueOf(web.port())), "")) {
      int port = mizzen.port("web");
      for (int i = 0; i < each; i++) {
        for (Kind kind : Kind.values()) {
          new Tunnel(kind, tunnels.size(), port);
        }
      }
      awaitTraffic();
      for (int i = 1; i <= upgrades; i++) {
        // Returns when the process before is gone: nothing has stayed in it.
        mizzen.upgrade();
        assertEquals((long) i * tunnels.size(), moved(mizzen, "in"), "all move, each time");
        awaitTraffic();
      }
      over = true;
      for (Tunnel tunnel : tunnels) {
        await("the whole of " + tunnel, tunnel::isWhole);
        tunnel.close();
      }
      assertEquals(0, moved(mizzen, "refused"));
      assertEquals(0, mizzen.sum("mizzen_internal_error_total"));
      assertEquals(tunnels.size(), accepted.get(), "nobody has connected again");
      Soak.tell(
          upgrades
              + " upgrades, "
              + tunnels.size()
              + " tunnels: "
              + Soak.mib(tunnels.stream().mapToLong(one -> one.up.received()).sum())
              + " up, "
              + Soak.mib(tunnels.stream().mapToLong(one -> one.down.received()).sum())
              + " down");
    }
    assertEquals(List.of(), List.copyOf(failures));
  }

  private static long moved(MizzenProcess mizzen, String direction) throws IOException {
    return mizzen.sum("mizzen_listener_moved_total", "direction=\"" + direction + "\"");
  }
}
