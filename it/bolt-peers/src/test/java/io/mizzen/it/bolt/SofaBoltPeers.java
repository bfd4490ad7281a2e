package io.mizzen.it.bolt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.alipay.remoting.BizContext;
import com.alipay.remoting.exception.RemotingException;
import com.alipay.remoting.rpc.RpcClient;
import com.alipay.remoting.rpc.RpcServer;
import com.alipay.remoting.rpc.exception.InvokeServerException;
import com.alipay.remoting.rpc.exception.InvokeTimeoutException;
import com.alipay.remoting.rpc.protocol.SyncUserProcessor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A SOFABolt server and SOFABolt clients that do not know of the proxy between them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SofaBoltPeers {
  private static final int PATIENCE_MILLIS = Caller.PATIENCE_MILLIS;

  private final Map<Dialect, RpcClient> clients = new HashMap<>();
  private final BlockingQueue<String> oneWays = new ArrayBlockingQueue<>(100);
  private final CountDownLatch slowMayEnd = new CountDownLatch(1);
  private RpcServer server;
  private ProxyUnderTest proxy;

  /** Starts what is between. */
  abstract ProxyUnderTest startProxy(int upstreamPort) throws Exception;

  @BeforeAll
  void start() throws Exception {
    // read once by the client: the default of 15 s is too long for a test
    System.setProperty("bolt.tcp.heartbeat.interval", "300");
    server = new RpcServer("127.0.0.1", 0);
    server.registerUserProcessor(new Echo());
    server.startup();
    proxy = startProxy(server.port());
    for (Dialect dialect : Dialect.values()) {
      RpcClient client = new RpcClient();
      client.startup();
      clients.put(dialect, client);
    }
  }

  @AfterAll
  void stop() {
    slowMayEnd.countDown();
    clients.values().forEach(RpcClient::shutdown);
    if (proxy != null) {
      proxy.close();
    }
    server.shutdown();
  }

  @ParameterizedTest
  @EnumSource
  void sync(Dialect dialect) throws Exception {
    Answer answer = (Answer) call(dialect, new Question("sync", new byte[20]));
    assertEquals("hello sync", answer.text);
  }

  @ParameterizedTest
  @EnumSource
  void future(Dialect dialect) throws Exception {
    var future =
        clients
            .get(dialect)
            .invokeWithFuture(
                address(dialect), new Question("future", new byte[0]), PATIENCE_MILLIS);
    assertEquals("hello future", ((Answer) future.get()).text);
  }

  @ParameterizedTest
  @EnumSource
  void callback(Dialect dialect) throws Exception {
    BoltCaller.Returned returned = new BoltCaller.Returned();
    clients
        .get(dialect)
        .invokeWithCallback(
            address(dialect), new Question("callback", new byte[0]), returned, PATIENCE_MILLIS);
    Answer answer = (Answer) returned.answer.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    assertEquals("hello callback", answer.text);
  }

  @ParameterizedTest
  @EnumSource
  void oneWay(Dialect dialect) throws Exception {
    clients.get(dialect).oneway(address(dialect), new Question("oneway " + dialect, new byte[0]));
    assertEquals("oneway " + dialect, oneWays.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
    sync(dialect);
  }

  @ParameterizedTest
  @EnumSource
  void anExceptionOfTheServerArrives(Dialect dialect) throws Exception {
    Question boom = new Question("boom", new byte[0]);
    InvokeServerException thrown =
        assertThrows(InvokeServerException.class, () -> call(dialect, boom));
    String straight = dialect.address(server.port());
    InvokeServerException direct =
        assertThrows(
            InvokeServerException.class,
            () -> clients.get(dialect).invokeSync(straight, boom, PATIENCE_MILLIS));
    assertEquals(withoutNumbers(direct), withoutNumbers(thrown), "the same as without a proxy");
    sync(dialect);
  }

  @ParameterizedTest
  @EnumSource
  void aMissingProcessorIsReportedByTheServer(Dialect dialect) throws Exception {
    assertThrows(InvokeServerException.class, () -> call(dialect, "nobody takes strings"));
    sync(dialect);
  }

  @ParameterizedTest
  @EnumSource
  void aTimeOutOfTheClientHurtsNobodyElse(Dialect dialect) throws Exception {
    assertThrows(
        InvokeTimeoutException.class,
        () ->
            clients
                .get(dialect)
                .invokeSync(address(dialect), new Question("slow", new byte[0]), 200));
    sync(dialect);
  }

  @ParameterizedTest
  @EnumSource
  void aLargeContentPassesBothWays(Dialect dialect) throws Exception {
    byte[] content = new byte[3 << 20];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (i * 31);
    }
    Answer answer = (Answer) call(dialect, new Question("large", content));
    assertArrayEquals(content, answer.content);
  }

  @Test
  void manyCallersOfAllDialectsAtOnceGetTheirOwnAnswers() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(9);
    List<Future<?>> all = new ArrayList<>();
    for (int caller = 0; caller < 9; caller++) {
      Dialect dialect = Dialect.values()[caller % 3];
      String name = "caller " + caller + " call ";
      all.add(
          callers.submit(
              () -> {
                for (int i = 0; i < 200; i++) {
                  Answer answer = (Answer) call(dialect, new Question(name + i, new byte[i * 7]));
                  assertEquals("hello " + name + i, answer.text);
                  assertEquals(i * 7, answer.content.length);
                }
                return null;
              }));
    }
    for (Future<?> one : all) {
      one.get(60, TimeUnit.SECONDS);
    }
    callers.shutdown();
  }

  @Test
  void heartbeatsOfTheClientAreAnsweredByTheProxy() throws Exception {
    assumeTrue(proxy.heartbeatsAnswered() >= 0);
    sync(Dialect.V1);
    sync(Dialect.V2_WITH_CRC);
    long before = proxy.heartbeatsAnswered();
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (proxy.heartbeatsAnswered() < before + 6 && System.nanoTime() < end) {
      Thread.onSpinWait();
      assertNull(oneWays.poll(20, TimeUnit.MILLISECONDS));
    }
    assertTrue(proxy.heartbeatsAnswered() >= before + 6);
    sync(Dialect.V1);
    sync(Dialect.V2_WITH_CRC);
  }

  private static String withoutNumbers(Throwable thrown) {
    String all = thrown.getMessage() + " caused by " + thrown.getCause();
    return all.replaceAll("[0-9]+", "n");
  }

  private Object call(Dialect dialect, Object request)
      throws RemotingException, InterruptedException {
    return clients.get(dialect).invokeSync(address(dialect), request, PATIENCE_MILLIS);
  }

  private String address(Dialect dialect) {
    return dialect.address(proxy.port());
  }

  private final class Echo extends SyncUserProcessor<Question> {
    @Override
    public Object handleRequest(BizContext context, Question question) throws Exception {
      assertNotNull(question.text);
      if (question.text.startsWith("oneway")) {
        oneWays.add(question.text);
      } else if (question.text.equals("boom")) {
        throw new IllegalStateException("boom!");
      } else if (question.text.equals("slow")) {
        slowMayEnd.await(600, TimeUnit.MILLISECONDS); // longer than its caller waits
      }
      return Answer.to(question);
    }

    @Override
    public String interest() {
      return Question.class.getName();
    }
  }
}
