package io.mizzen.protocol.http2;

import static io.mizzen.protocol.http2.Bytes.GET;
import static io.mizzen.protocol.http2.Bytes.POST;
import static io.mizzen.protocol.http2.Bytes.data;
import static io.mizzen.protocol.http2.Bytes.frame;
import static io.mizzen.protocol.http2.Bytes.headers;
import static io.mizzen.protocol.http2.Bytes.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.lib.http.Octets;
import io.mizzen.lib.http.PathPolicy;
import io.mizzen.lib.http.ViaConfig;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.Codec.Fate;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ServerCodec.Reply;
import io.mizzen.spi.protocol.StreamEvents.Flow;
import io.mizzen.testkit.RecordingEvents.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller may do, what it is told, and what it gets away with. */
class ServerRulesTest {
  private static final int END = Frames.END_STREAM;

  private final Http2ServerCodec[] codec = new Http2ServerCodec[1];
  private Peer<RequestHead> caller = Peer.caller(codec, Map.of());

  @AfterEach
  void everythingIsGivenBack() {
    caller.close();
  }

  private void configured(Map<String, ?> settings) {
    caller.close();
    caller = Peer.caller(codec, settings);
  }

  private Message<RequestHead> last() {
    return caller.messages().get(caller.messages().size() - 1);
  }

  private void answer(Message<RequestHead> request, int bytes, boolean last)
      throws ProtocolException {
    Reply reply = codec[0].localReply(LocalReply.of(Why.OK), request.head());
    codec[0].encodeHead(request.streamId(), request.head(), reply.head(), false, caller.wire.out());
    reply.head().release();
    codec[0].encodeBody(
        request.streamId(), caller.guard.buffer(new byte[bytes]), last, caller.wire.out());
  }

  // ---- malformed messages: the stream is reset, the connection stays ----------------------------

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":method: GET|:scheme: http|:path: ",
        ":method: GET|:scheme: http|:path: nowhere|:authority: h",
        ":method: GET|:scheme: http|:path: /a b|:authority: h",
        ":method: GET|:scheme: http|:path: *|:authority: h",
        ":method: GET|:scheme: http|:authority: h",
        ":method: GET|:path: /|:authority: h",
        ":scheme: http|:path: /|:authority: h",
        ":method: GET|:method: GET|:scheme: http|:path: /|:authority: h",
        ":method: G T|:scheme: http|:path: /|:authority: h",
        ":method: GET|:scheme: http|:path: /|:authority: user@h",
        ":method: GET|:scheme: http|:path: /|:authority: h|host: other",
        ":method: GET|:scheme: http|:path: /|host: h|host: h",
        ":method: GET|:scheme: http|:path: /|:authority: h|:status: 200",
        ":method: GET|:scheme: http|:path: /|:authority: h|:odd: 1",
        ":method: GET|:scheme: http|x: 1|:path: /|:authority: h",
        ":method: GET|:scheme: http|:path: /|:authority: h|X-Upper: 1",
        ":method: GET|:scheme: http|:path: /|:authority: h|connection: close",
        ":method: GET|:scheme: http|:path: /|:authority: h|transfer-encoding: chunked",
        ":method: GET|:scheme: http|:path: /|:authority: h|upgrade: h2c",
        ":method: GET|:scheme: http|:path: /|:authority: h|te: gzip",
        ":method: GET|:scheme: http|:path: /|:authority: h|x:  blank",
        ":method: GET|:scheme: http|:path: /|:authority: h|x: line\nbreak",
        ":method: GET|:scheme: http|:path: /|:authority: h|content-length: 5",
        ":method: POST|:scheme: http|:path: /|:authority: h|content-length: 0|content-length: 1",
        ":method: POST|:scheme: http|:path: /|:authority: h|content-length: +0",
        ":method: CONNECT|:scheme: http|:path: /|:authority: h",
        ":method: CONNECT|:protocol: websocket|:scheme: http|:path: /|:authority: h"
      })
  void malformedRequestsAreResetAndNotForwarded(String fields) throws ProtocolException {
    caller.send(headers(1, END, List.of(fields.split("\\|", -1))));
    assertEquals(List.of("RST_STREAM 1 1"), caller.written());
    assertTrue(caller.messages().isEmpty());
    caller.send(headers(3, END, GET));
    assertEquals(3, last().streamId());
  }

  @Test
  void bodiesOfAnotherLengthThanSaidAreReset() throws ProtocolException {
    caller.send(headers(1, 0, with(POST, "content-length: 5")), data(1, 0, 6));
    assertEquals(List.of("RST_STREAM 1 1"), caller.written());
    caller.send(headers(3, 0, with(POST, "content-length: 5")), data(3, END, 4));
    assertEquals(List.of("RST_STREAM 3 1"), caller.written());
    assertEquals(Why.DECODE_ERROR, last().reset());
  }

  @Test
  void trailersMustEndTheStreamAndHoldNoPseudoFields() throws ProtocolException {
    caller.send(headers(1, 0, POST), headers(1, 0, List.of("a: 1")));
    assertEquals(List.of("RST_STREAM 1 1"), caller.written());
    caller.send(headers(3, 0, POST), headers(3, END, List.of(":path: /")));
    assertEquals(List.of("RST_STREAM 3 1"), caller.written());
  }

  // ---- answers of the codec itself --------------------------------------------------------------

  @Test
  void headsThatAreTooLargeAreAnsweredWith431AndTheTableStaysInStep() throws ProtocolException {
    configured(Map.of("maxHeaders", 6));
    caller.send(headers(1, END, with(GET, "a: 1", "b: 2", "c: 3")));
    assertTrue(caller.written().get(0).startsWith("HEADERS 1 [:status: 431, date: "));
    caller.send(headers(3, 0, with(POST, "a: 1", "b: 2", "c: 3")));
    assertEquals("RST_STREAM 3 0", caller.written().get(1));
    // A literal that enters the table in a section that is too large can be referred to later.
    byte[] indexed = io.mizzen.testkit.HexFrames.bytes("40 01 \"k\" 01 \"v\"");
    byte[] large = Bytes.all(Bytes.section(with(GET, "a: 1", "b: 2", "c: 3")), indexed);
    caller.send(frame(Frames.HEADERS, 5, 5, large));
    caller.send(
        frame(Frames.HEADERS, 5, 7, Bytes.all(Bytes.section(GET), new byte[] {(byte) 0xbe})));
    assertEquals("v", String.valueOf(last().head().get("k")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a/../b", "/a/%2e%2E/b", "/a%2fb", "/a\\b", "/a%5cb", "/a%00b", "/a#b"})
  void pathsThatServersReadDifferentlyAreAnsweredWith400(String path) throws ProtocolException {
    List<String> fields =
        List.of(":method: GET", ":scheme: http", ":path: " + path, ":authority: h");
    caller.send(headers(1, END, fields));
    assertTrue(caller.written().get(0).startsWith("HEADERS 1 [:status: 400, "));
    configured(Map.of("paths", PathPolicy.AS_IS));
    caller.send(headers(1, END, fields));
    assertEquals(path, last().head().operation().toString());
  }

  @Test
  void pathsAreNormalisedForRoutesFiltersAndUpstreamIfAsked() throws ProtocolException {
    configured(Map.of("paths", PathPolicy.REWRITE));
    caller.send(
        headers(
            1,
            END,
            List.of(":method: GET", ":scheme: http", ":path: /a/%7Eb/../c?x=..", ":authority: h")));
    assertEquals("/a/c?x=..", last().head().operation().toString());
    caller.send(
        headers(
            3, END, List.of(":method: GET", ":scheme: http", ":path: /a%2fb", ":authority: h")));
    assertTrue(caller.written().get(0).startsWith("HEADERS 3 [:status: 400, "));
  }

  @Test
  void whoHandedARequestOnIsSaidAndCirclesAreBroken() throws ProtocolException {
    ViaConfig via = new ViaConfig("edge", ViaConfig.Line.ADD, ViaConfig.Line.ADD);
    configured(Map.of("via", via));
    caller.send(headers(1, END, GET));
    assertEquals("2 edge", String.valueOf(last().head().get("via")));
    answer(last(), 0, true);
    assertTrue(caller.written().get(0).contains("via: 2 edge"));
    caller.send(headers(3, END, with(GET, "via: 1.1 other", "via: 2 Edge (again)")));
    assertTrue(caller.written().get(0).startsWith("HEADERS 3 [:status: 508, "));
  }

  @Test
  void requestsForNobodyAndTunnelsAreNotServed() throws ProtocolException {
    caller.send(headers(1, END, GET.subList(0, 3)));
    assertTrue(caller.written().get(0).startsWith("HEADERS 1 [:status: 400, "));
    caller.send(headers(3, 0, List.of(":method: CONNECT", ":authority: h:443")));
    assertTrue(caller.written().get(0).startsWith("HEADERS 3 [:status: 501, "));
  }

  // ---- heads ------------------------------------------------------------------------------------

  @Test
  void theHeadIsTheSameAsThatOfHttp1() throws ProtocolException {
    caller.send(
        headers(
            1,
            END,
            with(
                GET, "cookie: a=1", "x-forwarded-for: 6.6.6.6", "cookie: b=2", "forwarded: by=x")));
    RequestHead head = last().head();
    assertEquals("GET", head.verb().toString());
    assertEquals("/a", head.operation().toString());
    assertEquals("host.example", head.service().toString());
    assertEquals("host.example", String.valueOf(head.get("Host")));
    assertEquals("a=1; b=2", String.valueOf(head.get("cookie")));
    assertEquals("192.0.2.1", String.valueOf(head.get("x-forwarded-for")));
    assertEquals("http", String.valueOf(head.get("x-forwarded-proto")));
    assertEquals("null", String.valueOf(head.get("forwarded")));
  }

  @Test
  void editsCannotSpeakForTheProtocol() throws ProtocolException {
    caller.send(headers(1, END, GET));
    RequestHead head = last().head();
    assertThrows(IllegalArgumentException.class, () -> head.set("connection", "close"));
    assertThrows(IllegalArgumentException.class, () -> head.set("a b", "1"));
    assertThrows(IllegalArgumentException.class, () -> head.set("a", "1\r\nb: 2"));
    assertThrows(IllegalArgumentException.class, () -> head.set(":path", "/"));
    assertThrows(IllegalArgumentException.class, () -> head.set("host", "a b"));
    assertThrows(IllegalArgumentException.class, () -> head.rewriteOperation("nowhere"));
    head.set("HOST", "other");
    assertEquals("other", head.service().toString());
    head.remove("host");
    assertEquals("other", head.service().toString());
  }

  // ---- flow control -----------------------------------------------------------------------------

  @Test
  void answersWaitForCreditAndTheSourceIsPaused() throws ProtocolException {
    caller.send(Bytes.settings(Frames.INITIAL_WINDOW_SIZE, 10), headers(1, END, GET));
    caller.written();
    answer(last(), 25, false);
    assertEquals("DATA 1 10", caller.written().get(1));
    assertEquals(Flow.SHUT, codec[0].flow(1));
    assertEquals(15, codec[0].unsent());
    caller.send(Bytes.windowUpdate(1, 10));
    assertEquals(List.of("DATA 1 10"), caller.written());
    assertTrue(caller.wire.events().flows().isEmpty());
    caller.send(Bytes.windowUpdate(1, 10));
    assertEquals(List.of("DATA 1 5"), caller.written());
    assertEquals(List.of("1 OPEN"), caller.wire.events().flows());
    assertEquals(Flow.OPEN, codec[0].flow(1));
  }

  @Test
  void streamsThatWaitForTheConnectionTakeTurns() throws ProtocolException {
    caller.send(Bytes.settings(Frames.INITIAL_WINDOW_SIZE, 1 << 20));
    caller.send(headers(1, END, GET), headers(3, END, GET));
    answer(caller.messages().get(0), 200_000, true);
    answer(caller.messages().get(1), 200_000, true);
    caller.written();
    caller.send(Bytes.windowUpdate(0, 4 * 16_384));
    assertEquals(
        List.of("DATA 1 16384", "DATA 3 16384", "DATA 1 16384", "DATA 3 16384"), caller.written());
    caller.send(Bytes.windowUpdate(0, 1 << 20));
    List<String> rest = caller.written();
    assertTrue(rest.stream().anyMatch(line -> line.matches("DATA 1 \\d+ end")), rest.toString());
    assertTrue(rest.stream().anyMatch(line -> line.matches("DATA 3 \\d+ end")), rest.toString());
    assertEquals(0, codec[0].unsent());
  }

  /** Credit for the connection first, then for the stream, and then the connection's is spent. */
  @Test
  void aStreamThatSpendsTheConnectionsWindowStandsInLineForMore() throws ProtocolException {
    caller.send(headers(1, END, GET));
    answer(last(), 200_000, true);
    assertEquals(200_000 - 65_535, codec[0].unsent());
    caller.send(Bytes.windowUpdate(0, 50_000), Bytes.windowUpdate(1, 1 << 20));
    assertEquals(200_000 - 115_535, codec[0].unsent());
    caller.send(Bytes.windowUpdate(0, 1 << 20));
    assertEquals(0, codec[0].unsent());
  }

  @Test
  void creditThatIsTakenBackIsOwed() throws ProtocolException {
    caller.send(Bytes.settings(Frames.INITIAL_WINDOW_SIZE, 100), headers(1, END, GET));
    answer(last(), 100, false);
    caller.send(Bytes.settings(Frames.INITIAL_WINDOW_SIZE, 40));
    caller.written();
    codec[0].encodeBody(1, caller.guard.buffer(new byte[10]), true, caller.wire.out());
    caller.send(Bytes.windowUpdate(1, 60));
    assertEquals(List.of(), caller.written());
    caller.send(Bytes.windowUpdate(1, 10));
    assertEquals(List.of("DATA 1 10 end"), caller.written());
  }

  @Test
  void creditOfAStreamFollowsWhatWasPassedOnAndThatOfTheConnectionDoesNot()
      throws ProtocolException {
    caller.send(headers(1, 0, POST));
    for (int i = 0; i < 16; i++) {
      caller.send(data(1, 0, 16_384));
    }
    // Half of the connection's window has come; of the stream nothing was passed on.
    assertTrue(caller.written().stream().noneMatch(line -> line.startsWith("WINDOW_UPDATE 1")));
    codec[0].consumed(1, 200_000, caller.wire.out());
    assertEquals(List.of("WINDOW_UPDATE 1 200000"), caller.written());
    // What is reported twice is not given twice.
    codec[0].consumed(1, 262_144, caller.wire.out());
    codec[0].consumed(1, 262_144, caller.wire.out());
    assertEquals(List.of(), caller.written());
  }

  @Test
  void moreThanTheWindowIsAnError() throws ProtocolException {
    caller.send(headers(1, 0, POST));
    for (int i = 0; i < 16; i++) {
      caller.send(data(1, 0, 16_384));
    }
    caller.written();
    caller.send(data(1, 0, 1));
    assertEquals(List.of("RST_STREAM 1 3"), caller.written());
  }

  // ---- ends -------------------------------------------------------------------------------------

  @Test
  void theRestOfARequestThatHasItsAnswerIsNotWanted() throws ProtocolException {
    caller.send(headers(1, 0, POST), data(1, 0, 10));
    answer(last(), 5, true);
    List<String> written = caller.written();
    assertEquals("DATA 1 5 end", written.get(1));
    assertEquals("RST_STREAM 1 0", written.get(2));
    caller.send(data(1, END, 10), headers(3, END, GET));
    assertEquals(3, last().streamId());
  }

  @Test
  void drainingTakesTwoSteps() throws ProtocolException {
    caller.send(headers(1, END, GET));
    codec[0].encodeDrain(caller.wire.out());
    byte[] bytes = caller.wire.out().take();
    assertEquals(List.of("GOAWAY 2147483647 0", "PING"), new Reading().frames(bytes));
    assertEquals(Fate.KEEP, codec[0].fate());
    // A request that was on its way is served.
    caller.send(headers(3, END, GET));
    assertEquals(3, last().streamId());
    byte[] content = java.util.Arrays.copyOfRange(bytes, bytes.length - 8, bytes.length);
    caller.send(frame(Frames.PING, Frames.ACK, 0, content));
    assertEquals(List.of("GOAWAY 3 0"), caller.written());
    assertEquals(Fate.CLOSE, codec[0].fate());
    // What comes now was not promised anything.
    caller.send(headers(5, END, GET));
    assertEquals(2, caller.messages().size());
    answer(caller.messages().get(0), 1, true);
    answer(caller.messages().get(1), 1, true);
    codec[0].encodeClose(caller.wire.out());
    assertTrue(caller.written().stream().noneMatch(line -> line.startsWith("GOAWAY")));
  }

  @Test
  void anAnswerToHeadHasNoBodyWhateverIsHandedOn() throws ProtocolException {
    caller.send(
        headers(1, END, List.of(":method: HEAD", ":scheme: http", ":path: /", ":authority: h")));
    caller.written();
    answer(last(), 10, true);
    List<String> written = caller.written();
    assertEquals(1, written.size(), written.toString());
    assertTrue(written.get(0).endsWith(" end"));
  }

  @Test
  void whatComesForStreamsBehindTheLastOneIsIgnored() throws ProtocolException {
    caller.send(headers(1, END, GET));
    codec[0].encodeClose(caller.wire.out());
    caller.written();
    caller.send(headers(3, 0, POST), data(3, 0, 100), data(3, END, 100));
    assertEquals(List.of(), caller.written());
    assertEquals(1, caller.messages().size());
  }

  @Test
  void anOrderlyEndSaysWhichStreamWasTheLast() throws ProtocolException {
    caller.send(headers(1, END, GET));
    caller.written();
    codec[0].encodeClose(caller.wire.out());
    codec[0].encodeClose(caller.wire.out());
    assertEquals(List.of("GOAWAY 1 0"), caller.written());
  }

  @Test
  void aConnectionThatEndsWithinAnAnswerHasLostItsCaller() throws ProtocolException {
    caller.send(headers(1, END, GET));
    ProtocolException failure = assertThrows(ProtocolException.class, () -> caller.wire.end());
    assertEquals(Why.CLIENT_GONE, failure.why());
  }

  // ---- gRPC -------------------------------------------------------------------------------------

  private Message<RequestHead> grpc(int id) throws ProtocolException {
    caller.send(
        headers(id, 0, with(POST, "content-type: application/grpc", "grpc-timeout: 1500m")));
    return last();
  }

  @Test
  void theDeadlineOfGrpcIsTheRequests() throws ProtocolException {
    assertEquals(1500, grpc(1).head().timeoutMillis());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1H=3600000",
        "2M=120000",
        "3S=3000",
        "4m=4",
        "5u=1",
        "0n=1",
        "x=0",
        "123456789S=0",
        "=0",
        "S=0",
        "-1S=0"
      })
  void timeoutsAreReadAsGrpcWritesThem(String sample) {
    String[] parts = sample.split("=", -1);
    byte[] text = Octets.ascii(parts[0]);
    assertEquals(Long.parseLong(parts[1]), GrpcTimeout.millis(text, 0, text.length));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no_route 12",
        "no_endpoint 14",
        "timeout_total 4",
        "limited 8",
        "denied 7",
        "internal 13",
        "overload 14",
        "too_large 8",
        "upstream_reset 14"
      })
  void localRepliesToGrpcAreTrailersOnly(String sample) throws ProtocolException {
    String word = sample.substring(0, sample.indexOf(' '));
    Why why = Why.KERNEL.stream().filter(one -> one.word().equals(word)).findFirst().orElseThrow();
    Message<RequestHead> request = grpc(1);
    caller.written();
    Reply reply = codec[0].localReply(LocalReply.of(why), request.head());
    codec[0].encodeHead(1, request.head(), reply.head(), true, caller.wire.out());
    reply.head().release();
    String head = caller.written().get(0);
    String status = "grpc-status: " + sample.substring(sample.indexOf(' ') + 1);
    assertTrue(
        head.startsWith(
            "HEADERS 1 [:status: 200, content-type: application/grpc, "
                + status
                + ", grpc-message: "
                + word),
        head);
    assertTrue(head.endsWith(" end"), head);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-5=1m",
        "1500=1500m",
        "99999999=99999999m",
        "100000000=100000S",
        "99999999999=99999999S",
        "360000000000=100000H"
      })
  void timeoutsAreWrittenWithinEightDigits(String sample) {
    String[] parts = sample.split("=", -1);
    byte[] text = GrpcTimeout.text(Long.parseLong(parts[0]));
    assertEquals(parts[1], new String(text, StandardCharsets.US_ASCII));
  }

  @Test
  void whatHasPassedOfADeadlineIsTakenOff() throws ProtocolException {
    Http2RequestHead head = (Http2RequestHead) grpc(1).head();
    assertTrue(upstream(head, 0).contains("grpc-timeout\5" + "1500m"));
    assertTrue(upstream(head, 300).contains("grpc-timeout\5" + "1200m"));
    head.set("grpc-timeout", "400m");
    assertTrue(upstream(head, 300).contains("grpc-timeout\4" + "100m"));
    head.remove("grpc-timeout");
    assertFalse(upstream(head, 300).contains("grpc-timeout"));
  }

  private static String upstream(Http2RequestHead head, long millisLater) {
    HpackEncoder encoder = new HpackEncoder();
    encoder.begin();
    new RequestWriter().write(head, true, head.receivedAt + millisLater * 1_000_000, encoder);
    return new String(encoder.bytes(), 0, encoder.length(), StandardCharsets.ISO_8859_1);
  }

  @Test
  void aGrpcAnswerThatBreaksOffEndsWithAStatus() throws ProtocolException {
    Message<RequestHead> request = grpc(1);
    answerHead(request);
    caller.written();
    codec[0].encodeReset(1, Why.UPSTREAM_RESET, caller.wire.out());
    assertEquals(
        List.of("HEADERS 1 [grpc-status: 14, grpc-message: upstream_reset] end", "RST_STREAM 1 0"),
        caller.written());
  }

  private void answerHead(Message<RequestHead> request) throws ProtocolException {
    Reply reply = codec[0].localReply(LocalReply.of(Why.OK), request.head());
    codec[0].encodeHead(request.streamId(), request.head(), reply.head(), false, caller.wire.out());
    reply.head().release();
  }

  @Test
  void anyOtherAnswerThatBreaksOffIsReset() throws ProtocolException {
    caller.send(headers(1, END, GET));
    answer(last(), 3, false);
    caller.written();
    codec[0].encodeReset(1, Why.UPSTREAM_CLOSED, caller.wire.out());
    assertEquals(List.of("RST_STREAM 1 2"), caller.written());
  }
}
