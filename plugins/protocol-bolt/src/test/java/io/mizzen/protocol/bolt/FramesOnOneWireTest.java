package io.mizzen.protocol.bolt;

import static io.mizzen.protocol.bolt.Golden.frame;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.spi.Why;
import io.mizzen.spi.config.ByteSize;
import io.mizzen.spi.protocol.Codec.Fate;
import io.mizzen.spi.protocol.Codec.RestState;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.testkit.Fragments;
import io.mizzen.testkit.RecordingEvents.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bolt cannot interleave frames: what that means for streams that share a connection. */
class FramesOnOneWireTest {
  private static final Map<String, ByteSize> LARGE_FROM_1K =
      Map.of("streamAbove", new ByteSize(1024));

  @Test
  void aSlowSenderOfAUsualFrameDoesNotStopOthers() throws ProtocolException {
    try (Bench bench = new Bench()) {
      Message<RequestHead> slow = bench.request(frame("v1-request"));
      Message<RequestHead> quick = bench.request(frame("v2-crc-request"));
      long slowId = begin(bench, slow);
      long quickId = bench.forward(quick);
      assertArrayEquals(Golden.withId("v2-crc-request", quickId), bench.up.out().take());
      bench.client.encodeBody(slowId, piece(bench, slow, 0, 1), false, bench.up.out());
      assertEquals(0, bench.up.out().take().length);
      bench.client.encodeBody(slowId, piece(bench, slow, 1, 3), true, bench.up.out());
      assertArrayEquals(Golden.withId("v1-request", slowId), bench.up.out().take());
    }
  }

  @Test
  void othersWaitForTheEndOfALargeFrame() throws ProtocolException {
    try (Bench bench = new Bench(LARGE_FROM_1K)) {
      byte[] content = BoltSubject.filled(5000, 3);
      Message<RequestHead> large = bench.request(Golden.summedRequest(1, content));
      Message<RequestHead> small = bench.request(frame("v2-crc-request"));
      Message<RequestHead> bare = bench.request(Golden.with("v1-heartbeat", 2, 0, 1));
      long largeId = begin(bench, large);
      bench.client.encodeBody(largeId, piece(bench, large, 0, 2000), false, bench.up.out());
      assertEquals(2024, bench.up.out().take().length);
      long smallId = bench.forward(small);
      long bareId = bench.forward(bare);
      bench.client.encodeHeartbeat(bench.up.out());
      assertEquals(0, bench.up.out().take().length, "the wire is taken");
      assertEquals(RestState.BUSY, bench.client.restState());
      bench.client.encodeBody(largeId, piece(bench, large, 2000, 5000), true, bench.up.out());
      byte[] whole = Golden.withId(Golden.summedRequest(1, content), largeId);
      byte[] beat = Golden.withId("v1-heartbeat", bareId + 1);
      byte[] expected =
          Fragments.glue(
              List.of(
                  java.util.Arrays.copyOfRange(whole, 2024, whole.length),
                  Golden.withId("v2-crc-request", smallId),
                  Golden.withId(Golden.with("v1-heartbeat", 2, 0, 1), bareId),
                  beat));
      assertArrayEquals(expected, bench.up.out().take());
      assertEquals(RestState.AT_REST, bench.client.restState());
    }
  }

  @Test
  void twoLargeFramesFollowEachOther() throws ProtocolException {
    try (Bench bench = new Bench(LARGE_FROM_1K)) {
      byte[] one = BoltSubject.filled(3000, 1);
      byte[] two = BoltSubject.filled(3000, 2);
      Message<RequestHead> first = bench.request(Golden.request(1, Golden.map(), one));
      Message<RequestHead> second = bench.request(Golden.summedRequest(2, two));
      long firstId = begin(bench, first);
      bench.client.encodeBody(firstId, piece(bench, first, 0, 1), false, bench.up.out());
      long secondId = begin(bench, second);
      bench.client.encodeBody(secondId, piece(bench, second, 0, 1500), false, bench.up.out());
      bench.client.encodeBody(firstId, piece(bench, first, 1, 3000), true, bench.up.out());
      bench.client.encodeBody(secondId, piece(bench, second, 1500, 3000), true, bench.up.out());
      assertArrayEquals(
          Fragments.glue(
              Golden.request((int) firstId, Golden.map(), one),
              Golden.summedRequest((int) secondId, two)),
          bench.up.out().take());
    }
  }

  @Test
  void givingUpAFrameCostsTheConnectionOnlyIfPartOfItIsOut() throws ProtocolException {
    try (Bench bench = new Bench(LARGE_FROM_1K)) {
      byte[] content = BoltSubject.filled(3000, 1);
      Message<RequestHead> large = bench.request(Golden.request(1, Golden.map(), content));
      Message<RequestHead> small = bench.request(frame("v1-request"));
      long heldId = begin(bench, small);
      assertEquals(Fate.KEEP, bench.client.encodeReset(heldId, Why.CLIENT_GONE, bench.up.out()));
      long largeId = begin(bench, large);
      bench.client.encodeBody(largeId, piece(bench, large, 0, 10), false, bench.up.out());
      long waitingId = bench.forward(small);
      assertEquals(Fate.KEEP, bench.client.encodeReset(waitingId, Why.CLIENT_GONE, bench.up.out()));
      assertEquals(Fate.CLOSE, bench.client.encodeReset(largeId, Why.CLIENT_GONE, bench.up.out()));
    }
  }

  @Test
  void anAnswerThatBreaksOffBeforeItWasBegunBecomesAnError() throws ProtocolException {
    try (Bench bench = new Bench()) {
      Message<RequestHead> request = bench.request(frame("v2-crc-request"));
      long id = bench.forward(request);
      Message<ResponseHead> response = bench.response(Golden.withId("v2-crc-response", id));
      bench.server.encodeHead(
          request.streamId(), request.head(), response.head(), false, bench.down.out());
      Fate fate =
          bench.server.encodeReset(request.streamId(), Why.UPSTREAM_CLOSED, bench.down.out());
      assertEquals(Fate.KEEP, fate);
      byte[] said = bench.down.out().take();
      assertEquals(22, said.length);
      assertEquals(0x10, Golden.status(said));
      assertEquals(Golden.id(frame("v2-crc-request")), Golden.id(said));
    }
  }

  @Test
  void anAnswerThatBreaksOffInTheMiddleEndsTheConnection() throws ProtocolException {
    try (Bench bench = new Bench(Map.of("streamAbove", new ByteSize(0)))) {
      Message<RequestHead> request = bench.request(frame("v1-request"));
      long id = bench.forward(request);
      Message<ResponseHead> response = bench.response(Golden.withId("v1-response", id));
      bench.server.encodeHead(
          request.streamId(), request.head(), response.head(), false, bench.down.out());
      ByteBuf part = bench.guard.buffer(new byte[2]);
      bench.server.encodeBody(request.streamId(), part, false, bench.down.out());
      assertEquals(
          Fate.CLOSE,
          bench.server.encodeReset(request.streamId(), Why.UPSTREAM_CLOSED, bench.down.out()));
    }
  }

  @Test
  void heartbeatsWaitForTheEndOfALargeAnswer() throws ProtocolException {
    try (Bench bench = new Bench(Map.of("streamAbove", new ByteSize(0)))) {
      Message<RequestHead> request = bench.request(frame("v1-request"));
      long id = bench.forward(request);
      Message<ResponseHead> response = bench.response(Golden.withId("v1-response", id));
      bench.server.encodeHead(
          request.streamId(), request.head(), response.head(), false, bench.down.out());
      ByteBuf one = bench.guard.buffer(new byte[] {5});
      bench.server.encodeBody(request.streamId(), one, false, bench.down.out());
      bench.down.feed(frame("v1-heartbeat"));
      ByteBuf rest = bench.guard.buffer("ok:hi".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      bench.server.encodeBody(request.streamId(), rest, true, bench.down.out());
      assertArrayEquals(
          Fragments.glue(frame("v1-response"), frame("v1-heartbeat-ack")), bench.down.out().take());
    }
  }

  @Test
  void aBodyOfAnotherLengthIsAFault() throws ProtocolException {
    try (Bench bench = new Bench()) {
      Message<RequestHead> request = bench.request(frame("v1-request"));
      long shorter = begin(bench, request);
      assertThrows(
          IllegalStateException.class,
          () ->
              bench.client.encodeBody(shorter, piece(bench, request, 0, 2), true, bench.up.out()));
      long longer = begin(bench, request);
      assertThrows(
          IllegalStateException.class,
          () ->
              bench.client.encodeBody(
                  longer, bench.guard.buffer(new byte[4]), false, bench.up.out()));
    }
  }

  @Test
  void trailersEndAMessageAndAreDropped() throws ProtocolException {
    try (Bench bench = new Bench()) {
      Message<RequestHead> request = bench.request(frame("v1-request"));
      long id = begin(bench, request);
      bench.client.encodeBody(id, piece(bench, request, 0, 3), false, bench.up.out());
      bench.client.encodeTrailers(id, request.head(), bench.up.out());
      assertArrayEquals(Golden.withId("v1-request", id), bench.up.out().take());
    }
  }

  @Test
  void manySmallRequestsLeaveInOnePiece() throws ProtocolException {
    try (Bench bench = new Bench()) {
      Message<RequestHead> bare = bench.request(Golden.with("v1-heartbeat", 2, 0, 1));
      for (int i = 0; i < 100; i++) {
        bench.forward(bare);
      }
      assertEquals(0, bench.up.out().pieces(), "heads are appended, never handed over");
      assertEquals(2200, bench.up.out().take().length);
    }
  }

  @Test
  void bodiesForStreamsThatAreGoneAreReleased() {
    try (Bench bench = new Bench()) {
      bench.client.encodeBody(99, bench.guard.buffer(new byte[9]), true, bench.up.out());
      bench.server.encodeBody(99, Unpooled.EMPTY_BUFFER, true, bench.down.out());
      assertTrue(bench.up.out().take().length == 0);
    }
  }

  private static long begin(Bench bench, Message<RequestHead> request) throws ProtocolException {
    long id = bench.client.nextStreamId();
    bench.client.encodeHead(id, request.head(), false, bench.up.out());
    return id;
  }

  private static ByteBuf piece(Bench bench, Message<RequestHead> of, int from, int to) {
    return bench.guard.buffer(java.util.Arrays.copyOfRange(of.body(), from, to));
  }
}
