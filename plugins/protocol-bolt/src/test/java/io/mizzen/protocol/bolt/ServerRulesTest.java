package io.mizzen.protocol.bolt;

import static io.mizzen.protocol.bolt.Golden.frame;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.mizzen.spi.Status;
import io.mizzen.spi.Why;
import io.mizzen.spi.config.ByteSize;
import io.mizzen.spi.protocol.Codec.Fate;
import io.mizzen.spi.protocol.Codec.RestState;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.protocol.ServerCodec.Reading;
import io.mizzen.spi.protocol.ServerCodec.Reply;
import io.mizzen.testkit.Fragments;
import io.mizzen.testkit.HexFrames;
import io.mizzen.testkit.RecordingEvents.Message;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rules of bolt towards callers. */
class ServerRulesTest {
  private static final Map<String, ByteSize> STREAM_ALL = Map.of("streamAbove", new ByteSize(0));
  private static final byte[] EMPTY = {};

  @Test
  void readsTheHeadOfASofarpcCall() throws ProtocolException {
    try (Bench bench = new Bench()) {
      RequestHead head = bench.request(frame("sofarpc-request")).head();
      assertEquals("cap.Hello:1.0:u1", head.service().toString());
      assertEquals("say", head.operation().toString());
      assertEquals("sync", head.verb().toString());
      assertEquals(3000, head.timeoutMillis());
      assertEquals(333, head.bodyLength());
      assertEquals(RequestHead.Exchange.ANSWERED, head.exchange());
      assertEquals(RequestHead.Repeat.UNSAFE, head.repeat());
      assertEquals("cons-app", String.valueOf(head.get("app")));
      assertEquals("", String.valueOf(head.get("rpc_trace_context.sysPenAttrs")));
      assertNull(head.get("App"), "keys are compared with case");
    }
  }

  @Test
  void takesTheClassForTheServiceOfAPlainCall() throws ProtocolException {
    try (Bench bench = new Bench()) {
      RequestHead head = bench.request(frame("v1-request")).head();
      assertEquals("java.lang.String", head.service().toString());
      assertEquals("", head.operation().toString());
      assertEquals("", head.verb().toString());
      assertFalse(head.rewriteService("other"), "nothing but the content names it");
      RequestHead oneWay = bench.request(frame("v1-oneway")).head();
      assertEquals("oneway", oneWay.verb().toString());
      assertEquals(-1, oneWay.timeoutMillis());
      assertEquals(RequestHead.Exchange.ONE_WAY, oneWay.exchange());
    }
  }

  @Test
  void fallsBackToTheTargetService() throws ProtocolException {
    try (Bench bench = new Bench()) {
      byte[] map = Golden.map("sofa_head_target_service", "a.B:1.0", "service", "");
      RequestHead head = bench.request(Golden.request(1, map, EMPTY)).head();
      assertEquals("a.B:1.0", head.service().toString());
      assertTrue(head.rewriteService("c.D:1.0"));
      assertEquals("c.D:1.0", head.service().toString());
      assertEquals("c.D:1.0", String.valueOf(head.get("sofa_head_target_service")));
    }
  }

  @Test
  void lastOfEqualKeysCountsAndNullsDoNot() throws ProtocolException {
    try (Bench bench = new Bench()) {
      byte[] map =
          Golden.map(
              "k", "1", null, "value of a null key", "k", "2", "k", null, "n", null, "e", "");
      RequestHead head = bench.request(Golden.request(1, map, EMPTY)).head();
      assertEquals("2", String.valueOf(head.get("k")));
      assertNull(head.get("n"));
      assertEquals("", String.valueOf(head.get("e")));
      StringBuilder seen = new StringBuilder();
      head.forEach((name, value) -> seen.append(name).append('=').append(value).append(' '));
      assertEquals("k=2 e= ", seen.toString());
    }
  }

  @TestFactory
  Stream<DynamicTest> brokenHeaderMapIsAnsweredAndTheConnectionKept() {
    return Stream.of(
            "00 00 00", // not even a length
            "00 00 00 01 61", // a key without a value
            "00 00 00 01 61 00 00 00 02 62", // a value beyond the end
            "ff ff ff fe", // a negative length that is not null
            "7f ff ff ff 61", // a length that overflows
            "ff ff ff ff 80 00 00 00") // a null key, then rubbish
        .map(hex -> dynamicTest(hex, () -> assertMapIsBroken(HexFrames.bytes(hex))));
  }

  private static void assertMapIsBroken(byte[] map) throws ProtocolException {
    try (Bench bench = new Bench()) {
      byte[] broken = Golden.request(0x0a0b0c0d, map, new byte[7]);
      bench.down.feed(Fragments.glue(broken, frame("v1-request")));
      assertArrayEquals(
          HexFrames.bytes("01 00 0002 01 0a0b0c0d 01 0009 0000 0000 00000000"),
          bench.down.out().take());
      assertEquals(1, bench.down.events().messages().size(), "the next request goes on");
      bench.down.feed(Golden.with(broken, 1, 2));
      assertEquals(0, bench.down.out().take().length, "one-way is never answered");
      assertEquals(1, bench.down.events().messages().size());
      assertEquals(2, bench.subject.host().metrics().count("bolt_broken_frames_total"));
    }
  }

  @Test
  void ignoresWhatNoCallerMeans() throws ProtocolException {
    try (Bench bench = new Bench()) {
      bench.down.feed(frame("v1-response"));
      bench.down.feed(frame("v1-heartbeat-ack"));
      bench.down.feed(Golden.with("v1-request", 2, 0, 2)); // an answer's command in a request
      bench.down.feed(Golden.with("v1-heartbeat", 2, 0, 100)); // go away
      assertEquals(0, bench.down.events().messages().size());
      assertEquals(0, bench.down.out().take().length);
      assertEquals(0, bench.down.unread());
      assertEquals(4, bench.subject.host().metrics().count("bolt_ignored_frames_total"));
    }
  }

  @Test
  void repliesInTheDialectOfEachRequestOnAMixedConnection() throws ProtocolException {
    try (Bench bench = new Bench()) {
      assertArrayEquals(
          frame("v1-busy"), busy(bench, Golden.withId("v1-request", Golden.id(frame("v1-busy")))));
      byte[] v2 = Golden.withId("v2-crc-request", Golden.id(frame("v2-busy")));
      assertArrayEquals(frame("v2-busy"), busy(bench, v2), "no check sum, switches off");
      byte[] other = busy(bench, frame("v2-request-bit-without-crc"));
      assertEquals(1, other[1], "ver1 of the request");
    }
  }

  private static byte[] busy(Bench bench, byte[] request) throws ProtocolException {
    Message<RequestHead> message = bench.request(request);
    Reply reply = bench.server.localReply(LocalReply.of(Why.POOL_FULL), message.head());
    bench.server.encodeHead(
        message.streamId(), message.head(), reply.head(), true, bench.down.out());
    reply.head().release();
    return bench.down.out().take();
  }

  @Test
  void saysAnAnswerOfAnotherVersionInThatOfTheRequest() throws ProtocolException {
    try (Bench bench = new Bench()) {
      byte[] crc =
          bench.exchange(
              frame("v2-crc-request"),
              Golden.withId("v1-response", Golden.id(frame("v2-crc-request"))));
      assertArrayEquals(frame("v2-crc-response"), crc, "the sum is made here");
      byte[] plain = bench.exchange(frame("v1-request"), Golden.withId("v2-crc-response", 1));
      assertArrayEquals(frame("v1-response"), plain);
    }
  }

  @Test
  void answersBothOfTwoOpenRequestsWithOneWireId() throws ProtocolException {
    try (Bench bench = new Bench()) {
      Message<RequestHead> first = bench.request(frame("v1-request"));
      Message<RequestHead> second = bench.request(frame("v1-request"));
      assertTrue(first.streamId() != second.streamId());
      Message<ResponseHead> response =
          bench.response(Golden.withId("v1-response", bench.forward(first)));
      assertArrayEquals(frame("v1-response"), bench.answer(second, response));
      assertArrayEquals(frame("v1-response"), bench.answer(first, response));
    }
  }

  @Test
  void neverAnswersOneWay() throws ProtocolException {
    try (Bench bench = new Bench()) {
      Message<RequestHead> oneWay = bench.request(frame("v2-crc-oneway"));
      assertNull(bench.server.localReply(LocalReply.of(Why.NO_ROUTE), oneWay.head()));
      Message<RequestHead> asked = bench.request(frame("v1-request"));
      Message<ResponseHead> response =
          bench.response(Golden.withId("v1-response", bench.forward(asked)));
      assertEquals(0, bench.answer(oneWay, response).length);
      assertEquals(Fate.KEEP, bench.server.encodeReset(oneWay.streamId(), Why.FAULT, null));
    }
  }

  @TestFactory
  Stream<DynamicTest> everyReasonHasItsStatus() {
    Map<Why, Integer> table =
        Map.ofEntries(
            Map.entry(Why.NO_ROUTE, 6),
            Map.entry(Why.NO_CLUSTER, 6),
            Map.entry(Why.NO_ENDPOINT, 6),
            Map.entry(Why.BREAKER_OPEN, 4),
            Map.entry(Why.POOL_FULL, 4),
            Map.entry(Why.OVERLOAD, 4),
            Map.entry(Why.LIMITED, 4),
            Map.entry(Why.DRAINED, 4),
            Map.entry(Why.TIMEOUT_TOTAL, 7),
            Map.entry(Why.TIMEOUT_TRY, 7),
            Map.entry(Why.TIMEOUT_IDLE, 7),
            Map.entry(Why.DECODE_ERROR, 9),
            Map.entry(Why.TOO_LARGE, 9),
            Map.entry(Why.UPSTREAM_ERROR, 9),
            Map.entry(Why.CONNECT_FAILED, 0x10),
            Map.entry(Why.UPSTREAM_RESET, 0x10),
            Map.entry(Why.UPSTREAM_CLOSED, 0x10),
            Map.entry(Why.RETRY_BUDGET, 0x10),
            Map.entry(Why.DENIED, 2),
            Map.entry(Why.INTERNAL, 3),
            Map.entry(Why.FAULT, 3),
            Map.entry(Why.CLIENT_GONE, 3),
            Map.entry(Why.TLS_FAILED, 9),
            Map.entry(Why.OK, 0));
    assertEquals(Why.KERNEL.size(), table.size(), "a new word needs a status");
    return table.entrySet().stream()
        .map(
            entry ->
                dynamicTest(
                    entry.getKey().word(),
                    () -> assertEquals(entry.getValue(), BoltStatus.of(entry.getKey()).code())));
  }

  @Test
  void wordsOfOtherPluginsFallBackToTheirClass() {
    assertEquals(
        BoltStatus.SERVER_EXCEPTION, BoltStatus.of(new Why("geo_fence", Status.DENIED, "No.")));
  }

  @Test
  void takesAnAskedForStatusOnlyIfClientsKnowIt() {
    assertEquals(0x12, BoltStatus.of(Why.FAULT, 0x12).code());
    assertEquals(3, BoltStatus.of(Why.FAULT, 503).code());
    assertEquals(3, BoltStatus.of(Why.FAULT, 0x0a).code());
    assertNull(BoltStatus.of(0x0f), "the gap in the table");
    assertNull(BoltStatus.of(-1));
  }

  @Test
  void tellsNobodyToGoUnlessAskedTo() throws ProtocolException {
    try (Bench off = new Bench();
        Bench mesh = new Bench(Map.of("goAway", GoAway.MESH))) {
      off.server.encodeDrain(off.down.out());
      assertEquals(0, off.down.out().take().length);
      mesh.request(frame("v2-request"));
      mesh.server.encodeDrain(mesh.down.out());
      assertArrayEquals(
          HexFrames.bytes("02 02 01 0064 01 00000000 01 00 00000000 0000 0000 00000000"),
          mesh.down.out().take());
    }
  }

  @Test
  void saysWhatItWaitsFor() throws ProtocolException {
    try (Bench bench = new Bench()) {
      byte[] request = frame("sofarpc-request");
      assertEquals(Reading.NOTHING, bench.server.reading());
      bench.down.feed(Arrays.copyOf(request, 100));
      assertEquals(Reading.HEAD, bench.server.reading());
      assertEquals(RestState.AT_REST, bench.server.restState(), "unread bytes describe it");
      bench.down.feed(Arrays.copyOfRange(request, 100, 500));
      assertEquals(Reading.BODY, bench.server.reading());
      bench.down.feed(Arrays.copyOfRange(request, 500, request.length));
      assertEquals(Reading.NOTHING, bench.server.reading());
    }
  }

  @Test
  void handsALargeContentOnAsItComes() throws ProtocolException {
    try (Bench bench = new Bench(Map.of("streamAbove", new ByteSize(4096)))) {
      byte[] request = Golden.summedRequest(1, BoltSubject.filled(50_000, 7));
      int held = 0;
      for (byte[] piece : Fragments.random(request, 2000, 4)) {
        bench.down.feed(piece);
        held = Math.max(held, bench.down.unread());
      }
      assertTrue(held <= 28, "held " + held + " bytes");
      Message<RequestHead> message = bench.down.events().only();
      assertTrue(message.ended());
      assertTrue(message.pieces() > 20);
      assertArrayEquals(BoltSubject.filled(50_000, 7), message.body());
    }
  }

  @Test
  void isBusyWithinALargeContent() throws ProtocolException {
    try (Bench bench = new Bench(STREAM_ALL)) {
      byte[] request = frame("sofarpc-request");
      bench.down.feed(Arrays.copyOf(request, request.length - 5));
      assertEquals(RestState.BUSY, bench.server.restState());
      assertEquals(Reading.BODY, bench.server.reading());
      assertThrows(ProtocolException.class, bench.down::end);
    }
  }

  @Test
  void dropsTheRestOfAContentThatInterestsNobody() throws ProtocolException {
    try (Bench bench = new Bench(STREAM_ALL)) {
      byte[] request = frame("sofarpc-request");
      bench.down.feed(Arrays.copyOf(request, request.length - 5));
      Message<RequestHead> message = bench.down.events().only();
      bench.server.encodeReset(message.streamId(), Why.DENIED, bench.down.out());
      byte[] rest = Arrays.copyOfRange(request, request.length - 5, request.length);
      bench.down.feed(Fragments.glue(rest, frame("v1-request")));
      assertFalse(message.ended());
      assertEquals(2, bench.down.events().messages().size());
    }
  }

  @Test
  void dropsTheContentOfARequestThatIsAnsweredAtOnce() throws ProtocolException {
    try (Bench bench = new Bench()) {
      bench
          .down
          .events()
          .onEveryHead(
              message -> {
                Reply reply = bench.server.localReply(LocalReply.of(Why.NO_ROUTE), message.head());
                assertEncodes(bench, message, reply);
              });
      bench.down.feed(frame("sofarpc-request"));
      assertEquals(0, bench.down.events().only().pieces());
      assertEquals(6, Golden.status(bench.down.out().take()));
    }
  }

  private static void assertEncodes(Bench bench, Message<RequestHead> message, Reply reply) {
    try {
      bench.server.encodeHead(
          message.streamId(), message.head(), reply.head(), true, bench.down.out());
    } catch (ProtocolException e) {
      throw new AssertionError(e);
    }
    reply.head().release();
  }
}
