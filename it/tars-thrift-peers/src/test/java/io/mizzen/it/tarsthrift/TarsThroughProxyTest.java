package io.mizzen.it.tarsthrift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.qq.tars.server.core.ServantAdapter;
import io.mizzen.testkit.proxy.EmbeddedProxy;
import io.mizzen.testkit.proxy.Forwarding;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A client and a server of TarsJava with the proxy between them; the last test kills the server.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TarsThroughProxyTest {
  private static final ConcurrentLinkedQueue<String> HEARD = new ConcurrentLinkedQueue<>();
  private static final Semaphore CALLS = new Semaphore(0);

  private static ServantAdapter server;
  private static EmbeddedProxy proxy;
  private static HelloPrx hello;

  @BeforeAll
  static void start() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    server =
        TarsPeers.serve(
            port,
            new HelloServant() {
              @Override
              public String hello(int no, String name) {
                HEARD.add(name);
                CALLS.release();
                return "hi " + name + "#" + no;
              }

              @Override
              public int boom(String name) {
                throw new IllegalStateException("boom " + name);
              }
            });
    proxy = EmbeddedProxy.packaged(Forwarding.all("tars", port));
    hello = TarsPeers.client(proxy.port("rpc"));
  }

  @AfterAll
  static void stop() {
    proxy.close();
  }

  @Test
  @Order(1)
  void callsAreAnswered() {
    for (int i = 0; i < 50; i++) {
      assertEquals("hi mizzen#" + i, hello.hello(i, "mizzen"));
    }
    assertEquals("hi env#1", hello.hello(1, "env", Map.of("env", "gray")));
    String large = "x".repeat(3_000_000);
    assertEquals("hi " + large + "#2", hello.hello(2, large), "in pieces");
  }

  @Test
  @Order(2)
  void manyCallsShareAConnection() throws Exception {
    List<CompletableFuture<String>> answers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      answers.add(hello.promise_hello(i, "later"));
    }
    for (int i = 0; i < 100; i++) {
      assertEquals("hi later#" + i, answers.get(i).get(10, TimeUnit.SECONDS));
    }
  }

  @Test
  @Order(3)
  void anErrorOfTheServiceArrives() {
    assertThrows(Exception.class, () -> hello.boom("x"));
    assertEquals("hi after#1", hello.hello(1, "after"));
  }

  /** The frame of a TarsJava client with another packet type. */
  @Test
  @Order(4)
  void oneWayCallsArriveAndNothingComesBack() throws Exception {
    byte[] oneWay =
        HexFormat.of()
            .parseHex(
                "00000043100120013c4001561c546573744170702e48656c6c6f5365727665722e48656c6c6f4f626a"
                    + "660568656c6c6f7d00000a10072606776f6e6365218c980ca80c");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port("rpc"))) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(oneWay);
      socket.getOutputStream().write(ping(9));
      // the answer to the ping is the first there is
      assertEquals("10012c30094c5c6d000c780c", answer(socket));
    }
    while (!HEARD.contains("wonce!")) {
      hello.hello(0, "turn"); // the server works on calls in any order: each is a chance
    }
  }

  @Test
  @Order(5)
  void pingsOfCallersAreAnsweredHere() throws Exception {
    long before = proxy.metric("tars_heartbeats_answered_total");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port("rpc"))) {
      socket.setSoTimeout(10_000);
      for (int id = 1; id < 5; id++) {
        socket.getOutputStream().write(ping(id));
        assertEquals("10012c300" + id + "4c5c6d000c780c", answer(socket));
      }
    }
    assertEquals(before + 4, proxy.metric("tars_heartbeats_answered_total"));
  }

  private static byte[] ping(int id) {
    return HexFormat.of()
        .parseHex(
            "0000003b10012c3c400"
                + id
                + "561c546573744170702e48656c6c6f5365727665722e48656c6c6f4f626a"
                + "6609746172735f70696e677d000c8c980ca80c");
  }

  private static String answer(Socket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    byte[] rest = new byte[in.readInt() - 4];
    in.readFully(rest);
    return HexFormat.of().formatHex(rest);
  }

  @Test
  @Order(6)
  void aServerKilledUnderLoadLeavesNoCallWithoutAnEnd() throws Exception {
    List<CompletableFuture<String>> before = new ArrayList<>();
    CALLS.drainPermits();
    for (int i = 0; i < 200; i++) {
      before.add(hello.promise_hello(i, "load"));
    }
    assertTrue(CALLS.tryAcquire(10, TimeUnit.SECONDS), "a call has reached the server");
    server.stop();
    int good = 0;
    int failed = 0;
    for (CompletableFuture<String> call : before) {
      try {
        call.get(10, TimeUnit.SECONDS);
        good++;
      } catch (java.util.concurrent.ExecutionException | CompletionException e) {
        failed++;
      }
    }
    assertEquals(200, good + failed);
    assertTrue(good >= 1, "good: " + good);
  }
}
