package io.mizzen.it.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.it.rpc.Hello.Thing;
import io.mizzen.testkit.proxy.EmbeddedProxy;
import io.mizzen.testkit.proxy.Forwarding;
import io.mizzen.testkit.proxy.PeerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.dubbo.config.ReferenceConfig;
import org.apache.dubbo.remoting.TimeoutException;
import org.apache.dubbo.rpc.RpcContext;
import org.apache.dubbo.rpc.RpcException;
import org.apache.dubbo.rpc.service.GenericService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A consumer and a provider of Apache Dubbo with the proxy between them. */
class DubboThroughProxyTest extends HelloCalls {
  private static int providerPort;
  private static EmbeddedProxy proxy;
  private static ReferenceConfig<Hello> reference;
  private static Hello hello;

  @BeforeAll
  static void start() throws Exception {
    Peers.stayOnLoopback();
    providerPort = Peers.provider();
    proxy = EmbeddedProxy.packaged(Forwarding.all("dubbo", providerPort));
    reference = Peers.consumer(proxy.port("rpc"), "?heartbeat=1000");
    hello = reference.get();
  }

  @Override
  Hello far() {
    return hello;
  }

  @AfterAll
  static void stop() {
    reference.destroy();
    proxy.close();
    // Dubbo's own end waits for time-outs; the process ends anyway
  }

  @Test
  void callsAreAnsweredWithTheirAttachments() {
    RpcContext.getClientAttachment().setAttachment("env", "gray");
    assertEquals("hi mizzen*3 gray", hello.hi("mizzen", 3));
  }

  @Test
  void argumentsOfEveryKindArriveAndTheGroupIsSeenBehindThem() {
    Thing thing = new Thing();
    thing.name = "\u00e9\u4e2d\ud83d\ude00";
    thing.self = thing;
    List<Thing> things = new ArrayList<>(List.of(thing, new Thing(), thing));
    assertEquals("3 2 70000", hello.echo(things, Map.of("a", 1L, "b", 2.5), new byte[70_000]));
  }

  @Test
  void oneWayCallsArriveAndNothingComesBack() {
    int before = hello.noted();
    ReferenceConfig<Hello> oneWay = Peers.consumer(proxy.port("rpc"), "");
    org.apache.dubbo.config.MethodConfig method = new org.apache.dubbo.config.MethodConfig();
    method.setName("note");
    method.setReturn(false);
    oneWay.setMethods(List.of(method));
    oneWay.get().note("a");
    await("the note to arrive", () -> hello.noted() == before + 1);
    oneWay.destroy();
  }

  @Test
  void genericCallsAreRoutedAndAnswered() {
    ReferenceConfig<GenericService> generic = Peers.generic(proxy.port("rpc"));
    Object said =
        generic
            .get()
            .$invoke("hi", new String[] {"java.lang.String", "int"}, new Object[] {"generic", 2});
    assertEquals("hi generic*2 null", said);
    generic.destroy();
  }

  @Test
  void heartbeatsOfTheConsumerAreAnsweredHere() {
    hello.noted();
    await("a heartbeat of the consumer", () -> proxy.metric("dubbo_heartbeats_answered_total") > 0);
    assertEquals("hi again*1 null", hello.hi("again", 1));
  }

  @Test
  void aProviderThatCannotBeReachedIsToldInTheConsumersWords() throws Exception {
    try (EmbeddedProxy nobody =
        EmbeddedProxy.packaged(Forwarding.all("dubbo", PeerProcess.freePort()))) {
      ReferenceConfig<Hello> config = Peers.consumer(nobody.port("rpc"), "");
      RpcException thrown = assertThrows(RpcException.class, () -> config.get().noted());
      assertTrue(thrown.getMessage().contains("mizzen: "), thrown.getMessage());
      config.destroy();
    }
  }

  @Test
  void aCallThatTakesLongerThanItsTimeIsATimeoutForTheConsumer() throws Exception {
    try (EmbeddedProxy impatient =
        EmbeddedProxy.packaged(
            Forwarding.all("dubbo", providerPort)
                .replace("cluster: peer}", "cluster: peer, timeout: 100ms}"))) {
      ReferenceConfig<Hello> config = Peers.consumer(impatient.port("rpc"), "");
      Exception thrown =
          assertThrows(
              Exception.class, () -> config.get().later("never", 2000).get(5, TimeUnit.SECONDS));
      assertInstanceOf(TimeoutException.class, thrown.getCause());
      config.destroy();
    }
  }

  /** The provider dies as far as the proxy sees: a listener that takes a call and closes. */
  @Test
  void aProviderThatDiesUnderItsCallsIsToldAtOnce() throws Exception {
    try (ServerSocket dying = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        EmbeddedProxy before =
            EmbeddedProxy.packaged(Forwarding.all("dubbo", dying.getLocalPort()))) {
      Thread killer = new Thread(() -> killAfterFirstBytes(dying));
      killer.setDaemon(true);
      killer.start();
      ReferenceConfig<Hello> config = Peers.consumer(before.port("rpc"), "");
      Hello far = config.get();
      for (int i = 0; i < 5; i++) {
        RpcException thrown = assertThrows(RpcException.class, far::noted);
        assertTrue(thrown.getMessage().contains("mizzen: "), thrown.getMessage());
      }
      config.destroy();
    }
  }

  private static void killAfterFirstBytes(ServerSocket listener) {
    while (!listener.isClosed()) {
      try (Socket socket = listener.accept()) {
        int read = socket.getInputStream().read();
        assertTrue(read >= 0);
      } catch (IOException e) {
        return; // the test is over
      }
    }
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "waited too long for " + what);
      java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
    }
  }
}
