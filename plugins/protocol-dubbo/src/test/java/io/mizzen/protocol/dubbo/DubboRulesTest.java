package io.mizzen.protocol.dubbo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.spi.Why;
import io.mizzen.spi.config.ByteSize;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.protocol.ServerCodec;
import io.mizzen.testkit.FakeConnection;
import io.mizzen.testkit.FakeWorker;
import io.mizzen.testkit.HexFrames;
import io.mizzen.testkit.LeakGuard;
import io.mizzen.testkit.RecordingEvents.Message;
import io.mizzen.testkit.Relay;
import io.mizzen.testkit.Wire;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What holds for dubbo beyond the contract of every protocol. */
class DubboRulesTest {
  private static final byte[] NO_MAP = HexFrames.bytes("4e");

  @Test
  void aCallSaysWhomItAsksAndWhatElse() throws Exception {
    RequestHead head = head("request");
    assertEquals("cap.Hello", head.service().toString());
    assertEquals("say", head.operation().toString());
    assertEquals(3000, head.timeoutMillis());
    assertEquals("g1", String.valueOf(head.get("group")));
    assertEquals("v1", String.valueOf(head.get("k1")));
    assertEquals("1.2.3", String.valueOf(head.get("version")));
    assertNull(head.get("nope"));
    assertEquals(RequestHead.Exchange.ANSWERED, head.exchange());
    assertEquals(RequestHead.Exchange.ONE_WAY, head("oneway").exchange());
  }

  @Test
  void fastjson2SaysTheSame() throws Exception {
    RequestHead head = head("json-request");
    assertEquals("cap.Hello", head.service().toString());
    assertEquals("say", head.operation().toString());
    assertEquals(3000, head.timeoutMillis());
    assertEquals("g1", String.valueOf(head.get("group")));
  }

  @Test
  void aGenericCallAsksForTheMethodThatIsMeant() throws Exception {
    RequestHead head = head("generic-request");
    assertEquals("say", head.operation().toString());
    assertEquals("true", String.valueOf(head.get("generic")));
  }

  @Test
  void namesOfEveryLengthAndScriptAreRead() throws Exception {
    for (String name :
        List.of(
            "a".repeat(40), "b".repeat(1100), "\u00e9\u4e2d", "x\ud83d\ude00y", "s".repeat(31))) {
      assertEquals(name, head(Golden.call(name, "", NO_MAP)).service().toString());
    }
  }

  @Test
  void aNameInChunksAndOneOfFourByteSequencesAreRead() throws Exception {
    byte[] body = HexFrames.bytes("05 \"2.0.2\" 52 0003 \"abc\" 02 \"de\" 4e 02 f0 9f 98 80 00 4e");
    RequestHead head = head(Golden.frame(0xc2, 0, 1, body));
    assertEquals("abcde", head.service().toString());
    assertEquals("\ud83d\ude00", head.operation().toString());
    assertNull(head.get("version"));
  }

  @Test
  void anUnknownSerializationIsForwardedWithoutALook() throws Exception {
    byte[] frame = Golden.frame(0xc3, 0, 5, HexFrames.bytes("ac ed 00 05 77 01 00"));
    try (Relay relay = new Relay(new DubboSubject())) {
      long id = relay.forward(frame);
      assertEquals("", relay.down.events().only().head().service().toString());
      assertArrayEquals(Golden.withId(frame, id), relay.up.out().take());
    }
  }

  @Test
  void anUnknownSerializationCarriesNoEdits() throws Exception {
    RequestHead head = head(Golden.frame(0xc3, 0, 5, new byte[3]));
    assertThrows(IllegalArgumentException.class, () -> head.set("a", "b"));
  }

  @Test
  void aBrokenEnvelopeIsAnsweredAndTheConnectionStays() throws Exception {
    DubboSubject subject = new DubboSubject();
    try (LeakGuard guard = new LeakGuard();
        Wire<RequestHead> wire =
            new Wire<>(subject.server().newCodec(new FakeConnection()), guard)) {
      wire.feed(Golden.frame(0xc2, 0, 9, HexFrames.bytes("05 \"2.0.2\" 91")));
      byte[] refusal = wire.out().take();
      assertEquals(40, refusal[3]);
      assertEquals(9, ByteBuffer.wrap(refusal).getLong(4));
      wire.feed(Golden.frame(0x82, 0, 9, HexFrames.bytes("05 \"2.0.2\" 91")));
      assertEquals(0, wire.out().take().length, "one-way is never answered");
      wire.feed(Golden.frame("request"));
      assertEquals(1, wire.events().messages().size());
    }
    assertEquals(2, subject.host().metrics().count("dubbo_broken_frames_total"));
  }

  @Test
  void brokenAttachmentsHideNothingButThemselves() throws Exception {
    RequestHead head = head(Golden.call("a.B", "I", HexFrames.bytes("94 48 01 6b 40")));
    assertEquals("a.B", head.service().toString());
    assertNull(head.get("k"));
    assertEquals(0, head.timeoutMillis());
  }

  @Test
  void editsReplaceAddAndRemoveAndLeaveArgumentsAlone() throws Exception {
    try (Relay relay = new Relay(new DubboSubject());
        Relay far = new Relay(new DubboSubject())) {
      relay.down.feed(Golden.frame("request"));
      RequestHead head = relay.down.events().only().head();
      head.set("group", "other");
      head.set("dubbo.tag", "gray");
      head.remove("k1");
      relay.forward(relay.down.events().only());
      byte[] sent = relay.up.out().take();
      assertEquals(sent.length - 16, ByteBuffer.wrap(sent).getInt(12));
      far.down.feed(sent);
      RequestHead arrived = far.down.events().only().head();
      assertEquals("other", String.valueOf(arrived.get("group")));
      assertEquals("gray", String.valueOf(arrived.get("dubbo.tag")));
      assertNull(arrived.get("k1"));
      assertEquals("3000", String.valueOf(arrived.get("timeout")));
      byte[] before = Golden.frame("request");
      for (int i = 16; i < 0x41; i++) {
        assertEquals(before[i], sent[i], "byte " + i);
      }
    }
  }

  @Test
  void readOnlyFromAnUpstreamDrainsAndFromACallerMeansNothing() throws Exception {
    DubboSubject subject = new DubboSubject();
    for (String event : List.of("readonly", "json-readonly")) {
      try (Relay relay = new Relay(subject)) {
        relay.up.feed(Golden.frame(event));
        assertEquals(0, relay.up.out().take().length);
        assertEquals(io.mizzen.spi.protocol.Codec.Fate.CLOSE, relay.upCodec.fate());
        relay.down.feed(Golden.frame(event));
        assertEquals(0, relay.down.out().take().length);
      }
    }
  }

  @Test
  void heartbeatsOfAProviderAreAnsweredAndOursAreHeard() throws Exception {
    try (Relay relay = new Relay(new DubboSubject())) {
      relay.up.feed(Golden.frame("heartbeat"));
      assertArrayEquals(Golden.frame("heartbeat-ack"), relay.up.out().take());
      relay.upCodec.encodeHeartbeat(relay.up.out());
      byte[] asked = relay.up.out().take();
      assertArrayEquals(
          Golden.withId(Golden.frame("heartbeat"), ByteBuffer.wrap(asked).getLong(4)), asked);
    }
  }

  @Test
  void drainingTellsCallersInTheirSerialization() throws Exception {
    DubboSubject subject = new DubboSubject();
    try (LeakGuard guard = new LeakGuard()) {
      ServerCodec codec = subject.server().newCodec(new FakeConnection());
      try (Wire<RequestHead> wire = new Wire<>(codec, guard)) {
        codec.encodeDrain(wire.out());
        assertArrayEquals(Golden.withId(Golden.frame("readonly"), 0), wire.out().take());
        wire.feed(Golden.frame("json-request"));
        codec.encodeDrain(wire.out());
        assertArrayEquals(Golden.withId(Golden.frame("json-readonly"), 0), wire.out().take());
      }
    }
  }

  @Test
  void exceptionsOfTheServiceAreNoFaultOfTheEndpoint() throws Exception {
    assertEquals("service_error", answer(Golden.frame("exception-response")).word());
    assertEquals("ok", answer(Golden.frame("response")).word());
    assertEquals("ok", answer(Golden.frame("json-response")).word());
    assertEquals("upstream_error", answer(Golden.frame("bad-version-response")).word());
    assertEquals("overload", answer(Golden.frame(2, 100, 1, new byte[0])).word());
  }

  @Test
  void everyReasonHasTheStatusThatConsumersKnow() throws Exception {
    Map<Why, Integer> expected =
        Map.of(
            Why.NO_ROUTE, 60,
            Why.NO_ENDPOINT, 60,
            Why.OVERLOAD, 100,
            Why.LIMITED, 100,
            Why.TIMEOUT_TOTAL, 31,
            Why.CONNECT_FAILED, 35,
            Why.UPSTREAM_RESET, 35,
            Why.DECODE_ERROR, 40,
            Why.DENIED, 80,
            Why.INTERNAL, 70);
    try (Relay relay = new Relay(new DubboSubject())) {
      relay.down.feed(Golden.frame("json-request"));
      Message<RequestHead> message = relay.down.events().only();
      for (Map.Entry<Why, Integer> each : expected.entrySet()) {
        ServerCodec.Reply reply =
            relay.downCodec.localReply(LocalReply.of(each.getKey()), message.head());
        assertEquals(each.getValue(), reply.head().code(), each.getKey().word());
        reply.head().release();
      }
    }
  }

  @Test
  void aFrameOf2GiBIsRefusedByItsHeader() {
    byte[] frame = Golden.with(Golden.frame("request"), 12, 0x7f, 0xff, 0xff, 0xff);
    DubboSubject subject = new DubboSubject(Map.of("maxFrame", new ByteSize(1024)));
    try (LeakGuard guard = new LeakGuard();
        Wire<RequestHead> wire =
            new Wire<>(subject.server().newCodec(new FakeConnection()), guard)) {
      assertThrows(
          io.mizzen.spi.protocol.ProtocolException.class,
          () -> wire.feed(java.util.Arrays.copyOf(frame, 16)));
    }
  }

  @Test
  void idsWithTheTopBitComeBackAsTheyWere() throws Exception {
    try (Relay relay = new Relay(new DubboSubject())) {
      long upstream = relay.forward(Golden.frame("request"));
      relay.up.feed(Golden.withId(Golden.frame("response"), upstream));
      byte[] back = relay.back(relay.down.events().only(), Relay.lastOf(relay.up.events()));
      assertArrayEquals(Golden.frame("response"), back);
    }
  }

  private static Why answer(byte[] response) throws Exception {
    try (Relay relay = new Relay(new DubboSubject())) {
      long id = relay.forward(Golden.frame("request"));
      relay.up.feed(Golden.withId(response, id));
      Message<ResponseHead> message = Relay.lastOf(relay.up.events());
      return message.head().why();
    }
  }

  private final List<AutoCloseable> open = new ArrayList<>();

  @org.junit.jupiter.api.AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  private RequestHead head(String name) throws Exception {
    return head(Golden.frame(name));
  }

  private RequestHead head(byte[] frame) throws Exception {
    Relay relay = new Relay(new DubboSubject());
    open.add(relay);
    relay.down.feed(frame);
    assertTrue(relay.down.events().only().ended());
    return relay.down.events().only().head();
  }

  @Test
  void heartbeatsComeSoonerThanProvidersExpect() {
    assertEquals(
        15, new DubboSubject().client().heartbeat().interval().toSeconds(), "below 60 seconds");
    assertTrue(new DubboSubject().client().newCodec(new FakeWorker()).nextStreamId() > 0);
  }
}
