package io.mizzen.it.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mizzen.testkit.proxy.ConstantLoad;
import io.mizzen.testkit.proxy.EmbeddedProxy;
import io.mizzen.testkit.proxy.KilledUnderLoad;
import io.mizzen.testkit.proxy.PeerProcess;
import java.util.ArrayList;
import java.util.List;
import org.apache.dubbo.config.ReferenceConfig;
import org.apache.dubbo.rpc.RpcException;
import org.junit.jupiter.api.Test;

/** Two providers under load, of which one is killed and comes back. */
class DubboKillThroughProxyTest {
  private static final int CALLERS = 4;

  /** Far more than a call takes: a time-out of the consumer is an answer that was lost. */
  private static final int PATIENCE_MILLIS = 60_000;

  /**
   * By default a call that may have been done is not done again, and its consumer is told; a
   * service that bears it loses none.
   */
  @Test
  void aKilledProviderCostsAtMostTheCallsItHadAndNoneIfTheyMayBeRepeated() throws Exception {
    Peers.stayOnLoopback();
    Peers.provider(); // Dubbo in this process
    int portA = PeerProcess.freePort();
    int portB = PeerProcess.freePort();
    try (PeerProcess a = DubboVersion.V2_7.provider("a", portA);
        PeerProcess b = DubboVersion.V3_3.provider("b", portB)) {
      a.next();
      b.next();
      try (EmbeddedProxy proxy = EmbeddedProxy.packaged(config(portA, portB))) {
        ReferenceConfig<Hello> once = Peers.consumer(proxy.port("once"), "");
        ReferenceConfig<Hello> again = Peers.consumer(proxy.port("again"), "");
        once.setTimeout(PATIENCE_MILLIS);
        again.setTimeout(PATIENCE_MILLIS);
        ConstantLoad told = load(once.get(), CALLERS);
        ConstantLoad repeated = load(again.get(), 0);
        KilledUnderLoad.play(
            a,
            () -> {
              PeerProcess revived = DubboVersion.V2_7.provider("a", portA);
              revived.next();
              return revived;
            },
            List.of(told, repeated),
            () -> proxy.metric("mizzen_listener_accepted_total"));
        System.out.println("dubbo, once: " + told + "; again: " + repeated);
        assertEquals(2, proxy.metric("mizzen_listener_accepted_total"));
        once.destroy();
        again.destroy();
      }
    }
  }

  private static String config(int portA, int portB) {
    return """
        version: 1
        runtime: {workers: 1}
        listeners:
          - {name: once, bind: "127.0.0.1:0", filterChains: [{protocol: {type: dubbo}, routes: once}]}
          - {name: again, bind: "127.0.0.1:0", filterChains: [{protocol: {type: dubbo}, routes: again}]}
        routeTables:
          - name: once
            router: {type: serviceRouter}
            routes:
              - {name: once, cluster: peers, retry: {attempts: 2, budget: 100%, conditions: &broken [connect_failed, upstream_closed, upstream_reset]}}
          - name: again
            router: {type: serviceRouter}
            routes:
              - {name: again, cluster: peers, retry: {attempts: 2, budget: 100%, requests: all, conditions: *broken}}
        clusters:
          - {name: peers, protocol: {type: dubbo}, endpoints: ["127.0.0.1:AAAA", "127.0.0.1:BBBB"]}
        """
        .replace("AAAA", String.valueOf(portA))
        .replace("BBBB", String.valueOf(portB));
  }

  private static ConstantLoad load(Hello hello, int mostFailures) {
    List<ConstantLoad.Caller> all = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      String name = "caller-" + i;
      all.add(
          number -> {
            String answer = hello.greet(name, number);
            assertEquals(name + "#" + number, answer.substring(0, answer.indexOf(' ')));
            return answer.substring(answer.lastIndexOf(' ') + 1);
          });
    }
    return ConstantLoad.start(all, mostFailures, DubboKillThroughProxyTest::isClear);
  }

  /** An answer of the proxy in Dubbo's words, not one that the consumer made up. */
  private static boolean isClear(Exception failure) {
    return failure instanceof RpcException
        && String.valueOf(failure.getMessage()).contains("mizzen: upstream_");
  }
}
