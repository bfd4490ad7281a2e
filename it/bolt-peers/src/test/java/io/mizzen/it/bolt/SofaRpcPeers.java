package io.mizzen.it.bolt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.sofa.rpc.api.GenericService;
import com.alipay.sofa.rpc.api.future.SofaResponseFuture;
import com.alipay.sofa.rpc.common.RpcConstants;
import com.alipay.sofa.rpc.config.ApplicationConfig;
import com.alipay.sofa.rpc.config.ConsumerConfig;
import com.alipay.sofa.rpc.config.ProviderConfig;
import com.alipay.sofa.rpc.config.ServerConfig;
import com.alipay.sofa.rpc.core.exception.SofaRpcException;
import com.alipay.sofa.rpc.core.invoke.SofaResponseCallback;
import com.alipay.sofa.rpc.core.request.RequestBase;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A SOFARPC provider and SOFARPC consumers that do not know of the proxy between them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SofaRpcPeers {
  private static final int PATIENCE_MILLIS = 10_000;

  private final BlockingQueue<String> told = new ArrayBlockingQueue<>(10);
  private ProviderConfig<Greeter> provider;
  private ProxyUnderTest proxy;

  /** Starts what is between. */
  abstract ProxyUnderTest startProxy(int upstreamPort) throws Exception;

  @BeforeAll
  void start() throws Exception {
    int port = freePort();
    ServerConfig server =
        new ServerConfig()
            .setProtocol("bolt")
            .setBoundHost("127.0.0.1")
            .setHost("127.0.0.1")
            .setPort(port)
            .setDaemon(true);
    provider =
        new ProviderConfig<Greeter>()
            .setApplication(new ApplicationConfig().setAppName("provider-app"))
            .setInterfaceId(Greeter.class.getName())
            .setRef(new FriendlyGreeter())
            .setServer(server)
            .setUniqueId("u1")
            .setRegister(false);
    provider.export();
    proxy = startProxy(port);
  }

  @AfterAll
  void stop() {
    if (proxy != null) {
      proxy.close();
    }
    provider.unExport();
  }

  /**
   * Its end must be free between two moments; nobody else takes ports of this machine in a test.
   */
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
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
    CompletableFuture<Object> answered = new CompletableFuture<>();
    Greeter greeter =
        consumer("u1")
            .setInvokeType(RpcConstants.INVOKER_TYPE_CALLBACK)
            .setOnReturn(
                new SofaResponseCallback<Object>() {
                  @Override
                  public void onAppResponse(Object response, String method, RequestBase request) {
                    answered.complete(response);
                  }

                  @Override
                  public void onAppException(
                      Throwable failure, String method, RequestBase request) {
                    answered.completeExceptionally(failure);
                  }

                  @Override
                  public void onSofaException(
                      SofaRpcException failure, String method, RequestBase request) {
                    answered.completeExceptionally(failure);
                  }
                })
            .refer();
    greeter.hi("callback", 2);
    assertEquals("hi callback*2", answered.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
  }

  @Test
  void oneWay() throws Exception {
    Greeter greeter = consumer("u1").setInvokeType(RpcConstants.INVOKER_TYPE_ONEWAY).refer();
    greeter.tell("news");
    assertEquals("news", told.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
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
    return new ConsumerConfig<Greeter>()
        .setApplication(new ApplicationConfig().setAppName("caller-app"))
        .setInterfaceId(Greeter.class.getName())
        .setUniqueId(uniqueId)
        .setRepeatedReferLimit(-1) // one per test
        .setProtocol("bolt")
        .setRegister(false)
        .setSubscribe(false)
        .setTimeout(PATIENCE_MILLIS)
        .setDirectUrl("bolt://127.0.0.1:" + proxy.port() + "?appName=provider-app");
  }

  /** The service. */
  public interface Greeter {
    String hi(String name, int times);

    String boom(String name);

    Map<String, Object> echo(Map<String, Object> map);

    void tell(String news);

    List<String> list(String item);
  }

  private final class FriendlyGreeter implements Greeter {
    @Override
    public String hi(String name, int times) {
      return "hi " + name + "*" + times;
    }

    @Override
    public String boom(String name) {
      throw new IllegalArgumentException("bad " + name);
    }

    @Override
    public Map<String, Object> echo(Map<String, Object> map) {
      return map;
    }

    @Override
    public void tell(String news) {
      told.add(news);
    }

    @Override
    public List<String> list(String item) {
      return new java.util.ArrayList<>(List.of(item, item));
    }
  }
}
