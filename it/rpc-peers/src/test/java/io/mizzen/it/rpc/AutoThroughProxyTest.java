package io.mizzen.it.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mizzen.testkit.HexFrames;
import io.mizzen.testkit.proxy.EmbeddedProxy;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One port for all protocols: what callers say first, broken off and continued at every place, and
 * the protocols asked in any order. {@link DetectionTest} has the whole corpus without sockets.
 */
class AutoThroughProxyTest {
  /** More are never needed. */
  private static final int MOST_BYTES = 24;

  private static final List<String> PROTOCOLS =
      List.of("bolt", "dubbo", "dubboThrift", "http1", "http2", "tars", "thrift");

  /** A call for each; HTTP/2's is its preface and the first frame. */
  private static Map<String, byte[]> calls() {
    Map<String, byte[]> all = new LinkedHashMap<>();
    all.put("bolt", recorded("/frames/bolt.hex", "v1-request"));
    all.put("dubbo", recorded("/frames/dubbo.hex", "request"));
    all.put("dubboThrift", recorded("/frames/dubbo-thrift.hex", "2.7-request"));
    all.put("http1", HexFrames.bytes("\"POST /a HTTP/1.1\\r\\nhost: a\\r\\n\\r\\n\""));
    all.put(
        "http2",
        HexFrames.bytes("\"PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n\" 000000 04 00 00000000"));
    all.put("tars", recorded("/frames/tars.hex", "request"));
    all.put("thrift", recorded("/frames/thrift.hex", "binary-request"));
    return all;
  }

  private static byte[] recorded(String resource, String name) {
    return HexFrames.load(AutoThroughProxyTest.class, resource, name);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyCallIsToldApartWhereverItBreaksOff(long seed) throws Exception {
    List<String> order = new ArrayList<>(PROTOCOLS);
    Collections.shuffle(order, new Random(seed));
    try (EmbeddedProxy proxy = EmbeddedProxy.packaged(config(order))) {
      for (Map.Entry<String, byte[]> call : calls().entrySet()) {
        byte[] bytes = call.getValue();
        int cuts = Math.min(bytes.length, MOST_BYTES);
        List<Socket> open = new ArrayList<>();
        try {
          for (int cut = 1; cut < cuts; cut++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port("rpc"));
            open.add(socket);
            socket.setTcpNoDelay(true);
            socket.getOutputStream().write(bytes, 0, cut);
          }
          for (int i = 0; i < open.size(); i++) {
            rest(open.get(i), bytes, i + 1);
          }
          awaitTold(proxy, call.getKey(), open.size());
        } finally {
          for (Socket socket : open) {
            socket.close();
          }
        }
      }
      assertEquals(
          calls().values().stream().mapToLong(b -> Math.min(b.length, MOST_BYTES) - 1).sum(),
          proxy.metric("mizzen_sniff_total"),
          "nothing else was seen");
    }
  }

  private static void rest(Socket socket, byte[] bytes, int from) {
    try {
      OutputStream out = socket.getOutputStream();
      out.write(bytes, from, bytes.length - from);
      out.flush();
    } catch (IOException alreadyAnswered) {
      // decided by the first piece and ended: what it was taken for is counted
    }
  }

  private static void awaitTold(EmbeddedProxy proxy, String word, int count) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    String label = "result=\"" + word + "\"";
    while (proxy.metric("mizzen_sniff_total", label) < count && System.nanoTime() < end) {
      LockSupport.parkNanos(1_000_000);
    }
    assertEquals(count, proxy.metric("mizzen_sniff_total", label), word);
  }

  private static String config(List<String> order) {
    return """
        version: 1
        runtime: {workers: 1}
        listeners:
          - name: rpc
            bind: 127.0.0.1:0
            filterChains:
              - protocol: {type: auto, config: {protocols: ORDER}}
                routes: none
        routeTables:
          - name: none
            router: {type: serviceRouter}
            routes: []
        """
        .replace("ORDER", String.valueOf(order));
  }
}
