package io.mizzen.protocol.http2;

import static io.mizzen.protocol.http2.Bytes.POST;
import static io.mizzen.protocol.http2.Bytes.data;
import static io.mizzen.protocol.http2.Bytes.frame;
import static io.mizzen.protocol.http2.Bytes.headers;
import static io.mizzen.protocol.http2.Bytes.with;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.lib.http.Octets;
import io.mizzen.protocol.http2.Http2ClientConfig.GrpcWebPolicy;
import io.mizzen.spi.config.ByteSize;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.upstream.HealthCheck.Probe;
import io.mizzen.spi.upstream.HealthCheck.Verdict;
import io.mizzen.testkit.RecordingEvents.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What gRPC says beyond HTTP/2: statuses, sizes of messages, health, and its dialect for browsers.
 */
class GrpcTest {
  private static final int END = Frames.END_STREAM;
  private static final List<String> CALL = with(POST, "content-type: application/grpc");
  private static final List<String> ANSWER =
      List.of(":status: 200", "content-type: application/grpc+proto");

  private static final Map<String, ?> SMALL =
      Map.of("maxGrpcMessage", new ByteSize(10), "grpcWeb", GrpcWebPolicy.BRIDGE);

  private final Http2ServerCodec[] serverCodec = new Http2ServerCodec[1];
  private final Peer<RequestHead> caller = Peer.caller(serverCodec, SMALL);
  private final Http2ClientCodec[] codec = new Http2ClientCodec[1];
  private final Peer<ResponseHead> upstream = Peer.upstream(codec, SMALL);

  @AfterEach
  void everythingIsGivenBack() {
    upstream.close();
    caller.close();
  }

  private static byte[] message(int stream, int flags, int length) {
    byte[] bytes = new byte[5 + length];
    bytes[4] = (byte) length;
    return frame(Frames.DATA, flags, stream, bytes);
  }

  private long call(List<String> fields) throws ProtocolException {
    caller.send(headers(1, 0, fields));
    long id = codec[0].nextStreamId();
    codec[0].encodeHead(id, caller.messages().get(0).head(), false, upstream.wire.out());
    return id;
  }

  private Message<ResponseHead> answer() {
    return upstream.messages().get(upstream.messages().size() - 1);
  }

  // ---- sizes of messages ------------------------------------------------------------------------

  @Test
  void aRequestWithALargeMessageIsAnsweredWithResourceExhausted() throws ProtocolException {
    caller.send(headers(1, 0, CALL), message(1, 0, 10), message(1, 0, 11));
    List<String> written = caller.written();
    assertTrue(
        written
            .get(0)
            .startsWith(
                "HEADERS 1 [:status: 200, content-type: application/grpc, grpc-status: 8, "),
        written.get(0));
    assertTrue(written.get(0).endsWith(" end"));
    assertEquals("RST_STREAM 1 0", written.get(1));
    assertEquals(GrpcStatus.MESSAGE_TOO_LARGE, caller.messages().get(0).reset());
  }

  @Test
  void thePrefixOfAMessageMayComeInPieces() throws ProtocolException {
    caller.send(headers(1, 0, CALL));
    for (byte octet : new byte[] {1, 0, 0, 1}) {
      caller.send(frame(Frames.DATA, 0, 1, new byte[] {octet}));
      assertNull(caller.messages().get(0).reset());
    }
    caller.send(frame(Frames.DATA, 0, 1, new byte[] {0}));
    assertEquals(GrpcStatus.MESSAGE_TOO_LARGE, caller.messages().get(0).reset());
  }

  @Test
  void otherBodiesHaveNoMessages() throws ProtocolException {
    caller.send(headers(1, 0, POST), data(1, END, 100));
    assertEquals(100, caller.messages().get(0).body().length);
  }

  @Test
  void anAnswerWithALargeMessageIsGivenUp() throws ProtocolException {
    int id = (int) call(CALL);
    upstream.written();
    upstream.send(headers(id, 0, ANSWER), message(id, 0, 3), message(id, 0, 20));
    assertEquals(List.of("RST_STREAM 1 8"), upstream.written());
    assertEquals(GrpcStatus.MESSAGE_TOO_LARGE, answer().reset());
    assertEquals(GrpcStatus.RESOURCE_EXHAUSTED, GrpcStatus.of(GrpcStatus.MESSAGE_TOO_LARGE));
  }

  // ---- statuses ---------------------------------------------------------------------------------

  @Test
  void aHeadKnowsTheStatusOfTrailersThatComeRightBehindIt() throws ProtocolException {
    int id = (int) call(CALL);
    upstream.send(Bytes.all(headers(id, 0, ANSWER), headers(id, END, List.of("grpc-status: 14"))));
    assertTrue(answer().headText().contains("grpc_unavailable"), answer().headText());
    assertEquals(List.of("grpc-status: 14"), answer().trailers());
  }

  @Test
  void aHeadDoesNotWaitForWhatHasNotCome() throws ProtocolException {
    int id = (int) call(CALL);
    upstream.send(headers(id, 0, ANSWER));
    assertEquals("ok", answer().head().why().word());
    upstream.send(headers(id, END, List.of("grpc-status: 14")));
    assertEquals(List.of("grpc-status: 14"), answer().trailers());
  }

  @Test
  void trailersOfAnotherStreamSayNothingAboutAHead() throws ProtocolException {
    int first = (int) call(CALL);
    int second = (int) codec[0].nextStreamId();
    codec[0].encodeHead(second, caller.messages().get(0).head(), false, upstream.wire.out());
    upstream.send(headers(first, 0, ANSWER));
    upstream.send(
        Bytes.all(headers(second, 0, ANSWER), headers(first, END, List.of("grpc-status: 14"))));
    assertEquals("ok", answer().head().why().word());
  }

  @Test
  void aHeadThatIsResetAtOnceIsNotLost() throws ProtocolException {
    int id = (int) call(CALL);
    upstream.send(Bytes.all(headers(id, 0, ANSWER), Bytes.reset(id, ErrorCode.CANCEL)));
    assertEquals("upstream_reset", String.valueOf(answer().reset()));
  }

  // ---- gRPC-Web ---------------------------------------------------------------------------------

  @Test
  void textOfBrowsersBecomesMessagesAndTheAnswerText() throws ProtocolException {
    long id =
        call(
            with(
                POST,
                "content-type: application/grpc-web-text+proto",
                "x-grpc-web: 1",
                "content-length: 12"));
    byte[] coded = Base64.getEncoder().encode(new byte[] {0, 0, 0, 0, 2, 7, 8});
    codec[0].encodeBody(id, upstream.guard.buffer(slice(coded, 0, 5)), false, upstream.wire.out());
    codec[0].encodeBody(
        id, upstream.guard.buffer(slice(coded, 5, coded.length)), true, upstream.wire.out());
    List<String> written = upstream.written();
    String head = written.get(0);
    assertTrue(head.contains("content-type: application/grpc+proto, te: trailers"), head);
    assertFalse(head.contains("content-length") || head.contains("x-grpc-web"), head);
    assertEquals(List.of("DATA 1 3", "DATA 1 4 end"), written.subList(1, written.size()));
    upstream.send(headers((int) id, 0, ANSWER), message((int) id, 0, 2));
    upstream.send(headers((int) id, END, List.of("grpc-status: 5", "x: y")));
    assertEquals(
        "application/grpc-web-text+proto", String.valueOf(answer().head().get("content-type")));
    String text = new String(answer().body(), StandardCharsets.US_ASCII);
    byte[] first = Base64.getDecoder().decode(text.substring(0, 12));
    assertArrayEquals(new byte[] {0, 0, 0, 0, 2, 0, 0}, first);
    byte[] trailers = Base64.getDecoder().decode(text.substring(12));
    assertEquals((byte) 0x80, trailers[0]);
    assertEquals(
        "grpc-status: 5\r\nx: y\r\n",
        new String(trailers, 5, trailers.length - 5, StandardCharsets.US_ASCII));
    assertEquals(trailers.length - 5, trailers[4]);
    assertTrue(answer().ended());
  }

  private static byte[] slice(byte[] bytes, int from, int to) {
    return java.util.Arrays.copyOfRange(bytes, from, to);
  }

  @Test
  void binaryMessagesPassAsTheyAre() throws ProtocolException {
    long id = call(with(POST, "content-type: application/grpc-web"));
    codec[0].encodeBody(id, upstream.guard.buffer(new byte[7]), true, upstream.wire.out());
    List<String> written = upstream.written();
    assertTrue(written.get(0).contains("content-type: application/grpc, te: trailers"));
    assertEquals("DATA 1 7 end", written.get(1));
    upstream.send(headers((int) id, END, with(ANSWER, "grpc-status: 14")));
    assertEquals("application/grpc-web", String.valueOf(answer().head().get("content-type")));
    assertEquals("grpc_unavailable", answer().head().why().word());
  }

  @Test
  void textThatIsNoneLeavesTheServerWithHalfAMessage() throws ProtocolException {
    long id = call(with(POST, "content-type: application/grpc-web-text"));
    codec[0].encodeBody(
        id, upstream.guard.buffer(Octets.ascii("AAAA!!!!AAAA")), false, upstream.wire.out());
    assertEquals("DATA 1 3 end", upstream.written().get(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/grpc", "application/grpc-website", "text/plain", ""})
  void otherTypesAreNoGrpcWeb(String type) {
    assertNull(GrpcWeb.of(type));
  }

  // ---- health -----------------------------------------------------------------------------------

  private static Verdict heard(byte[]... frames) {
    Probe probe = new GrpcCheck(new GrpcCheckConfig("shop.Orders", "")).newProbe();
    ByteBuf out = Unpooled.buffer();
    assertEquals(Verdict.PENDING, probe.ask("10.0.0.1:80", out));
    out.release();
    ByteBuf in = Unpooled.buffer();
    Verdict verdict = Verdict.PENDING;
    for (byte octet : Bytes.all(frames)) {
      in.writeByte(octet);
      verdict = probe.hear(in);
      if (verdict != Verdict.PENDING) {
        break;
      }
    }
    in.release();
    return verdict;
  }

  private static final byte[] OVER = headers(1, END, List.of("grpc-status: 0"));

  private static byte[] status(int status) {
    return Bytes.all(frame(Frames.DATA, 0, 1, 0, 0, 0, 0, 2, 8, status), OVER);
  }

  @Test
  void servingIsTheOneGoodAnswer() {
    byte[] head = headers(1, 0, ANSWER);
    assertEquals(Verdict.HEALTHY, heard(Bytes.SETTINGS, head, status(1)));
    assertEquals(Verdict.UNHEALTHY, heard(Bytes.SETTINGS, head, status(2)));
    assertEquals(Verdict.UNHEALTHY, heard(Bytes.SETTINGS, head, data(1, END, 0)));
    assertEquals(
        Verdict.UNHEALTHY, heard(Bytes.SETTINGS, headers(1, END, with(ANSWER, "grpc-status: 12"))));
    assertEquals(Verdict.UNHEALTHY, heard(Bytes.SETTINGS, Bytes.reset(1, 7)));
    assertEquals(Verdict.UNHEALTHY, heard(Bytes.SETTINGS, Bytes.goAway(0, 0)));
    assertEquals(Verdict.PENDING, heard(Bytes.SETTINGS, head));
  }

  /** However it is cut, and not before its end. */
  @Test
  void theAnswerMayComeInPieces() {
    byte[] head = headers(1, 0, ANSWER);
    byte[] empty = data(1, 0, 0);
    byte[] first = frame(Frames.DATA, 0, 1, 0, 0, 0);
    byte[] second = frame(Frames.DATA, Frames.PADDED, 1, 1, 0, 2, 8, 1, 0);
    assertEquals(Verdict.PENDING, heard(head, empty, first, second));
    assertEquals(Verdict.HEALTHY, heard(head, empty, first, second, OVER));
    assertEquals(Verdict.UNHEALTHY, heard(head, first, OVER));
    assertEquals(Verdict.HEALTHY, heard(head, frame(Frames.DATA, END, 1, 0, 0, 0, 0, 2, 8, 1)));
    assertEquals(Verdict.UNHEALTHY, heard(head, frame(Frames.DATA, END, 1, 1, 0, 0, 0, 2, 8, 1)));
  }

  /** The question is one that this very protocol takes for a call of gRPC. */
  @Test
  void theQuestionIsACallOfGrpc() throws ProtocolException {
    ByteBuf out = Unpooled.buffer();
    new GrpcCheck(new GrpcCheckConfig("shop.Orders", "shop")).newProbe().ask("unix:/x", out);
    byte[] bytes = new byte[out.readableBytes() - Preface.LENGTH];
    out.skipBytes(Preface.LENGTH).readBytes(bytes);
    out.release();
    Http2ServerCodec[] server = new Http2ServerCodec[1];
    try (Peer<RequestHead> asking = Peer.caller(server, Map.of())) {
      asking.send(bytes);
      Message<RequestHead> call = asking.messages().get(0);
      assertEquals("/grpc.health.v1.Health/Check", call.head().operation().toString());
      assertEquals("shop", call.head().service().toString());
      assertEquals(5 + 2 + "shop.Orders".length(), call.body().length);
      assertTrue(call.ended());
    }
  }
}
