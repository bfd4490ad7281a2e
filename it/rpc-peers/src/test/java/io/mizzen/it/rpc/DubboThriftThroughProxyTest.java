package io.mizzen.it.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.testkit.proxy.EmbeddedProxy;
import io.mizzen.testkit.proxy.Forwarding;
import io.mizzen.testkit.proxy.PeerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A consumer and a provider of Dubbo 2.7 that speak its thrift protocol, with the proxy between.
 */
class DubboThriftThroughProxyTest {
  private static PeerProcess provider;
  private static PeerProcess consumer;
  private static PeerProcess late;
  private static EmbeddedProxy proxy;

  @BeforeAll
  static void start() throws Exception {
    int port = PeerProcess.freePort();
    provider = DubboVersion.V2_7_0.start(DubboThriftPeer.class, "provider", String.valueOf(port));
    proxy =
        EmbeddedProxy.packaged(
            Forwarding.all("dubboThrift", port)
                .replace("workers: 1", "workers: 2")
                .replace("everything, cluster", "demo, match: {service: SERVICE}, cluster")
                .replace("SERVICE", Demo.Iface.class.getName()));
    consumer = consumer();
    late = consumer();
    assertEquals("ready", provider.next());
    assertEquals("ready", consumer.next());
    assertEquals("ready", late.next());
    connect(consumer);
    connect(late);
  }

  /**
   * On a busy machine a provider of 2.7.0 may close a connection on which the first call comes
   * right behind the handshake, without a word (as seen in its system calls); the second one is
   * served.
   */
  private static void connect(PeerProcess caller) {
    int tries = 5;
    while (!caller.ask("say x").equals("hi x") && tries > 0) {
      tries--;
    }
  }

  private static PeerProcess consumer() {
    return start(DubboVersion.V2_7_0, proxy);
  }

  @AfterAll
  static void stop() {
    consumer.close();
    late.close();
    proxy.close();
    provider.close();
  }

  @Test
  void callsAreRoutedAndAnswered() {
    assertEquals("hi mizzen", consumer.ask("say mizzen"));
    assertEquals("xx", consumer.ask("twice x"));
  }

  /** A provider keeps the method of each id it has seen, whichever connection it came on. */
  @Test
  void callsOfTwoConnectionsAreNotMixedUpByTheProvider() {
    for (int i = 0; i < 10; i++) {
      assertEquals("hi x", consumer.ask("say x"));
      assertEquals("xx", late.ask("twice x"));
    }
    assertEquals(2, proxy.metric("mizzen_listener_connections"));
  }

  @Test
  void anExceptionOfTheServiceArrives() {
    String answer = consumer.ask("say boom");
    assertTrue(answer.startsWith("! org.apache.dubbo.rpc.RpcException"), answer);
    assertTrue(answer.contains("bad boom"), answer);
    assertEquals("hi after", consumer.ask("say after"));
  }

  /** In the short header, and in the long one that later consumers write and look for. */
  @ParameterizedTest
  @EnumSource(
      value = DubboVersion.class,
      names = {"V2_7_0", "V2_7"})
  void failuresHereAreToldInTheConsumersWords(DubboVersion version) throws Exception {
    String yaml = Forwarding.all("dubboThrift", PeerProcess.freePort());
    String routed = yaml.replace("everything, cluster", "demo, match: {service: other}, cluster");
    try (EmbeddedProxy nobody = EmbeddedProxy.packaged(yaml);
        EmbeddedProxy other = EmbeddedProxy.packaged(routed);
        PeerProcess lonely = start(version, nobody);
        PeerProcess lost = start(version, other)) {
      told("mizzen: connect_failed", lonely);
      told("mizzen: no_route", lost);
    }
  }

  private static PeerProcess start(DubboVersion version, EmbeddedProxy at) {
    return version.start(DubboThriftPeer.class, "consumer", String.valueOf(at.port("rpc")));
  }

  private static void told(String words, PeerProcess consumer) {
    assertEquals("ready", consumer.next());
    String answer = consumer.ask("say x");
    assertTrue(answer.startsWith("! org.apache.dubbo.rpc.RpcException"), answer);
    assertTrue(answer.contains(words), answer);
  }
}
