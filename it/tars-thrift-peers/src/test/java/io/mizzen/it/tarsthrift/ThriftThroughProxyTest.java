package io.mizzen.it.tarsthrift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.testkit.proxy.EmbeddedProxy;
import io.mizzen.testkit.proxy.Forwarding;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TProtocolFactory;
import org.apache.thrift.server.THsHaServer;
import org.apache.thrift.transport.TNonblockingServerSocket;
import org.apache.thrift.transport.layered.TFramedTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients and a server of libthrift with the proxy between them. */
class ThriftThroughProxyTest {
  private final EchoService service = new EchoService();
  private final List<AutoCloseable> open = new ArrayList<>();
  private int upstreamPort;

  /** What libthrift can speak in frames. */
  enum Speech {
    STRICT(new TBinaryProtocol.Factory(true, true)),
    COMPACT(new TCompactProtocol.Factory());

    final TProtocolFactory protocol;

    Speech(TProtocolFactory protocol) {
      this.protocol = protocol;
    }
  }

  @AfterEach
  void close() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  private THsHaServer serve(Speech speech) throws Exception {
    TNonblockingServerSocket socket =
        new TNonblockingServerSocket(new InetSocketAddress("127.0.0.1", 0));
    upstreamPort = socket.getPort();
    THsHaServer server =
        new THsHaServer(
            new THsHaServer.Args(socket)
                .processor(service)
                .protocolFactory(speech.protocol)
                .transportFactory(new TFramedTransport.Factory())
                .maxWorkerThreads(8));
    Thread thread = new Thread(server::serve, "thrift server");
    thread.start();
    open.add(
        () -> {
          server.stop();
          thread.join(5000);
        });
    return server;
  }

  private EmbeddedProxy proxy() throws Exception {
    EmbeddedProxy proxy = EmbeddedProxy.packaged(Forwarding.all("thrift", upstreamPort));
    open.add(proxy);
    return proxy;
  }

  private EchoClient client(EmbeddedProxy proxy, Speech speech) throws TException {
    EchoClient client = new EchoClient(proxy.port("rpc"), speech.protocol);
    open.add(client);
    return client;
  }

  @ParameterizedTest
  @EnumSource
  void callsAreAnsweredInEveryEncoding(Speech speech) throws Exception {
    serve(speech);
    EchoClient client = client(proxy(), speech);
    for (int i = 0; i < 20; i++) {
      assertEquals("hi " + i, client.call("say", String.valueOf(i)));
    }
    assertEquals("hi x", client.call("Svc:say", "x"));
    String large = "y".repeat(3_000_000);
    assertEquals("hi " + large, client.call("say", large), "in pieces");
  }

  @ParameterizedTest
  @EnumSource
  void oneWayCallsArriveAndTheConnectionGoesOn(Speech speech) throws Exception {
    serve(speech);
    EchoClient client = client(proxy(), speech);
    for (int i = 0; i < 10; i++) {
      client.oneWay("note", "n");
      assertEquals("hi z", client.call("say", "z"));
    }
    service.awaitNotes(10);
  }

  @ParameterizedTest
  @EnumSource
  void exceptionsOfTheServerArriveAndAreCounted(Speech speech) throws Exception {
    serve(speech);
    EmbeddedProxy proxy = proxy();
    EchoClient client = client(proxy, speech);
    TApplicationException thrown =
        assertThrows(TApplicationException.class, () -> client.call("boom", "x"));
    assertEquals(TApplicationException.INTERNAL_ERROR, thrown.getType());
    assertEquals("boom x", thrown.getMessage());
    assertEquals("hi y", client.call("say", "y"));
  }

  @ParameterizedTest
  @EnumSource
  void aServerThatIsNotThereIsAnErrorOfThrift(Speech speech) throws Exception {
    serve(speech).stop();
    close();
    open.clear();
    EchoClient client = client(proxy(), speech);
    for (int i = 0; i < 3; i++) {
      TApplicationException thrown =
          assertThrows(TApplicationException.class, () -> client.call("say", "x"));
      assertEquals(TApplicationException.INTERNAL_ERROR, thrown.getType());
      assertTrue(thrown.getMessage().startsWith("mizzen: "), thrown.getMessage());
    }
  }

  @ParameterizedTest
  @EnumSource
  void asynchronousCallsAreAnswered(Speech speech) throws Exception {
    serve(speech);
    EmbeddedProxy proxy = proxy();
    try (AsyncEcho async = new AsyncEcho(speech.protocol)) {
      List<CompletableFuture<String>> answers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        answers.add(async.call(proxy.port("rpc"), "say", String.valueOf(i)));
      }
      for (int i = 0; i < 20; i++) {
        assertEquals("hi " + i, answers.get(i).get(10, TimeUnit.SECONDS));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyCallHasAnEndWhenTheServerIsKilled(Speech speech) throws Exception {
    THsHaServer server = serve(speech);
    EmbeddedProxy proxy = proxy();
    AtomicInteger good = new AtomicInteger();
    AtomicInteger failed = new AtomicInteger();
    ExecutorService callers = Executors.newFixedThreadPool(8);
    try {
      List<Future<Integer>> loads = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        loads.add(callers.submit(load(proxy, speech, good, failed)));
      }
      service.awaitCalls(400);
      server.stop();
      int sent = 0;
      for (Future<Integer> load : loads) {
        sent += load.get(20, TimeUnit.SECONDS);
      }
      assertEquals(sent, good.get() + failed.get());
      // of those the server has seen, 8 may have lost their answer
      assertTrue(good.get() >= 392, "good: " + good);
      assertTrue(failed.get() >= 8, "failed: " + failed);
    } finally {
      callers.shutdownNow();
    }
  }

  /** Calls until three have failed; any end but an answer and an error of Thrift fails. */
  private Callable<Integer> load(
      EmbeddedProxy proxy, Speech speech, AtomicInteger good, AtomicInteger failed) {
    return () -> {
      int sent = 0;
      try (EchoClient client = new EchoClient(proxy.port("rpc"), speech.protocol)) {
        for (int failures = 0; failures < 3; ) {
          sent++;
          try {
            assertEquals("hi " + sent, client.call("say", String.valueOf(sent)));
            good.incrementAndGet();
          } catch (TApplicationException e) {
            failed.incrementAndGet();
            failures++;
          }
        }
      }
      return sent;
    };
  }
}
