package io.mizzen.it.bolt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.kernel.boot.Refusal;
import io.mizzen.testkit.proxy.EmbeddedProxy;
import io.mizzen.testkit.proxy.Forwarding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A proxy that is succeeded by the next one all the time, as at a hot restart: callers keep their
 * connections and must not notice.
 */
final class UpgradingProxy implements ProxyUnderTest {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Path instance;
  private final String yaml;
  private final Thread upgrading;
  private final int port;
  private volatile EmbeddedProxy now;
  private volatile boolean over;
  private volatile @Nullable Exception failure;
  private final AtomicInteger upgrades = new AtomicInteger();

  private UpgradingProxy(Path instance, String yaml) throws Refusal {
    this.instance = instance;
    this.yaml = yaml;
    this.now = EmbeddedProxy.packaged(instance, yaml);
    this.port = now.port("rpc");
    this.upgrading = new Thread(this::upgrade, "upgrading");
    upgrading.setDaemon(true);
    upgrading.start();
  }

  static UpgradingProxy before(int upstreamPort) throws IOException, Refusal {
    return new UpgradingProxy(
        Files.createTempDirectory("mizzen-it"),
        // Many upgrades in a few seconds: nobody looks at how long a call takes.
        Forwarding.all("bolt", upstreamPort) + "warmUp: {when: never}\n");
  }

  private void upgrade() {
    try {
      while (!over) {
        LockSupport.parkNanos(PAUSE_NANOS);
        EmbeddedProxy before = now;
        EmbeddedProxy next = EmbeddedProxy.successor(instance, yaml);
        now = next;
        before.await();
        before.close();
        upgrades.incrementAndGet();
      }
    } catch (Refusal e) {
      failure = e;
    }
  }

  @Override
  public int port() {
    return port;
  }

  /** How many have been succeeded so far. */
  int upgrades() {
    return upgrades.get();
  }

  /** Whether it still is succeeded again and again. */
  boolean isUpgrading() {
    return upgrading.isAlive();
  }

  @Override
  public long heartbeatsAnswered() {
    return now.metric(SteadyProxy.HEARTBEATS);
  }

  @Override
  public void close() {
    // The calls may have been quick.
    while (upgrades.get() < 2 && upgrading.isAlive()) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    over = true;
    try {
      upgrading.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // Counts go on from one to the next.
    long movedIn = now.metric("mizzen_listener_moved_total", "direction=\"in\"");
    long refused = now.metric("mizzen_listener_moved_total", "direction=\"refused\"");
    long drained = now.metric("mizzen_listener_closed_total", "why=\"drained\"");
    now.close();
    if (failure != null) {
      throw new AssertionError(failure);
    }
    assertTrue(movedIn > 0, "connections moved in " + upgrades + " upgrades");
    assertEquals(0, refused);
    assertEquals(0, drained);
  }
}
