package io.mizzen.it.bolt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.alipay.remoting.exception.RemotingException;
import com.alipay.remoting.rpc.RpcClient;
import com.alipay.remoting.rpc.exception.InvokeTimeoutException;
import io.mizzen.testkit.proxy.ConstantLoad;
import io.mizzen.testkit.proxy.EmbeddedProxy;
import io.mizzen.testkit.proxy.Forwarding;
import io.mizzen.testkit.proxy.KilledUnderLoad;
import io.mizzen.testkit.proxy.PeerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two SOFABolt servers under load, of which one is killed and comes back. */
class BoltKillThroughProxyTest {
  private static final int CALLERS = 4;

  /** Far more than a call takes: a time-out of the client is an answer that was lost. */
  private static final int PATIENCE_MILLIS = 60_000;

  @Test
  void aKilledServerCostsAtMostTheCallsItHad() throws Exception {
    int portA = PeerProcess.freePort();
    int portB = PeerProcess.freePort();
    RpcClient client = new RpcClient();
    client.startup();
    try (PeerProcess a = start("a", portA);
        PeerProcess b = start("b", portB);
        EmbeddedProxy proxy = EmbeddedProxy.packaged(Forwarding.repeating("bolt", portA, portB))) {
      a.next();
      b.next();
      List<ConstantLoad.Caller> callers = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        String name = "caller-" + i;
        callers.add(number -> call(client, proxy.port("rpc"), name + "#" + number));
      }
      ConstantLoad load = ConstantLoad.start(callers, CALLERS, BoltKillThroughProxyTest::isClear);
      KilledUnderLoad.play(
          a,
          () -> {
            PeerProcess again = start("a", portA);
            again.next();
            return again;
          },
          List.of(load),
          () -> proxy.metric("mizzen_listener_accepted_total"));
      System.out.println("bolt, " + load);
      assertEquals(1, proxy.metric("mizzen_listener_accepted_total"));
    } finally {
      client.shutdown();
    }
  }

  private static String call(RpcClient client, int port, String text) throws Exception {
    String answer = (String) client.invokeSync("127.0.0.1:" + port, text, PATIENCE_MILLIS);
    int from = answer.indexOf(" from ");
    assertEquals(text, answer.substring(0, from));
    return answer.substring(from + " from ".length());
  }

  /** A status of the proxy's answer; bolt has no room for its text. */
  private static boolean isClear(Exception failure) {
    return failure instanceof RemotingException && !(failure instanceof InvokeTimeoutException);
  }

  private static PeerProcess start(String name, int port) {
    return PeerProcess.start(
        Path.of("target/peers", name + ".log"),
        PeerProcess.ownClassPath(),
        List.of(
            "-Dlogging.path=target/logs",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.math=ALL-UNNAMED"),
        BoltPeer.class.getName(),
        name,
        String.valueOf(port));
  }
}
