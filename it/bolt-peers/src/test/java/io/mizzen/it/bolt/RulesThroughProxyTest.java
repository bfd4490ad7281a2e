package io.mizzen.it.bolt;

import static io.mizzen.it.bolt.RawPeers.accept;
import static io.mizzen.it.bolt.RawPeers.answer;
import static io.mizzen.it.bolt.RawPeers.bare;
import static io.mizzen.it.bolt.RawPeers.connect;
import static io.mizzen.it.bolt.RawPeers.receive;
import static io.mizzen.it.bolt.RawPeers.request;
import static io.mizzen.it.bolt.RawPeers.send;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.testkit.HexFrames;
import io.mizzen.testkit.proxy.EmbeddedProxy;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What callers get to see when something is wrong, byte by byte. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RulesThroughProxyTest {
  private ServerSocket upstream;
  private EmbeddedProxy proxy;

  @BeforeAll
  void start() throws Exception {
    upstream = RawPeers.listen();
    int nobody;
    try (ServerSocket gone = RawPeers.listen()) {
      nobody = gone.getLocalPort();
    }
    proxy =
        EmbeddedProxy.packaged(
            """
            version: 1
            runtime: {workers: 1}
            listeners:
              - name: rpc
                bind: 127.0.0.1:0
                filterChains:
                  - protocol: {type: bolt, config: {maxFrame: 300KiB, streamAbove: 100KiB}}
                    routes: all
            routeTables:
              - name: all
                router: {type: serviceRouter}
                routes:
                  - {name: works, match: {service: works}, cluster: up}
                  - {name: moved, match: {service: old}, rewrite: {service: new}, cluster: up}
                  - {name: slow, match: {service: slow}, cluster: up, timeout: 200ms}
                  - {name: down, match: {service: down}, cluster: down, retry: {attempts: 0}}
                  - {name: denied, match: {service: denied}, reply: {status: denied}}
                  - name: wide
                    match: {service: wide}
                    cluster: up
                    headers: {response: {set: {a: "LONG", b: "LONG"}}}
            clusters:
              - {name: up, protocol: {type: bolt}, endpoints: ["127.0.0.1:UPSTREAM"]}
              - {name: down, protocol: {type: bolt}, endpoints: ["127.0.0.1:NOBODY"]}
            """
                .replace("UPSTREAM", String.valueOf(upstream.getLocalPort()))
                .replace("NOBODY", String.valueOf(nobody))
                .replace("LONG", "x".repeat(20_000)));
  }

  @AfterAll
  void stop() throws Exception {
    if (proxy != null) {
      proxy.close();
    }
    upstream.close();
  }

  @Test
  void errorsAreSaidInAStatusAndTheConnectionStays() throws Exception {
    try (Socket caller = connect(proxy.port("rpc"))) {
      send(caller, request(1, 7, "nobody knows it", 90_000));
      assertArrayEquals(bare(7, 6), receive(caller), "no route");
      send(caller, request(1, 8, "denied", 0));
      assertArrayEquals(bare(8, 2), receive(caller));
      send(caller, request(1, 9, "down", 10));
      assertArrayEquals(bare(9, 0x10), receive(caller), "nobody listens there");
      byte[] broken = request(1, 10, "works", 0);
      broken[22] = (byte) 0x80;
      send(caller, broken);
      assertArrayEquals(bare(10, 9), receive(caller), "a header map that cannot be read");
      send(caller, request(2, 11, "nobody knows it", 90_000));
      send(caller, request(2, 12, "down", 0));
      send(caller, request(1, -1, "denied", 0));
      assertArrayEquals(bare(-1, 2), receive(caller), "and nothing for the two one-way calls");
    }
  }

  @Test
  void whatCannotGoOnIsClosed() throws Exception {
    try (Socket caller = connect(proxy.port("rpc"))) {
      send(caller, HexFrames.bytes("01 07 0001"));
      assertTrue(RawPeers.isAtEnd(caller), "type 7");
    }
    try (Socket caller = connect(proxy.port("rpc"))) {
      byte[] large = request(1, 5, "works", 0);
      large[18] = 1;
      send(caller, large);
      assertArrayEquals(bare(5, 9), receive(caller), "16 MiB, the rest never comes");
      assertTrue(RawPeers.isAtEnd(caller));
    }
  }

  @Test
  void streamsShareOneUpstreamConnectionAndSurviveEachOther() throws Exception {
    try (Socket one = connect(proxy.port("rpc"));
        Socket two = connect(proxy.port("rpc"))) {
      send(one, request(1, 1, "works", 10));
      try (Socket up = accept(upstream)) {
        byte[] first = receive(up);
        send(two, request(1, 1, "old", 200_000)); // streamed, and its service rewritten
        byte[] second = receive(up);
        assertTrue(RawPeers.id(first) != RawPeers.id(second), "both callers said 1");
        assertArrayEquals(withId(request(1, 1, "new", 200_000), second), second);
        send(one, request(1, 2, "slow", 0));
        byte[] slow = receive(up);
        assertArrayEquals(bare(2, 7), receive(one), "the route's time is up");
        send(up, answer(slow, 5)); // late: nobody waits any more
        send(up, answer(second, 250_000)); // streamed back
        assertEquals(20 + 250_000, receive(two).length);
        send(up, answer(first, 3));
        assertArrayEquals(answer(request(1, 1, "", 0), 3), receive(one));
        send(one, request(1, 3, "wide", 0));
        send(up, answer(receive(up), 0));
        assertArrayEquals(bare(3, 9), receive(one), "edits made the map too long");
        send(one, request(1, 4, "works", 0));
        send(two, request(1, 5, "works", 0));
        receive(up);
        receive(up);
      } // the upstream dies with two calls open
      assertArrayEquals(bare(4, 0x10), receive(one));
      assertArrayEquals(bare(5, 0x10), receive(two));
      send(one, HexFrames.bytes("01 01 0000 01 00000009 01 ffffffff 0000 0000 00000000"));
      assertArrayEquals(
          HexFrames.bytes("01 00 0000 01 00000009 01 0000 0000 0000 00000000"), receive(one));
    }
  }

  private static byte[] withId(byte[] frame, byte[] as) {
    byte[] copy = frame.clone();
    System.arraycopy(as, 5, copy, 5, 4);
    return copy;
  }
}
