package io.mizzen.it.bolt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.remoting.rpc.RpcServer;
import io.mizzen.testkit.proxy.EmbeddedProxy;
import io.mizzen.testkit.proxy.Forwarding;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The health check by heartbeat, asked of a real server. */
class HealthThroughProxyTest {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  @Test
  void anEndpointIsSetAsideWhileItsServerIsGone() throws Exception {
    RpcServer server = new RpcServer("127.0.0.1", 0);
    server.startup();
    try (EmbeddedProxy proxy =
        EmbeddedProxy.packaged(
            Forwarding.all("bolt", server.port())
                + "    panicThreshold: 0%\n"
                + "    healthCheck: {check: {type: boltCheck, config: {version: v2}},"
                + " interval: 100ms, rise: 1, fall: 1}\n")) {
      awaitHealthy(proxy, true);
      server.shutdown();
      awaitHealthy(proxy, false);
      try (Socket caller = RawPeers.connect(proxy.port("rpc"))) {
        RawPeers.send(caller, RawPeers.request(1, 3, "any", 0));
        assertArrayEquals(RawPeers.bare(3, 6), RawPeers.receive(caller), "no endpoint");
      }
    }
  }

  private static void awaitHealthy(EmbeddedProxy proxy, boolean wanted) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    Map<?, ?> endpoint = endpoint(proxy);
    while (!settled(endpoint, wanted) && System.nanoTime() < end) {
      Thread.onSpinWait();
      endpoint = endpoint(proxy);
    }
    assertTrue(settled(endpoint, wanted), String.valueOf(endpoint));
  }

  private static boolean settled(Map<?, ?> endpoint, boolean wanted) {
    return String.valueOf(endpoint.get("state")).equals(wanted ? "ready" : "shut")
        && String.valueOf(endpoint.get("healthy")).equals(String.valueOf(wanted));
  }

  private static Map<?, ?> endpoint(EmbeddedProxy proxy) {
    List<?> all = (List<?>) proxy.view("endpoints", Map.of("cluster", "peer"));
    assertEquals(1, all.size());
    return (Map<?, ?>) all.get(0);
  }
}
