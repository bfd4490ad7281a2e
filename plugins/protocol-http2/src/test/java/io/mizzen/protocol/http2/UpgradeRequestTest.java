package io.mizzen.protocol.http2;

import static io.mizzen.protocol.http2.Bytes.headers;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.lib.http.Octets;
import io.mizzen.protocol.http2.Http2ServerConfig.Upgrade;
import io.mizzen.spi.protocol.Detection;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ServerProtocol;
import io.mizzen.testkit.FakeConnection;
import io.mizzen.testkit.Fragments;
import io.mizzen.testkit.LeakGuard;
import io.mizzen.testkit.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2 that begins within HTTP/1.1. */
class UpgradeRequestTest {
  private static final String FIRST =
      "GET /a?b HTTP/1.1\r\nHost: example\r\nConnection: Upgrade, HTTP2-Settings, X-Hop\r\n"
          + "Upgrade: h2c\r\nHTTP2-Settings: AAQAAAAK\r\nX-Hop: 1\r\nAccept: */*\r\n\r\n";

  private final ServerProtocol allowed =
      new Http2Subject(Map.of("upgrade", Upgrade.ALLOW)).server();

  private static Detection detect(ServerProtocol protocol, String text) {
    ByteBuf in = Unpooled.wrappedBuffer(Octets.ascii(text));
    return protocol.detect(in);
  }

  @Test
  void everyPrefixOfSuchARequestMayBecomeOne() {
    for (int i = 1; i < FIRST.length(); i++) {
      assertEquals(Detection.NEED_MORE, detect(allowed, FIRST.substring(0, i)), "at " + i);
    }
    assertEquals(Detection.MATCH, detect(allowed, FIRST));
    assertEquals(Detection.NO_MATCH, detect(new Http2Subject().server(), FIRST));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.0\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
            + "HTTP2-Settings: \r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n"
            + "HTTP2-Settings: \r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
            + "HTTP2-Settings: AAQA\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
            + "HTTP2-Settings: !\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
            + "HTTP2-Settings: \r\nContent-Length: 1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: Upgrade, HTTP2-Settings\r\n"
            + "Upgrade: h2c\r\nHTTP2-Settings: \r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n",
        "\r\n\r\n",
        "\0"
      })
  void everythingElseIsLeftToHttp1(String text) {
    assertEquals(Detection.NO_MATCH, detect(allowed, text));
  }

  /** The same verdict whether it comes at once or in pieces. */
  @ParameterizedTest
  @ValueSource(strings = {"G\u008a", "G(", "A-METHOD-WITH-TOO-MANY-LETTERS"})
  void aMethodThatIsNoneIsLeftToHttp1(String method) {
    assertEquals(Detection.NO_MATCH, detect(allowed, FIRST.replace("GET", method)));
  }

  @Test
  void aHeadAboveTheLimitIsLeftToHttp1() {
    String large = FIRST.replace("*/*", "x".repeat(60 * 1024));
    assertEquals(Detection.NO_MATCH, detect(allowed, large));
  }

  /** What only Java takes for white space stays, and HTTP/2 refuses it. */
  @Test
  void controlOctetsAroundAValueAreNotTakenAway() throws ProtocolException {
    Http2ServerCodec codec = (Http2ServerCodec) allowed.newCodec(new FakeConnection());
    try (LeakGuard guard = new LeakGuard();
        Wire<RequestHead> wire = new Wire<>(codec, guard)) {
      codec.open(wire.out());
      wire.feed(Octets.ascii(FIRST.replace("*/*", "\u001f*/*")));
      assertTrue(wire.events().messages().isEmpty());
    }
  }

  @Test
  void theRequestIsTheFirstStreamAndTheRestIsHttp2() throws ProtocolException {
    byte[] all =
        Bytes.all(Octets.ascii(FIRST), Bytes.OPENING, headers(3, Frames.END_STREAM, Bytes.GET));
    for (int cut = 1; cut < all.length; cut++) {
      Http2ServerCodec codec = (Http2ServerCodec) allowed.newCodec(new FakeConnection());
      try (LeakGuard guard = new LeakGuard();
          Wire<RequestHead> wire = new Wire<>(codec, guard)) {
        codec.open(wire.out());
        wire.feed(Fragments.at(all, cut));
        byte[] written = wire.out().take();
        int answer = UpgradeRequest.ANSWER.length;
        assertTrue(
            new String(written, 0, answer, StandardCharsets.US_ASCII).startsWith("HTTP/1.1 101 "));
        List<String> frames =
            new Reading().frames(Arrays.copyOfRange(written, answer, written.length));
        assertEquals(List.of("SETTINGS 3", "WINDOW_UPDATE 0 983041", "SETTINGS ack"), frames);
        assertEquals(2, wire.events().messages().size());
        RequestHead first = wire.events().messages().get(0).head();
        assertEquals("/a?b", first.operation().toString());
        assertEquals("example", first.service().toString());
        assertEquals("*/*", String.valueOf(first.get("accept")));
        assertEquals("null", String.valueOf(first.get("x-hop")));
        assertEquals(10, codec.sender.initialWindow);
        assertEquals(3, wire.events().messages().get(1).streamId());
      }
    }
  }

  @Test
  void priorKnowledgeWorksBeside() throws ProtocolException {
    Http2ServerCodec codec = (Http2ServerCodec) allowed.newCodec(new FakeConnection());
    try (LeakGuard guard = new LeakGuard();
        Wire<RequestHead> wire = new Wire<>(codec, guard)) {
      codec.open(wire.out());
      wire.feed(Bytes.all(Bytes.OPENING, headers(1, Frames.END_STREAM, Bytes.GET)));
      assertEquals(1, wire.events().messages().size());
      assertEquals("SETTINGS 3", new Reading().frames(wire.out().take()).get(0));
    }
  }
}
