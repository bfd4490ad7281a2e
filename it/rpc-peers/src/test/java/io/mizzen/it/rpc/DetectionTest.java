package io.mizzen.it.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.protocol.bolt.BoltPlugin;
import io.mizzen.protocol.dubbo.DubboPlugin;
import io.mizzen.protocol.dubbothrift.DubboThriftPlugin;
import io.mizzen.protocol.http1.Http1Plugin;
import io.mizzen.protocol.http2.Http2Plugin;
import io.mizzen.protocol.tars.TarsPlugin;
import io.mizzen.protocol.thrift.ThriftPlugin;
import io.mizzen.spi.MizzenPlugin;
import io.mizzen.spi.protocol.Detection;
import io.mizzen.spi.protocol.ProtocolFactory;
import io.mizzen.spi.protocol.ServerProtocol;
import io.mizzen.testkit.ConfigRecords;
import io.mizzen.testkit.FakeHost;
import io.mizzen.testkit.HexFrames;
import io.mizzen.testkit.RecordingRegistrar;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * All protocols on one port: the first bytes of every caller that was recorded, cut at every place,
 * shown to all protocols. Never do two match, never is the right one refused.
 */
class DetectionTest {
  /** More are never needed. */
  private static final int MOST_BYTES = 24;

  private static final int ROUNDS = 100_000;

  /** A request must not pay more for being told apart. */
  private static final long MOST_NANOS = 1000;

  private static final Map<String, ServerProtocol> PROTOCOLS = new LinkedHashMap<>();

  static {
    List.of(
            new BoltPlugin(),
            new DubboPlugin(),
            new DubboThriftPlugin(),
            new Http1Plugin(),
            new Http2Plugin(),
            new TarsPlugin(),
            new ThriftPlugin())
        .forEach(DetectionTest::add);
  }

  private static void add(MizzenPlugin plugin) {
    FakeHost host = FakeHost.of(plugin);
    RecordingRegistrar.of(plugin).factories().values().stream()
        .filter(ProtocolFactory.class::isInstance)
        .map(factory -> (ProtocolFactory<?, ?>) factory)
        .forEach(factory -> PROTOCOLS.put(factory.type(), server(factory, host)));
  }

  private static <S extends Record> ServerProtocol server(
      ProtocolFactory<S, ?> factory, FakeHost host) {
    return factory.server(ConfigRecords.with(factory.serverConfigType(), Map.of()), host);
  }

  /** What callers say first, by protocol; null for none of them. */
  private static Map<String, byte[]> corpus() {
    Map<String, byte[]> all = new LinkedHashMap<>();
    recorded(all, "bolt", "/frames/bolt.hex");
    recorded(all, "dubbo", "/frames/dubbo.hex");
    recorded(all, "dubboThrift", "/frames/dubbo-thrift.hex");
    recorded(all, "tars", "/frames/tars.hex");
    recorded(all, "thrift", "/frames/thrift.hex");
    all.put("http1/GET", HexFrames.bytes("\"GET / HTTP/1.1\\r\\nhost: a\\r\\n\\r\\n\""));
    all.put("http1/POST", HexFrames.bytes("\"POST /a HTTP/1.1\\r\\nhost: a\\r\\n\\r\\n\""));
    all.put("http1/PATCH", HexFrames.bytes("\"PATCH /a HTTP/1.1\\r\\nhost: a\\r\\n\\r\\n\""));
    all.put("http1/OPTIONS", HexFrames.bytes("\"OPTIONS * HTTP/1.1\\r\\nhost: a\\r\\n\\r\\n\""));
    all.put(
        "http2/preface",
        HexFrames.bytes("\"PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n\" 000000 04 00 00000000"));
    all.put("/TLS 1.3", HexFrames.bytes("16 03 01 00 fa 01 00 00 f6 03 03"));
    all.put("/TLCP", HexFrames.bytes("16 01 01 00 fa 01"));
    all.put("/TLS that is none", HexFrames.bytes("16 03 05 00"));
    all.put("/PROXY 2", HexFrames.bytes("0d0a0d0a 00 0d0a51 5549540a 21 11 000c"));
    all.put("/nothing known", HexFrames.bytes("ff 00 00 00 00 00"));
    all.put("/an answer of dubbo", HexFrames.bytes("da bb 02 14"));
    all.put("/bolt version 2 with protocol version 7", HexFrames.bytes("02 07 01 00 01"));
    return all;
  }

  /** Of recorded frames those that callers send. */
  private static void recorded(Map<String, byte[]> all, String protocol, String resource) {
    HexFrames.load(DetectionTest.class, resource)
        .forEach(
            (name, frame) -> {
              boolean answer =
                  name.matches(".*(response|ack|busy|exception|error|push).*")
                      || protocol.equals("dubbo") && frame[2] >= 0
                      || protocol.equals("bolt") && frame[frame[0]] == 0;
              if (!answer) {
                all.put(protocol + "/" + name, frame);
              }
            });
  }

  @TestFactory
  Stream<DynamicTest> everyPrefixIsToldApart() {
    return corpus().entrySet().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.getKey(), () -> toldApart(each.getKey(), each.getValue())));
  }

  private static void toldApart(String name, byte[] bytes) {
    String word = name.substring(0, name.indexOf('/'));
    boolean decided = false;
    for (int length = 1; length <= Math.min(bytes.length, MOST_BYTES + 8); length++) {
      List<String> matches = new ArrayList<>();
      List<String> undecided = new ArrayList<>();
      ByteBuf first = Unpooled.wrappedBuffer(bytes, 0, length);
      PROTOCOLS.forEach(
          (protocol, server) -> {
            Detection found = server.detect(first);
            if (found == Detection.MATCH) {
              matches.add(protocol);
            } else if (found == Detection.NEED_MORE) {
              undecided.add(protocol);
            }
          });
      if (word.isEmpty()) {
        assertEquals(List.of(), matches, "after " + length + " bytes");
        decided = undecided.isEmpty();
      } else {
        assertTrue(matches.isEmpty() || matches.equals(List.of(word)), matches + " at " + length);
        assertTrue(matches.contains(word) || undecided.contains(word), "refused at " + length);
        assertFalse(decided && matches.isEmpty(), "taken back at " + length);
        decided |= !matches.isEmpty();
        assertTrue(decided || length < MOST_BYTES, "undecided after " + length + " bytes");
      }
    }
    assertTrue(decided, "never decided");
  }

  @Test
  void theCorpusHoldsAllProtocols() {
    for (String word : PROTOCOLS.keySet()) {
      assertTrue(corpus().keySet().stream().anyMatch(name -> name.startsWith(word + "/")), word);
    }
    assertNotEquals(0, PROTOCOLS.size());
  }

  @Test
  void allProtocolsTogetherTakeLessThanAMicrosecond() {
    List<ByteBuf> firsts = new ArrayList<>();
    // not from an allocator: leak detection would be what is measured
    corpus().values().forEach(bytes -> firsts.add(Unpooled.wrappedBuffer(bytes)));
    ServerProtocol[] servers = PROTOCOLS.values().toArray(ServerProtocol[]::new);
    long best = Long.MAX_VALUE;
    int seen = 0;
    for (int turn = 0; turn < 10; turn++) {
      long begin = System.nanoTime();
      for (int i = 0; i < ROUNDS; i++) {
        ByteBuf first = firsts.get(i % firsts.size());
        for (ServerProtocol server : servers) {
          seen += server.detect(first).ordinal();
        }
      }
      best = Math.min(best, (System.nanoTime() - begin) / ROUNDS);
    }
    firsts.forEach(ByteBuf::release);
    assertTrue(seen > 0);
    assertTrue(best < MOST_NANOS, "took " + best + " ns");
    System.out.println("telling " + servers.length + " protocols apart: " + best + " ns");
  }
}
