package io.mizzen.protocol.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.protocol.http1.Http1ServerConfig.Connect;
import io.mizzen.spi.protocol.Codec.Fate;
import io.mizzen.spi.protocol.Codec.Progress;
import io.mizzen.spi.protocol.Codec.RestState;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead.Exchange;
import io.mizzen.spi.protocol.RequestHead.Repeat;
import io.mizzen.spi.protocol.ResponseHead.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Upgrade and CONNECT (RFC 9110 sections 7.8 and 9.3.6). */
class TunnelTest {
  private static final String UPGRADE =
      "GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
  private static final String AGREED =
      "HTTP/1.1 101 Switching Protocols\r\n"
          + "Upgrade: WebSocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n";
  private static final Map<String, Object> CONNECT =
      Map.of("connect", Connect.ALLOW, "connectTargets", List.of("*.example:443", "b:*"));

  @Test
  void anAgreedUpgradeCarriesRawBytesBothWays() throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      bridge.caller(UPGRADE);
      assertEquals(Exchange.TUNNEL, bridge.request().exchange());
      assertEquals(Repeat.UNSAFE, bridge.request().repeat());
      bridge.sent();
      bridge.upstream(AGREED + "early from upstream");
      assertEquals(Kind.TUNNEL, bridge.response().kind());
      assertEquals(
          "HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept: x\r\n"
              + "Date: Sat, 21 Nov 2026 12:00:00 GMT\r\n"
              + "Connection: upgrade\r\nUpgrade: WebSocket\r\n\r\nearly from upstream",
          bridge.got());
      bridge.caller("GET / HTTP/1.1\r\n\r\n");
      assertEquals("GET / HTTP/1.1\r\n\r\n", bridge.sent());
      bridge.upstream(new byte[] {0, 1, 2});
      assertEquals("\0\1\2", bridge.got());
      assertEquals(Fate.CLOSE, bridge.down.fate());
      assertEquals(Fate.CLOSE, bridge.up.fate());
      assertEquals(RestState.RAW, bridge.down.restState());
      assertEquals(RestState.RAW, bridge.up.restState());
    }
  }

  @Test
  void bytesSentBeforeTheAnswerAreDeliveredFirst() throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      assertEquals(Progress.HELD, bridge.caller(UPGRADE + "early"));
      assertFalse(bridge.sent().contains("early"));
      bridge.upstream(AGREED);
      bridge.callerAgain();
      assertEquals("early", bridge.sent());
    }
  }

  @Test
  void aRefusedUpgradeIsAnOrdinaryExchange() throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      bridge.caller(UPGRADE + "GET /next HTTP/1.1\r\nHost: a\r\n\r\n");
      bridge.upstream("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
      bridge.callerAgain();
      assertEquals(2, bridge.requests.size());
      assertEquals("/next", bridge.request().operation().toString());
      assertEquals(Fate.KEEP, bridge.up.fate());
    }
  }

  @Test
  void eitherSideMayEndItsDirection() throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      bridge.caller(UPGRADE);
      bridge.upstream(AGREED);
      bridge.got();
      bridge.callerCloses();
      assertTrue(bridge.toUpstream.ended());
      assertFalse(bridge.toCaller.ended());
      bridge.upstream("still");
      assertEquals("still", bridge.got());
      bridge.upstreamCloses();
      assertTrue(bridge.toCaller.ended());
    }
    try (Bridge bridge = new Bridge()) {
      bridge.caller(UPGRADE);
      bridge.upstream(AGREED);
      bridge.sent();
      bridge.upstreamCloses();
      assertTrue(bridge.toCaller.ended());
      bridge.caller("still");
      assertEquals("still", bridge.sent());
      bridge.callerCloses();
      assertTrue(bridge.toUpstream.ended());
    }
  }

  @Test
  void anUpgradeThatWasNotOfferedIsRubbish() throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      bridge.caller(UPGRADE);
      assertThrows(
          ProtocolException.class,
          () -> bridge.upstream(AGREED.replace("WebSocket\r\n", "irc\r\n")));
    }
    try (Bridge bridge = new Bridge()) {
      bridge.caller(UPGRADE);
      assertThrows(
          ProtocolException.class,
          () -> bridge.upstream(AGREED.replace("Upgrade: WebSocket\r\n", "")));
    }
    try (Bridge bridge = new Bridge(Map.of("upgrades", List.of()), Map.of())) {
      bridge.caller(UPGRADE);
      assertEquals(Exchange.ANSWERED, bridge.request().exchange());
      assertThrows(ProtocolException.class, () -> bridge.upstream(AGREED));
    }
  }

  @Test
  void continueComesBeforeTheSwitch() throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      bridge.caller(
          "POST /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
              + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
      bridge.upstream("HTTP/1.1 100 Continue\r\n\r\n");
      bridge.caller("ab");
      bridge.upstream(AGREED);
      bridge.sent();
      bridge.caller("raw");
      assertEquals("raw", bridge.sent());
    }
  }

  @Test
  void connectOpensATunnelWithoutLengthFields() throws ProtocolException {
    try (Bridge bridge = new Bridge(CONNECT, Map.of())) {
      bridge.caller("CONNECT www.example:443 HTTP/1.1\r\nHost: other\r\n\r\nhello");
      assertEquals("www.example:443", bridge.request().service().toString());
      assertEquals("", bridge.request().operation().toString());
      assertTrue(
          bridge
              .sent()
              .startsWith("CONNECT www.example:443 HTTP/1.1\r\nHost: www.example:443\r\n"));
      bridge.upstream("HTTP/1.1 200 OK\r\nContent-Length: 7\r\nTransfer-Encoding: x\r\n\r\nraw");
      assertEquals(
          "HTTP/1.1 200 OK\r\nDate: Sat, 21 Nov 2026 12:00:00 GMT\r\n\r\nraw", bridge.got());
      bridge.callerAgain();
      assertEquals("hello", bridge.sent());
    }
  }

  @Test
  void aRefusedConnectEndsTheConnection() throws ProtocolException {
    try (Bridge bridge = new Bridge(CONNECT, Map.of())) {
      bridge.caller("CONNECT b:22 HTTP/1.1\r\nHost: b:22\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
      bridge.upstream("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
      assertTrue(bridge.got().contains("\r\nConnection: close\r\n"));
      bridge.callerAgain();
      assertEquals(1, bridge.requests.size());
      assertEquals(Fate.CLOSE, bridge.down.fate());
    }
  }

  @Test
  void connectGoesOnlyWhereTheListSays() {
    for (String target : List.of("example:443", "www.example:80", "c:22", "a.example.org:443")) {
      try (Bridge bridge = new Bridge(CONNECT, Map.of())) {
        ProtocolException denied =
            assertThrows(
                ProtocolException.class,
                () ->
                    bridge.caller(
                        "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n\r\n"),
                target);
        assertEquals(403, denied.code());
      }
    }
  }
}
