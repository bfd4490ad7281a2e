package io.mizzen.it.bolt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.sofa.rpc.api.GenericService;
import com.alipay.sofa.rpc.api.future.SofaResponseFuture;
import com.alipay.sofa.rpc.common.RpcConstants;
import com.alipay.sofa.rpc.config.ApplicationConfig;
import com.alipay.sofa.rpc.config.ConsumerConfig;
import com.alipay.sofa.rpc.core.exception.SofaRpcException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A SOFARPC provider and SOFARPC consumers that do not know of the proxy between them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SofaRpcPeers {
  private static final int PATIENCE_MILLIS = Caller.PATIENCE_MILLIS;

  private final FriendlyGreeter service = new FriendlyGreeter();
  private SofaProvider provider;
  private ProxyUnderTest proxy;

  /** Starts what is between. */
  abstract ProxyUnderTest startProxy(int upstreamPort) throws Exception;

  @BeforeAll
  void start() throws Exception {
    provider = new SofaProvider(service);
    proxy = startProxy(provider.port());
  }

  @AfterAll
  void stop() {
    if (proxy != null) {
      proxy.close();
    }
    provider.close();
  }

  @Test
  void sync() {
    assertEquals("hi mizzen*3", consumer("u1").refer().hi("mizzen", 3));
  }

  @Test
  void richObjectsPass() {
    Map<String, Object> sent = Map.of("k", 42, "l", "\u4f60\u597d");
    assertEquals(sent, consumer("u1").refer().echo(new java.util.HashMap<>(sent)));
  }

  @Test
  void anExceptionOfTheServiceArrives() {
    Greeter greeter = consumer("u1").refer();
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> greeter.boom("x"));
    assertEquals("bad x", thrown.getMessage());
    assertEquals("hi y*1", greeter.hi("y", 1));
  }

  @Test
  void aMissingServiceIsReportedByTheProvider() {
    Greeter greeter = consumer("nobody").refer();
    SofaRpcException thrown = assertThrows(SofaRpcException.class, () -> greeter.hi("x", 1));
    assertTrue(thrown.getMessage().contains("nobody"), thrown.getMessage());
  }

  @Test
  void future() throws Exception {
    Greeter greeter = consumer("u1").setInvokeType(RpcConstants.INVOKER_TYPE_FUTURE).refer();
    greeter.hi("future", 1);
    assertEquals("hi future*1", SofaResponseFuture.getResponse(PATIENCE_MILLIS, true));
  }

  @Test
  void callback() throws Exception {
    BlockingQueue<Object> returned = new LinkedBlockingQueue<>();
    Greeter greeter =
        consumer("u1")
            .setInvokeType(RpcConstants.INVOKER_TYPE_CALLBACK)
            .setOnReturn(new SofaCaller.Returned(returned))
            .refer();
    greeter.hi("callback", 2);
    assertEquals("hi callback*2", returned.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
  }

  @Test
  void oneWay() throws Exception {
    Greeter greeter = consumer("u1").setInvokeType(RpcConstants.INVOKER_TYPE_ONEWAY).refer();
    greeter.tell("news");
    assertEquals("news", service.told.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
  }

  @Test
  void generic() {
    GenericService service =
        new ConsumerConfig<GenericService>()
            .setApplication(new ApplicationConfig().setAppName("caller-app"))
            .setInterfaceId(Greeter.class.getName())
            .setGeneric(true)
            .setUniqueId("u1")
            .setRepeatedReferLimit(-1)
            .setProtocol("bolt")
            .setRegister(false)
            .setSubscribe(false)
            .setTimeout(PATIENCE_MILLIS)
            .setDirectUrl("bolt://127.0.0.1:" + proxy.port())
            .refer();
    Object answer =
        service.$invoke(
            "hi", new String[] {"java.lang.String", "int"}, new Object[] {"generic", 5});
    assertEquals("hi generic*5", answer);
    Object list =
        service.$genericInvoke(
            "list", new String[] {"java.lang.String"}, new Object[] {"a"}, List.class);
    assertEquals(List.of("a", "a"), list);
  }

  private ConsumerConfig<Greeter> consumer(String uniqueId) {
    return SofaCaller.config(proxy.port(), uniqueId).setTimeout(PATIENCE_MILLIS);
  }
}
