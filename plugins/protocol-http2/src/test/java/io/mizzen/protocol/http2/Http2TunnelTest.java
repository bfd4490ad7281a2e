package io.mizzen.protocol.http2;

import static io.mizzen.protocol.http2.Bytes.data;
import static io.mizzen.protocol.http2.Bytes.headers;
import static io.mizzen.protocol.http2.Bytes.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.protocol.http2.Http2ClientConfig.ExtendedConnect;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.RequestHead.Exchange;
import io.mizzen.spi.protocol.RequestHead.Repeat;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.protocol.ResponseHead.Kind;
import io.mizzen.testkit.HexFrames;
import io.mizzen.testkit.RecordingEvents.Message;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Extended CONNECT (RFC 8441), both sides of a proxy. */
class Http2TunnelTest {
  private static final int END = Frames.END_STREAM;
  private static final List<String> CHAT =
      List.of(
          ":method: CONNECT",
          ":protocol: websocket",
          ":scheme: http",
          ":path: /chat",
          ":authority: h",
          "sec-websocket-version: 13");
  private static final List<String> OK = List.of(":status: 200");

  private static final Map<String, ?> ALLOWED =
      Map.of("tunnels", List.of("websocket"), "extendedConnect", ExtendedConnect.ALLOW);

  private final Http2ServerCodec[] down = new Http2ServerCodec[1];
  private final Peer<RequestHead> caller = Peer.caller(down, ALLOWED);
  private final Http2ClientCodec[] up = new Http2ClientCodec[1];
  private final Peer<ResponseHead> upstream = Peer.upstream(up, ALLOWED);

  @AfterEach
  void everythingIsGivenBack() {
    upstream.close();
    caller.close();
  }

  private Message<RequestHead> request() {
    return caller.messages().get(caller.messages().size() - 1);
  }

  private Message<ResponseHead> answer() {
    return upstream.messages().get(upstream.messages().size() - 1);
  }

  /** Asks, and hands the question on. */
  private int ask() throws ProtocolException {
    upstream.send(Bytes.settings(Frames.ENABLE_CONNECT_PROTOCOL, 1));
    return askAsItIs();
  }

  private int askAsItIs() throws ProtocolException {
    caller.send(headers(1, 0, CHAT));
    long id = up[0].nextStreamId();
    up[0].encodeHead(id, request().head(), true, upstream.wire.out());
    return (int) id;
  }

  private void open() throws ProtocolException {
    int id = ask();
    upstream.written();
    upstream.send(headers(id, 0, OK));
    down[0].encodeHead(1, request().head(), answer().head(), false, caller.wire.out());
    caller.written();
  }

  @Test
  void toRoutesAndFiltersItIsWhatHttp1Has() throws ProtocolException {
    caller.send(headers(1, 0, CHAT));
    RequestHead head = request().head();
    assertEquals("GET", head.verb().toString());
    assertEquals("/chat", head.operation().toString());
    assertEquals(Exchange.TUNNEL, head.exchange());
    assertEquals("websocket", head.tunnel().toString());
    assertEquals(Repeat.UNSAFE, head.repeat());
    assertTrue(request().ended(), "the request itself has no body");
  }

  @Test
  void itGoesOnAsItCame() throws ProtocolException {
    ask();
    assertEquals(
        "HEADERS 1 [:method: CONNECT, :protocol: websocket, :scheme: http, :path: /chat,"
            + " :authority: h, sec-websocket-version: 13, x-forwarded-for: 192.0.2.1,"
            + " x-forwarded-proto: http]",
        upstream.written().get(1));
  }

  @Test
  void bytesGoBothWaysAndEachSideEndsItsOwn() throws ProtocolException {
    open();
    assertEquals(Kind.TUNNEL, answer().head().kind());
    caller.send(data(1, 0, 4));
    assertEquals(4, request().body().length);
    up[0].encodeBody(1, upstream.guard.buffer(new byte[4]), false, upstream.wire.out());
    assertEquals(List.of("DATA 1 4"), upstream.written());
    upstream.send(data(1, END, 2));
    down[0].encodeBody(1, caller.guard.buffer(new byte[2]), true, caller.wire.out());
    assertEquals(List.of("DATA 1 2 end"), caller.written());
    caller.send(data(1, END, 3));
    assertEquals(7, request().body().length);
    up[0].encodeBody(1, upstream.guard.buffer(new byte[3]), true, upstream.wire.out());
    assertEquals(List.of("DATA 1 3 end"), upstream.written());
    caller.send(headers(3, END, Bytes.GET));
    assertEquals(3, request().streamId());
  }

  @Test
  void aRefusalIsAnOrdinaryAnswer() throws ProtocolException {
    int id = ask();
    upstream.written();
    upstream.send(headers(id, END, List.of(":status: 403")));
    assertEquals(List.of("DATA 1 0 end"), upstream.written());
    assertEquals(Kind.FINAL, answer().head().kind());
    down[0].encodeHead(1, request().head(), answer().head(), true, caller.wire.out());
    List<String> written = caller.written();
    assertTrue(written.get(0).startsWith("HEADERS 1 [:status: 403"), written.get(0));
    assertEquals("RST_STREAM 1 0", written.get(1));
  }

  @Test
  void nobodySpeaksBeforeTheAnswer() throws ProtocolException {
    caller.send(headers(1, 0, CHAT), data(1, 0, 1));
    assertEquals(List.of("RST_STREAM 1 1"), caller.written());
  }

  @Test
  void otherProtocolsAndOtherShapesAreRefused() throws ProtocolException {
    caller.send(headers(1, 0, with(CHAT.subList(2, 5), ":method: CONNECT", ":protocol: other")));
    assertTrue(caller.written().get(0).startsWith("HEADERS 1 [:status: 501"));
    caller.send(headers(3, END, CHAT));
    assertEquals(List.of("RST_STREAM 3 1"), caller.written());
    caller.send(headers(5, 0, with(CHAT.subList(1, 5), ":method: GET")));
    assertEquals(List.of("RST_STREAM 5 1"), caller.written());
  }

  @Test
  void anUpstreamThatTakesNoTunnelsIsNotAsked() throws ProtocolException {
    upstream.send(Bytes.settings(Frames.ENABLE_CONNECT_PROTOCOL, 0));
    assertThrows(ProtocolException.class, this::askAsItIs);
    Http2ClientCodec[] other = new Http2ClientCodec[1];
    try (Peer<ResponseHead> closed = Peer.upstream(other, Map.of())) {
      ProtocolException refused =
          assertThrows(
              ProtocolException.class,
              () -> other[0].encodeHead(1, request().head(), true, closed.wire.out()));
      assertEquals(501, refused.code());
    }
    assertFalse(upstream.written().stream().anyMatch(line -> line.startsWith("HEADERS")));
  }

  /** What RFC 8441 section 3 asks for: the setting comes first. */
  @Nested
  class OnANewConnection {
    private final Http2ClientCodec[] fresh = new Http2ClientCodec[1];
    private final Peer<ResponseHead> silent = Peer.silentUpstream(fresh, ALLOWED);

    @AfterEach
    void everythingIsGivenBack() {
      silent.close();
    }

    private int asked() throws ProtocolException {
      caller.send(headers(1, 0, CHAT));
      long id = fresh[0].nextStreamId();
      fresh[0].encodeHead(id, request().head(), true, silent.wire.out());
      assertEquals(List.of(), silent.written());
      return (int) id;
    }

    private List<String> heads(List<String> written) {
      return written.stream().filter(line -> line.startsWith("HEADERS")).toList();
    }

    @Test
    void itWaitsForTheUpstreamsSettings() throws ProtocolException {
      int id = asked();
      silent.send(Bytes.settings(Frames.ENABLE_CONNECT_PROTOCOL, 1));
      List<String> written = silent.written();
      assertEquals("SETTINGS ack", written.get(0));
      assertTrue(written.get(1).startsWith("HEADERS 1 [:method: CONNECT, :protocol: websocket"));
      silent.send(headers(id, 0, OK));
      assertEquals(Kind.TUNNEL, silent.messages().get(0).head().kind());
      fresh[0].encodeBody(id, silent.guard.buffer(new byte[4]), false, silent.wire.out());
      assertEquals(List.of("DATA 1 4"), silent.written());
    }

    @Test
    void noStreamOvertakesIt() throws ProtocolException {
      assertEquals(100, fresh[0].maxStreams());
      asked();
      assertEquals(0, fresh[0].maxStreams());
      silent.send(Bytes.settings(Frames.ENABLE_CONNECT_PROTOCOL, 1));
      assertEquals(Integer.MAX_VALUE, fresh[0].maxStreams());
    }

    @Test
    void itGoesBackUnusedIfTheUpstreamTakesNone() throws ProtocolException {
      int id = asked();
      silent.send(Bytes.SETTINGS);
      assertEquals(List.of("SETTINGS ack"), silent.written());
      assertEquals(Map.of((long) id, Why.UPSTREAM_ERROR), silent.wire.events().refused());
      assertEquals(Integer.MAX_VALUE, fresh[0].maxStreams());
    }

    @Test
    void itGoesBackUnusedIfTheUpstreamTakesNoStreams() throws ProtocolException {
      int id = asked();
      byte[] both = HexFrames.bytes("00000c 04 00 00000000  0008 00000001  0003 00000000");
      silent.send(both);
      assertEquals(List.of("SETTINGS ack"), silent.written());
      assertEquals(Map.of((long) id, Why.OVERLOAD), silent.wire.events().refused());
    }

    @Test
    void whoeverGivesUpLeavesNoTrace() throws ProtocolException {
      int id = asked();
      fresh[0].encodeReset(id, Why.TIMEOUT_TOTAL, silent.wire.out());
      assertEquals(100, fresh[0].maxStreams());
      silent.send(Bytes.settings(Frames.ENABLE_CONNECT_PROTOCOL, 1));
      assertEquals(List.of("SETTINGS ack"), silent.written());
      long next = fresh[0].nextStreamId();
      fresh[0].encodeHead(next, request().head(), true, silent.wire.out());
      assertEquals(1, heads(silent.written()).size());
    }

    @Test
    void streamsBeforeItGoOn() throws ProtocolException {
      caller.send(headers(1, END, Bytes.GET), headers(3, 0, CHAT));
      int get = (int) fresh[0].nextStreamId();
      var heads = caller.messages();
      fresh[0].encodeHead(get, heads.get(0).head(), true, silent.wire.out());
      fresh[0].encodeHead(fresh[0].nextStreamId(), heads.get(1).head(), true, silent.wire.out());
      assertEquals(1, heads(silent.written()).size());
      silent.send(Bytes.settings(Frames.ENABLE_CONNECT_PROTOCOL, 1), headers(get, END, OK));
      assertTrue(heads(silent.written()).get(0).startsWith("HEADERS 3 [:method: CONNECT"));
      assertTrue(silent.messages().get(0).ended());
    }
  }
}
