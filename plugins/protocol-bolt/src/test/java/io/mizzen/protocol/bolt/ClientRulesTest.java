package io.mizzen.protocol.bolt;

import static io.mizzen.protocol.bolt.Golden.frame;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.ClientCodec.Heartbeats;
import io.mizzen.spi.protocol.Codec.Fate;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.testkit.Fragments;
import io.mizzen.testkit.HexFrames;
import io.mizzen.testkit.RecordingEvents.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rules of bolt towards upstreams. */
class ClientRulesTest {
  private static final byte[] EMPTY = {};

  @TestFactory
  Stream<DynamicTest> forwardsEveryByteButTheIdAndTheSum() {
    return Stream.of(
            "v1-request",
            "v1-oneway",
            "v2-request-bit-without-crc",
            "v2-crc-request",
            "v2-crc-oneway",
            "v2-request",
            "sofarpc-request")
        .map(
            name ->
                dynamicTest(
                    name,
                    () -> {
                      try (Bench bench = new Bench()) {
                        bench.client.nextStreamId(); // so that ids differ
                        bench.client.nextStreamId();
                        long id = bench.forward(bench.request(frame(name)));
                        assertArrayEquals(Golden.withId(name, id), bench.up.out().take());
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> answersComeBackWithTheCallersId() {
    return Map.of(
            "v1-request", "v1-response",
            "v2-crc-request", "v2-crc-response",
            "v2-request-bit-without-crc", "v2-response-bit-without-crc")
        .entrySet()
        .stream()
        .map(
            pair ->
                dynamicTest(
                    pair.getKey(),
                    () -> {
                      try (Bench bench = new Bench()) {
                        bench.client.nextStreamId();
                        byte[] request = Golden.withId(pair.getKey(), 0x80000001L);
                        byte[] answer = bench.exchange(request, frame(pair.getValue()));
                        assertArrayEquals(Golden.withId(pair.getValue(), 0x80000001L), answer);
                      }
                    }));
  }

  @Test
  void sendsAnEditedMapWithItsLengths() throws ProtocolException {
    try (Bench bench = new Bench()) {
      byte[] map = Golden.map("a", "1", "b", "2", "b", "3", null, "x", "c", "4");
      Message<RequestHead> request = bench.request(Golden.request(1, map, new byte[] {9}));
      request.head().remove("a");
      request.head().set("d", "\u00e9");
      long id = bench.forward(request);
      byte[] expected = Golden.map("b", "3", "c", "4", "d", "\u00e9");
      assertArrayEquals(Golden.request((int) id, expected, new byte[] {9}), bench.up.out().take());
    }
  }

  @Test
  void sumsUpAnEditedFrame() throws ProtocolException {
    try (Bench bench = new Bench()) {
      Message<RequestHead> request = bench.request(frame("v2-crc-request"));
      request.head().set("k", "v");
      bench.forward(request);
      byte[] sent = bench.up.out().take();
      assertArrayEquals(Golden.summed(sent.clone()), sent);
      assertEquals(frame("v2-crc-request").length + 10, sent.length);
    }
  }

  @Test
  void refusesAMapThatPeersCouldNotRead() throws ProtocolException {
    try (Bench bench = new Bench()) {
      byte[] map = Golden.map("a", "x".repeat(32_000));
      Message<RequestHead> request = bench.request(Golden.request(1, map, EMPTY));
      request.head().set("b", "y".repeat(1000));
      ProtocolException thrown =
          assertThrows(ProtocolException.class, () -> bench.forward(request));
      assertEquals(9, thrown.code());
      assertEquals(0, bench.up.out().take().length);
      assertThrows(
          IllegalArgumentException.class, () -> request.head().set("c", "z".repeat(32_768)));
      request.head().remove("a");
      bench.forward(request);
      assertTrue(bench.up.out().take().length > 1000, "and goes on when it fits");
    }
  }

  @Test
  void dropsAnAnswerNobodyWaitsFor() throws ProtocolException {
    try (Bench bench = new Bench()) {
      long id = bench.forward(bench.request(frame("v1-request")));
      bench.up.feed(Golden.withId("v1-response", id + 1));
      assertEquals(0, bench.up.events().messages().size());
      bench.up.feed(Golden.withId("v1-response", id));
      bench.up.feed(Golden.withId("v1-response", id)); // twice
      assertEquals(1, bench.up.events().messages().size());
      long oneWay = bench.forward(bench.request(frame("v1-oneway")));
      bench.up.feed(Golden.withId("v1-response", oneWay));
      assertEquals(1, bench.up.events().messages().size(), "one-way waits for nothing");
      assertEquals(3, bench.subject.host().metrics().count("bolt_late_answers_total"));
    }
  }

  @Test
  void acceptsAnAnswerInEitherVersion() throws ProtocolException {
    try (Bench bench = new Bench()) {
      long id = bench.forward(bench.request(frame("v2-crc-request")));
      assertEquals(id, bench.response(Golden.withId("v1-response", id)).streamId());
    }
  }

  @Test
  void neverPassesOnAStatusThatClientsDoNotKnow() throws ProtocolException {
    try (Bench bench = new Bench()) {
      long bad = bench.forward(bench.request(frame("v1-request")));
      long good = bench.forward(bench.request(frame("v1-request")));
      bench.up.feed(Golden.response((int) bad, 0x0a, EMPTY, new byte[5]));
      assertEquals(0, bench.up.events().messages().size());
      assertEquals(good, bench.response(Golden.withId("v1-response", good)).streamId());
      assertEquals(1, bench.subject.host().metrics().count("bolt_broken_frames_total"));
    }
  }

  @Test
  void failsTheStreamOfABrokenMapOnly() throws ProtocolException {
    try (Bench bench = new Bench()) {
      long bad = bench.forward(bench.request(frame("v1-request")));
      long good = bench.forward(bench.request(frame("v1-request")));
      bench.up.feed(Golden.response((int) bad, 0, new byte[] {1, 2}, new byte[5]));
      assertEquals(good, bench.response(Golden.withId("v1-response", good)).streamId());
      assertEquals(1, bench.subject.host().metrics().count("bolt_broken_frames_total"));
    }
  }

  @Test
  void tellsHowTheUpstreamDid() throws ProtocolException {
    try (Bench bench = new Bench()) {
      assertEquals(Why.OK, whyOf(bench, frame("sofarpc-response")));
      assertEquals("service_error", whyOf(bench, frame("sofarpc-service-error")).word());
      assertEquals(Why.OVERLOAD, whyOf(bench, frame("v1-busy")));
      for (int status : new int[] {1, 2, 3, 5, 6, 7, 8, 9, 0x10, 0x11, 0x12}) {
        assertEquals(Why.UPSTREAM_ERROR, whyOf(bench, Golden.response(1, status, EMPTY, EMPTY)));
      }
      byte[] no = Golden.map("sofa_head_response_error", "false");
      assertEquals(Why.OK, whyOf(bench, Golden.response(1, 0, no, EMPTY)));
    }
  }

  private static Why whyOf(Bench bench, byte[] response) throws ProtocolException {
    long id = bench.forward(bench.request(frame("v1-request")));
    ResponseHead head = bench.response(Golden.withId(response, id)).head();
    assertEquals(Golden.status(response), head.code());
    assertEquals(ResponseHead.Kind.FINAL, head.kind());
    return head.why();
  }

  @Test
  void sendsHeartbeatsInTheVersionOfTheNewestRequest() throws ProtocolException {
    try (Bench bench = new Bench()) {
      assertEquals(Heartbeats.SENT, bench.client.encodeHeartbeat(bench.up.out()));
      byte[] first = bench.up.out().take();
      assertArrayEquals(Golden.withId("v1-heartbeat", Golden.id(first)), first);
      bench.forward(bench.request(frame("v2-crc-request")));
      bench.up.out().take();
      bench.client.encodeHeartbeat(bench.up.out());
      byte[] second = bench.up.out().take();
      assertArrayEquals(Golden.withId("v2-heartbeat", Golden.id(second)), second);
      assertTrue(Golden.id(first) != Golden.id(second));
    }
  }

  @Test
  void countsOnlyGoodHeartbeatAnswers() throws ProtocolException {
    try (Bench bench = new Bench()) {
      bench.up.feed(frame("v1-heartbeat-ack"));
      bench.up.feed(frame("v2-heartbeat-ack"));
      assertEquals(2, bench.up.events().heartbeats());
      bench.up.feed(Golden.with("v1-heartbeat-ack", 10, 0, 1));
      assertEquals(2, bench.up.events().heartbeats(), "a bad status is a failure");
    }
  }

  @Test
  void answersHeartbeatsOfAnUpstream() throws ProtocolException {
    try (Bench bench = new Bench()) {
      bench.up.feed(frame("v2-heartbeat"));
      assertArrayEquals(frame("v2-heartbeat-ack"), bench.up.out().take());
    }
  }

  @Test
  void goesWhenTheUpstreamSaysSo() throws ProtocolException {
    try (Bench bench = new Bench()) {
      long id = bench.forward(bench.request(frame("v1-request")));
      bench.up.feed(Golden.with("v1-heartbeat", 2, 0, 100));
      assertEquals(1, bench.up.events().drains());
      assertEquals(Fate.CLOSE, bench.client.fate());
      assertEquals(id, bench.response(Golden.withId("v1-response", id)).streamId());
    }
  }

  @Test
  void refusesCallsFromAnUpstream() throws ProtocolException {
    try (Bench bench = new Bench()) {
      bench.up.feed(Fragments.glue(Golden.withId("v1-request", 77), frame("v1-oneway")));
      assertArrayEquals(
          HexFrames.bytes("01 00 0002 01 0000004d 01 0006 0000 0000 00000000"),
          bench.up.out().take());
      assertEquals(2, bench.subject.host().metrics().count("bolt_refused_pushes_total"));
    }
  }

  @Test
  void idsGoRoundIn32BitsAndStepOverOpenOnes() throws ProtocolException {
    try (Bench bench = new Bench()) {
      Message<RequestHead> request = bench.request(frame("v1-request"));
      long first = bench.forward(request);
      assertEquals(1, first);
      jumpTo(bench, 0xffff_ffffL);
      assertEquals(0xffff_ffffL, bench.forward(request));
      assertEquals(2, bench.forward(request), "0 is never used, 1 is still open");
      bench.up.feed(Golden.withId("v1-response", 1));
      bench.up.feed(Golden.withId("v1-response", 0xffff_ffffL));
      assertEquals(0xffff_ffffL, Bench.last(bench.up.events().messages()).streamId());
      jumpTo(bench, 1);
      assertEquals(1, bench.forward(request), "free again");
    }
  }

  private static void jumpTo(Bench bench, long id) {
    ByteBuf state = Unpooled.buffer().writeLong(id);
    bench.client.restoreState(state);
  }

  @Test
  void stateIsTheNextId() {
    try (Bench bench = new Bench();
        Bench next = new Bench()) {
      bench.client.nextStreamId();
      ByteBuf state = Unpooled.buffer();
      bench.client.saveState(state);
      next.client.restoreState(state);
      assertEquals(2, next.client.nextStreamId());
    }
  }
}
