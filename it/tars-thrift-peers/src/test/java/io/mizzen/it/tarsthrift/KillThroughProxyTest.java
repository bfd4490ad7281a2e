package io.mizzen.it.tarsthrift;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mizzen.testkit.proxy.ConstantLoad;
import io.mizzen.testkit.proxy.EmbeddedProxy;
import io.mizzen.testkit.proxy.Forwarding;
import io.mizzen.testkit.proxy.KilledUnderLoad;
import io.mizzen.testkit.proxy.PeerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.junit.jupiter.api.Test;

/** Two servers under load, of which one is killed and comes back. */
class KillThroughProxyTest {
  private static final int CALLERS = 4;

  @Test
  void aKilledServerOfTarsCostsAtMostTheCallsItHad() throws Exception {
    int portA = PeerProcess.freePort();
    int portB = PeerProcess.freePort();
    try (PeerProcess a = start("tars", "a", portA);
        PeerProcess b = start("tars", "b", portB);
        EmbeddedProxy proxy = EmbeddedProxy.packaged(Forwarding.repeating("tars", portA, portB))) {
      a.next();
      b.next();
      HelloPrx hello = TarsPeers.client(proxy.port("rpc"));
      List<ConstantLoad.Caller> callers = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        String name = "caller-" + i;
        callers.add(number -> who(name + "#" + number, hello.hello(number, name)));
      }
      play("tars", a, portA, callers, proxy);
    }
  }

  @Test
  void aKilledServerOfThriftCostsAtMostTheCallsItHad() throws Exception {
    int portA = PeerProcess.freePort();
    int portB = PeerProcess.freePort();
    List<EchoClient> clients = new ArrayList<>();
    try (PeerProcess a = start("thrift", "a", portA);
        PeerProcess b = start("thrift", "b", portB);
        EmbeddedProxy proxy =
            EmbeddedProxy.packaged(Forwarding.repeating("thrift", portA, portB))) {
      a.next();
      b.next();
      List<ConstantLoad.Caller> callers = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        String name = "caller-" + i;
        EchoClient client = new EchoClient(proxy.port("rpc"), new TBinaryProtocol.Factory());
        clients.add(client);
        callers.add(
            number -> who("hi " + name + "#" + number, client.call("say", name + "#" + number)));
      }
      play("thrift", a, portA, callers, proxy);
    } finally {
      clients.forEach(EchoClient::close);
    }
  }

  private static void play(
      String protocol,
      PeerProcess a,
      int portA,
      List<ConstantLoad.Caller> callers,
      EmbeddedProxy proxy) {
    ConstantLoad load = ConstantLoad.start(callers, CALLERS, KillThroughProxyTest::isClear);
    KilledUnderLoad.play(
        a,
        () -> {
          PeerProcess again = start(protocol, "a", portA);
          again.next();
          return again;
        },
        List.of(load),
        () -> proxy.metric("mizzen_listener_accepted_total"));
    System.out.println(protocol + ", " + load);
  }

  private static String who(String expected, String answer) {
    int from = answer.indexOf(" from ");
    assertEquals(expected, answer.substring(0, from));
    return answer.substring(from + " from ".length());
  }

  /** An answer of the proxy in the protocol's words, not a connection that broke. */
  private static boolean isClear(Exception failure) {
    return String.valueOf(failure.getMessage()).contains("mizzen: upstream_")
        || String.valueOf(failure.getCause()).contains("mizzen: upstream_");
  }

  private static PeerProcess start(String protocol, String name, int port) {
    return PeerProcess.start(
        Path.of("target/peers", protocol + "-" + name + ".log"),
        PeerProcess.ownClassPath(),
        List.of(
            "-Dslf4j.provider=ch.qos.logback.classic.spi.LogbackServiceProvider",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-exports=java.base/sun.reflect.generics.reflectiveObjects=ALL-UNNAMED",
            "--add-opens=java.base/sun.reflect.generics.reflectiveObjects=ALL-UNNAMED"),
        KillPeer.class.getName(),
        protocol,
        name,
        String.valueOf(port));
  }
}
