package io.mizzen.kernel.operate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mizzen.kernel.config.model.ClusterConfig;
import io.mizzen.kernel.config.model.EndpointConfig;
import io.mizzen.kernel.config.model.RuntimeConfig;
import io.mizzen.kernel.config.model.TcpProxyConfig;
import io.mizzen.kernel.config.model.WorkerSubsetConfig;
import io.mizzen.kernel.network.Workers;
import io.mizzen.kernel.telemetry.MetricsRegistry;
import io.mizzen.spi.config.ByteSize;
import io.mizzen.spi.config.Component;
import io.mizzen.spi.config.HostPort;
import io.mizzen.spi.config.Ratio;
import io.mizzen.spi.upstream.LoadBalancer;
import io.netty.channel.epoll.Epoll;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A TCP proxy is rehearsed too, and connections move as they do between processes. */
class WarmUpBytesTest {
  private static final LoadBalancer.Builder FIRST =
      (endpoints, worker) -> context -> endpoints.get(0);

  @TempDir Path folder;
  private final MetricsRegistry registry = new MetricsRegistry();

  private WarmUpRound run(Workers workers, int requests) throws Exception {
    TcpProxyConfig config = Defaults.of(TcpProxyConfig.class, "{cluster: raw}");
    try (WarmUpStage stage = new WarmUpBytes(config, cluster(), FIRST, workers, registry)) {
      stage.open();
      return stage.run(requests, Duration.ofSeconds(30).toNanos(), folder);
    }
  }

  private static ClusterConfig cluster() {
    return new ClusterConfig(
        "raw",
        null,
        new Component("first", null, new Nothing()),
        Duration.ofSeconds(1),
        List.of(new EndpointConfig(new HostPort("127.0.0.1", 1), 1, Map.of())),
        null,
        null,
        null,
        null,
        new Ratio(0.5),
        1024,
        Defaults.of(WorkerSubsetConfig.class, "{}"),
        new ByteSize(1 << 18));
  }

  private record Nothing() {}

  private static RuntimeConfig workers(String transport) {
    return Defaults.of(RuntimeConfig.class, "{workers: 2, transport: " + transport + "}");
  }

  @Test
  void bytesGoThereAndBackWhileConnectionsMove() throws Exception {
    assumeTrue(Epoll.isAvailable(), "sockets pass through epoll only");
    try (Workers workers = Workers.start(workers("epoll"))) {
      WarmUpRound round = run(workers, 300);
      assertEquals(300, round.answeredTotal(), round.lastFailure());
      assertEquals(0, round.failedTotal(), round.lastFailure());
      long moved = registry.sum("mizzen_listener_moved_total", Map.of("direction", "in"));
      assertTrue(moved > 0, "no connection has moved");
    }
    try (var left = Files.list(folder)) {
      assertEquals(0, left.count(), "a socket's file is left");
    }
  }

  @Test
  void withoutATransportThatPassesSocketsNothingMoves() throws Exception {
    try (Workers workers = Workers.start(workers("nio"))) {
      assertEquals(300, run(workers, 300).answeredTotal());
    }
    assertEquals(0, registry.sum("mizzen_listener_moved_total", Map.of("direction", "in")));
  }
}
