package io.mizzen.protocol.http2;

import static io.mizzen.protocol.http2.Bytes.GET;
import static io.mizzen.protocol.http2.Bytes.POST;
import static io.mizzen.protocol.http2.Bytes.data;
import static io.mizzen.protocol.http2.Bytes.frame;
import static io.mizzen.protocol.http2.Bytes.headers;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.testkit.HexFrames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The known attacks, each with the configured limits as they are. */
class AbuseTest {
  private static final int END = Frames.END_STREAM;

  private final Http2ServerCodec[] codec = new Http2ServerCodec[1];
  private Peer<RequestHead> caller = Peer.caller(codec, Map.of());

  @AfterEach
  void everythingIsGivenBack() {
    caller.close();
  }

  private interface Attack {
    byte[] round(int number);
  }

  /** How many rounds it takes until the connection ends; it ends with ENHANCE_YOUR_CALM. */
  private int endsAfter(int most, Attack attack) {
    for (int i = 1; i <= most; i++) {
      try {
        caller.send(attack.round(i));
      } catch (ProtocolException e) {
        assertEquals(Why.LIMITED, e.why());
        caller.written();
        codec[0].encodeFailure(e, caller.wire.out());
        List<String> words = caller.written();
        assertTrue(words.get(0).endsWith(" 11"), words.toString());
        return i;
      }
    }
    return Integer.MAX_VALUE;
  }

  @Test
  void rapidResetEnds() {
    int rounds =
        endsAfter(
            1000,
            i -> Bytes.all(headers(2 * i - 1, END, GET), Bytes.reset(2 * i - 1, ErrorCode.CANCEL)));
    assertEquals(201, rounds);
  }

  /** CVE-2025-8671: the caller makes the server reset. */
  @Test
  void beingMadeToResetEnds() {
    assertEquals(201, endsAfter(1000, i -> headers(2 * i - 1, END, List.of(":method: GET"))));
    caller.close();
    caller = Peer.caller(codec, Map.of());
    int rounds =
        endsAfter(
            1000, i -> Bytes.all(headers(2 * i - 1, 0, POST), Bytes.windowUpdate(2 * i - 1, 0)));
    assertEquals(201, rounds);
  }

  @Test
  void anEagerCallerIsRefusedAndNotCutOff() throws ProtocolException {
    for (int i = 1; i <= 2000; i++) {
      caller.send(headers(2 * i - 1, 0, POST));
    }
    List<String> written = caller.written();
    assertEquals(2000 - 128, written.size());
    assertEquals("RST_STREAM 257 7", written.get(0));
  }

  @Test
  void pingFloodEnds() {
    assertEquals(201, endsAfter(1000, i -> frame(Frames.PING, 0, 0, new byte[8])));
  }

  @Test
  void aPingForEachPieceOfDataIsNoFlood() throws ProtocolException {
    caller.send(headers(1, 0, POST));
    for (int i = 0; i < 5000; i++) {
      caller.send(data(1, 0, 1), frame(Frames.PING, 0, 0, new byte[8]));
    }
    assertNotNull(caller.messages().get(0));
  }

  @Test
  void settingsFloodEnds() {
    assertTrue(endsAfter(1000, i -> Bytes.SETTINGS) <= 51);
  }

  @Test
  void emptyFramesEnd() throws ProtocolException {
    caller.send(headers(1, 0, POST));
    assertEquals(101, endsAfter(1000, i -> data(1, 0, 0)));
  }

  @Test
  void emptyHeadsEnd() {
    assertTrue(endsAfter(1000, i -> headers(2 * i - 1, 0, List.of())) <= 101);
  }

  static Stream<Arguments> framesThatChangeNothing() {
    byte[] goAway = Bytes.goAway(0, 0);
    return Stream.of(
        Arguments.of("PRIORITY", frame(Frames.PRIORITY, 0, 3, 0, 0, 0, 5, 16)),
        Arguments.of("an unknown type", frame(0xee, 0, 0, 1)),
        Arguments.of("SETTINGS ack", frame(Frames.SETTINGS, Frames.ACK, 0)),
        Arguments.of("PING ack", frame(Frames.PING, Frames.ACK, 0, new byte[8])),
        Arguments.of("GOAWAY", goAway),
        Arguments.of("RST_STREAM again", Bytes.reset(1, ErrorCode.CANCEL)));
  }

  @ParameterizedTest
  @MethodSource("framesThatChangeNothing")
  void framesThatChangeNothingEnd(String name, byte[] bytes) throws ProtocolException {
    caller.send(headers(1, END, GET), Bytes.reset(1, ErrorCode.CANCEL));
    assertEquals(1001, endsAfter(5000, i -> bytes), name);
  }

  /** Callers that have their answer and give its stream up behind it, as some do each time. */
  @Test
  void aResetBehindEachAnswerIsNoFlood() throws ProtocolException {
    for (int id = 1; id < 10_000; id += 2) {
      caller.send(headers(id, END, GET));
      var request = caller.messages().get(caller.messages().size() - 1);
      LocalReply reply = LocalReply.of(Why.NO_ROUTE);
      codec[0].encodeHead(
          id,
          request.head(),
          codec[0].localReply(reply, request.head()).head(),
          true,
          caller.wire.out());
      caller.send(Bytes.reset(id, ErrorCode.CANCEL));
    }
    assertEquals(5000, caller.messages().size());
  }

  @Test
  void tooManyFieldsAreAnsweredWith431() throws ProtocolException {
    List<String> fields = new ArrayList<>(GET);
    for (int i = 0; i < 96; i++) {
      fields.add("x: 1");
    }
    caller.send(headers(1, END, fields));
    assertTrue(caller.messages().get(0).ended(), "a hundred are taken");
    fields.add("x: 1");
    caller.send(headers(3, END, fields));
    assertTrue(caller.written().get(0).startsWith("HEADERS 3 [:status: 431"));
    assertEquals(1, caller.messages().size());
  }

  /** We have said nothing of a larger one: 4096 octets hold for every caller. */
  @Test
  void aLargerTableOfHpackEndsTheConnection() {
    byte[] section = Bytes.all(HexFrames.bytes("3f e2 1f"), Bytes.section(GET));
    ProtocolException refused =
        assertThrows(
            ProtocolException.class, () -> caller.send(frame(Frames.HEADERS, 5, 1, section)));
    codec[0].encodeFailure(refused, caller.wire.out());
    assertEquals(List.of("GOAWAY 1 9"), caller.written());
  }

  /** The cluster's own limits, the same as they are. */
  @Test
  void anUpstreamHasItsBudgetsToo() {
    Http2ClientCodec[] client = new Http2ClientCodec[1];
    try (Peer<ResponseHead> upstream = Peer.upstream(client, Map.of())) {
      byte[] ping = frame(Frames.PING, 0, 0, new byte[8]);
      ProtocolException refused =
          assertThrows(
              ProtocolException.class,
              () -> {
                for (int i = 0; i < 201; i++) {
                  upstream.send(ping);
                }
              });
      assertEquals(Why.LIMITED, refused.why());
      assertEquals(200, upstream.written().size());
    }
  }

  @Test
  void windowUpdatesThatFollowNoDataEnd() {
    assertEquals(1001, endsAfter(5000, i -> Bytes.windowUpdate(0, 1)));
  }

  @Test
  void continuationFloodEnds() throws ProtocolException {
    caller.send(frame(Frames.HEADERS, 0, 1, Bytes.section(GET)));
    assertEquals(17, endsAfter(100, i -> frame(Frames.CONTINUATION, 0, 1, new byte[0])));
  }

  @Test
  void aSectionWithoutEndEnds() throws ProtocolException {
    byte[] much = Bytes.section(List.of("x: " + "y".repeat(16_000)));
    caller.send(frame(Frames.HEADERS, 0, 1, Bytes.section(GET)));
    assertEquals(5, endsAfter(100, i -> frame(Frames.CONTINUATION, 0, 1, much)));
  }

  /** A few octets that stand for four kilobytes each: not copied once the verdict is in. */
  @Test
  void aBombOfIndexedFieldsIsAnsweredWith431() throws ProtocolException {
    byte[] entry =
        Bytes.all(
            new byte[] {0x40},
            java.util.Arrays.copyOfRange(
                Bytes.section(List.of("k: " + "v".repeat(3900))), 1, 3 + 4 + 3900 - 1));
    byte[] bomb = new byte[10_000];
    java.util.Arrays.fill(bomb, (byte) 0xbe);
    caller.send(frame(Frames.HEADERS, 5, 1, Bytes.all(Bytes.section(GET), entry, bomb)));
    assertTrue(caller.written().get(0).startsWith("HEADERS 1 [:status: 431"));
  }

  @Test
  void aTrickleNeverAddsUp() throws ProtocolException {
    io.mizzen.testkit.FakeWorker worker = new io.mizzen.testkit.FakeWorker();
    Http2Subject subject = new Http2Subject();
    Budgets budgets =
        new Budgets(
            Budgets.limits(io.mizzen.testkit.ConfigRecords.defaults(AbuseConfig.class)),
            new Http2Counters(subject.host()).of(worker),
            worker.now());
    for (int i = 0; i < 5000; i++) {
      budgets.spend(Abuse.RESETS, worker.now());
      worker.advance(200_000_000L);
    }
    assertEquals(1_000_000_000L + 5000 * 200_000_000L, worker.now());
  }
}
