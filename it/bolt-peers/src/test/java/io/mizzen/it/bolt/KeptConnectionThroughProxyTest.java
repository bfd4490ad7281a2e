package io.mizzen.it.bolt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.remoting.Connection;
import com.alipay.remoting.rpc.RpcClient;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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

  @Test
  void everyCallIsAnsweredOnceOnTheConnectionItBeganWith() throws Exception {
    Executions executions = new Executions();
    BoltProvider server = new BoltProvider(executions);
    RpcClient client = new RpcClient();
    client.startup();
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS * Dialect.values().length);
    Set<String> made = new HashSet<>();
    try (UpgradingProxy proxy = UpgradingProxy.before(server.port())) {
      List<Connection> connections = new ArrayList<>();
      List<Future<Set<String>>> all = new ArrayList<>();
      for (Dialect dialect : Dialect.values()) {
        Connection connection =
            client.createStandaloneConnection(dialect.address(proxy.port()), PATIENCE_MILLIS);
        connections.add(connection);
        for (int caller = 0; caller < CALLERS; caller++) {
          String name = dialect + " " + caller;
          all.add(callers.submit(() -> callOn(client, connection, name, proxy)));
        }
      }
      for (Future<Set<String>> one : all) {
        made.addAll(one.get(2, TimeUnit.MINUTES));
      }
      assertTrue(proxy.upgrades() >= UPGRADES, "it was succeeded all the time");
      for (Connection connection : connections) {
        assertTrue(connection.isFine(), "it is open still");
        client.closeStandaloneConnection(connection);
      }
    } finally {
      callers.shutdownNow();
      client.shutdown();
      server.close();
    }
    assertEquals(Map.of(), executions.otherThanOnce(made));
  }

  /** Calls until there were enough upgrades; gives the names of all calls. */
  private static Set<String> callOn(
      RpcClient client, Connection connection, String name, UpgradingProxy proxy) throws Exception {
    Set<String> made = new HashSet<>();
    while (proxy.upgrades() < UPGRADES && proxy.isUpgrading()) {
      Question question = Question.of(name + " " + made.size());
      made.add(question.text);
      Answer.check(question, client.invokeSync(connection, question, PATIENCE_MILLIS));
      LockSupport.parkNanos(REST_NANOS);
    }
    return made;
  }
}
