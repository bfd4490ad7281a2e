package io.mizzen.it.bolt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.remoting.BizContext;
import com.alipay.remoting.Connection;
import com.alipay.remoting.rpc.RpcClient;
import com.alipay.remoting.rpc.RpcServer;
import com.alipay.remoting.rpc.protocol.SyncUserProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * SOFABolt's own client calls without a break on connections that it opened once, while one kernel
 * after the other takes over. It is given the connection itself, so it could not even connect
 * again.
 */
class KeptConnectionThroughProxyTest {
  private static final int UPGRADES = 5;
  private static final int CALLERS = 2;

  /** All of it is one process: callers that never rest leave the kernels no time to move. */
  private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private static final int PATIENCE_MILLIS = 30_000;

  /** So that pieces of a frame are read before a move and the rest of it behind. */
  private static final int LONGEST = 20_000;

  private final Map<String, AtomicInteger> served = new ConcurrentHashMap<>();

  @Test
  void everyCallIsAnsweredOnceOnTheConnectionItBeganWith() throws Exception {
    RpcServer server = new RpcServer("127.0.0.1", 0);
    server.registerUserProcessor(new Counting());
    server.startup();
    RpcClient client = new RpcClient();
    client.startup();
    ExecutorService callers =
        Executors.newFixedThreadPool(CALLERS * SofaBoltPeers.Dialect.values().length);
    int calls = 0;
    try (UpgradingProxy proxy = UpgradingProxy.before(server.port())) {
      List<Connection> connections = new ArrayList<>();
      List<Future<Integer>> all = new ArrayList<>();
      for (SofaBoltPeers.Dialect dialect : SofaBoltPeers.Dialect.values()) {
        Connection connection =
            client.createStandaloneConnection(
                dialect.address("127.0.0.1", proxy.port()), PATIENCE_MILLIS);
        connections.add(connection);
        for (int caller = 0; caller < CALLERS; caller++) {
          String name = dialect + " " + caller;
          all.add(callers.submit(() -> callOn(client, connection, name, proxy)));
        }
      }
      for (Future<Integer> one : all) {
        calls += one.get(2, TimeUnit.MINUTES);
      }
      assertTrue(proxy.upgrades() >= UPGRADES, "it was succeeded all the time");
      for (Connection connection : connections) {
        assertTrue(connection.isFine(), "it is open still");
        client.closeStandaloneConnection(connection);
      }
    } finally {
      callers.shutdownNow();
      client.shutdown();
      server.shutdown();
    }
    assertEquals(calls, served.size(), "each call has reached the server");
    served.forEach((text, times) -> assertEquals(1, times.get(), text));
  }

  /** Calls until there were enough upgrades; gives how often. */
  private static int callOn(
      RpcClient client, Connection connection, String name, UpgradingProxy proxy) throws Exception {
    int calls = 0;
    while (proxy.upgrades() < UPGRADES && proxy.isUpgrading()) {
      String text = name + " " + calls + " " + "x".repeat(calls * 7_919 % LONGEST);
      assertEquals(text, client.invokeSync(connection, text, PATIENCE_MILLIS));
      calls++;
      LockSupport.parkNanos(REST_NANOS);
    }
    return calls;
  }

  /** Gives back what it got and counts it. */
  private final class Counting extends SyncUserProcessor<String> {
    @Override
    public Object handleRequest(BizContext context, String text) {
      String name = text.substring(0, text.lastIndexOf(' '));
      served.computeIfAbsent(name, first -> new AtomicInteger()).incrementAndGet();
      return text;
    }

    @Override
    public String interest() {
      return String.class.getName();
    }
  }
}
