package io.mizzen.it.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.testkit.proxy.EmbeddedProxy;
import io.mizzen.testkit.proxy.Forwarding;
import io.mizzen.testkit.proxy.PeerProcess;
import org.apache.dubbo.config.ReferenceConfig;
import org.apache.dubbo.rpc.RpcException;
import org.apache.dubbo.rpc.StatusRpcException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Triple, Dubbo's protocol on HTTP/2, needs no plugin of its own: it is gRPC to a proxy. */
class TripleThroughProxyTest extends HelloCalls {
  private static EmbeddedProxy proxy;
  private static ReferenceConfig<Hello> reference;
  private static Hello hello;

  @BeforeAll
  static void start() throws Exception {
    Peers.stayOnLoopback();
    proxy = EmbeddedProxy.packaged(http2To(Peers.tripleProvider()));
    reference = Peers.tripleConsumer(proxy.port("rpc"));
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
  }

  private static String http2To(int port) {
    return Forwarding.all("http2", port);
  }

  @Test
  void callsAreAnswered() {
    assertEquals("hi triple*3 null", hello.hi("triple", 3));
  }

  @Test
  void aProviderThatCannotBeReachedIsUnavailableToTheConsumer() throws Exception {
    try (EmbeddedProxy nobody = EmbeddedProxy.packaged(http2To(PeerProcess.freePort()))) {
      ReferenceConfig<Hello> config = Peers.tripleConsumer(nobody.port("rpc"));
      Hello far = config.get();
      RpcException thrown = assertThrows(RpcException.class, far::noted);
      Throwable status = thrown instanceof StatusRpcException ? thrown : thrown.getCause();
      assertTrue(String.valueOf(status).contains("UNAVAILABLE"), String.valueOf(thrown));
      config.destroy();
    }
  }
}
