package io.mizzen.protocol.http2;

import static io.mizzen.protocol.http2.Bytes.GET;
import static io.mizzen.protocol.http2.Bytes.data;
import static io.mizzen.protocol.http2.Bytes.headers;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.Codec.Fate;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.protocol.StreamEvents.Flow;
import io.mizzen.testkit.RecordingEvents.Message;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an upstream may do, and what it is told. */
class ClientRulesTest {
  private static final int END = Frames.END_STREAM;
  private static final List<String> OK = List.of(":status: 200");

  private final Http2ServerCodec[] serverCodec = new Http2ServerCodec[1];
  private final io.mizzen.protocol.http2.Peer<io.mizzen.spi.protocol.RequestHead> caller =
      Peer.caller(serverCodec, Map.of());
  private final Http2ClientCodec[] codec = new Http2ClientCodec[1];
  private final Peer<ResponseHead> upstream = Peer.upstream(codec, Map.of());
  private int callerId = -1;

  @AfterEach
  void everythingIsGivenBack() {
    upstream.close();
    caller.close();
  }

  /** Sends a request; its number upstream. */
  private long request(boolean last) throws ProtocolException {
    callerId += 2;
    caller.send(headers(callerId, END, GET));
    long id = codec[0].nextStreamId();
    var head = caller.messages().get(caller.messages().size() - 1).head();
    codec[0].encodeHead(id, head, last, upstream.wire.out());
    return id;
  }

  private Message<ResponseHead> of(long id) {
    return upstream.messages().stream()
        .filter(message -> message.streamId() == id)
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  @Test
  void thePrefaceAndOurSettingsComeFirst() {
    Http2ClientCodec fresh =
        (Http2ClientCodec) new Http2Subject().client().newCodec(new io.mizzen.testkit.FakeWorker());
    fresh.open(upstream.wire.out());
    byte[] bytes = upstream.wire.out().take();
    byte[] rest = java.util.Arrays.copyOfRange(bytes, Preface.LENGTH, bytes.length);
    assertEquals(List.of("SETTINGS 3", "WINDOW_UPDATE 0 983041"), new Reading().frames(rest));
    fresh.release();
  }

  @Test
  void theUpstreamsLimitOfStreamsHoldsAndCanChange() throws ProtocolException {
    Http2ClientCodec fresh =
        (Http2ClientCodec) new Http2Subject().client().newCodec(new io.mizzen.testkit.FakeWorker());
    assertEquals(100, fresh.maxStreams());
    fresh.release();
    assertEquals(Integer.MAX_VALUE, codec[0].maxStreams());
    upstream.send(Bytes.settings(Frames.MAX_CONCURRENT_STREAMS, 3));
    assertEquals(3, codec[0].maxStreams());
    upstream.send(Bytes.settings(Frames.MAX_CONCURRENT_STREAMS, 0));
    assertEquals(0, codec[0].maxStreams());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "content-type: text/plain",
        ":status: 20",
        ":status: abc",
        ":status: 101",
        ":status: 200|:status: 200",
        ":status: 200|:path: /",
        ":status: 200|connection: close",
        ":status: 200|x:  blank",
        ":status: 200|content-length: 5",
        ":status: 100"
      })
  void malformedAnswersAreTheUpstreamsFault(String fields) throws ProtocolException {
    long id = request(true);
    upstream.written();
    upstream.send(headers((int) id, END, List.of(fields.split("\\|"))));
    assertTrue(upstream.messages().isEmpty());
    assertEquals(List.of("RST_STREAM 1 1"), upstream.written());
  }

  @Test
  void informationalHeadsComeBeforeTheAnswer() throws ProtocolException {
    int id = (int) request(true);
    upstream.send(
        headers(id, 0, List.of(":status: 103", "link: </a>")),
        headers(id, 0, OK),
        data(id, END, 3));
    assertEquals(
        List.of(103, 200), upstream.messages().stream().map(one -> one.head().code()).toList());
    assertTrue(of(id).ended());
  }

  @Test
  void aRefusedStreamMayBeRepeatedAndAResetOneMayNot() throws ProtocolException {
    int refused = (int) request(true);
    upstream.send(headers(refused, 0, OK), Bytes.reset(refused, ErrorCode.REFUSED_STREAM));
    assertEquals(Why.OVERLOAD, of(refused).reset());
    assertEquals(Map.of((long) refused, Why.OVERLOAD), upstream.wire.events().refused());
    int reset = (int) request(true);
    upstream.send(headers(reset, 0, OK), Bytes.reset(reset, ErrorCode.INTERNAL_ERROR));
    assertEquals(Why.UPSTREAM_RESET, of(reset).reset());
    assertEquals(1, upstream.wire.events().refused().size());
  }

  @Test
  void goAwayRefusesWhatCameTooLateAndLetsTheRestFinish() throws ProtocolException {
    int first = (int) request(true);
    int second = (int) request(true);
    upstream.send(headers(first, 0, OK), headers(second, 0, OK), Bytes.goAway(first, 0));
    assertEquals(Why.UPSTREAM_CLOSED, of(second).reset());
    assertEquals(1, upstream.wire.events().drains());
    assertEquals(Fate.CLOSE, codec[0].fate());
    assertEquals(0, codec[0].maxStreams());
    upstream.send(data(first, END, 5));
    assertTrue(of(first).ended());
  }

  @Test
  void aRequestWaitsForCredit() throws ProtocolException {
    upstream.send(Bytes.settings(Frames.INITIAL_WINDOW_SIZE, 100));
    int id = (int) request(false);
    upstream.written();
    codec[0].encodeBody(id, upstream.guard.buffer(new byte[150]), true, upstream.wire.out());
    assertEquals(List.of("DATA 1 100"), upstream.written());
    assertEquals(Flow.SHUT, codec[0].flow(id));
    upstream.send(Bytes.windowUpdate(id, 50));
    assertEquals(List.of("DATA 1 50 end"), upstream.written());
    upstream.send(headers(id, END, OK));
    assertTrue(of(id).ended());
  }

  @Test
  void whatComesForAnAbandonedRequestDisturbsNobody() throws ProtocolException {
    int id = (int) request(true);
    codec[0].encodeReset(id, Why.TIMEOUT_TRY, upstream.wire.out());
    upstream.send(headers(id, 0, OK), data(id, 0, 100), headers(id, END, List.of("a: 1")));
    int next = (int) request(true);
    upstream.send(headers(next, END, OK));
    assertTrue(of(next).ended());
  }

  @Test
  void trailersOnlyTellHowTheUpstreamDid() throws ProtocolException {
    int id = (int) request(true);
    upstream.send(headers(id, END, List.of(":status: 200", "grpc-status: 14")));
    assertEquals("grpc_unavailable", of(id).head().why().word());
  }

  @Test
  void aBodyBehindAnAnswerThatHasNoneIsMalformed() throws ProtocolException {
    int id = (int) request(true);
    upstream.written();
    upstream.send(headers(id, 0, List.of(":status: 304", "content-length: 5")), data(id, END, 5));
    assertEquals(Why.UPSTREAM_ERROR, of(id).reset());
    assertEquals(List.of("RST_STREAM 1 1"), upstream.written());
  }

  @Test
  void heartbeatsArePings() throws ProtocolException {
    codec[0].encodeHeartbeat(upstream.wire.out());
    byte[] ping = upstream.wire.out().take();
    ping[4] = Frames.ACK;
    upstream.send(ping);
    assertEquals(1, upstream.wire.events().heartbeats());
  }

  @Test
  void aConnectionThatEndsWithinAnAnswerIsTheUpstreamsClose() throws ProtocolException {
    request(true);
    ProtocolException failure = assertThrows(ProtocolException.class, () -> upstream.wire.end());
    assertEquals(Why.UPSTREAM_CLOSED, failure.why());
  }
}
