package io.mizzen.protocol.tars;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.Codec.Fate;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ServerCodec;
import io.mizzen.testkit.HexFrames;
import io.mizzen.testkit.RecordingEvents.Message;
import io.mizzen.testkit.Relay;
import org.junit.jupiter.api.Test;

/** What holds for tars beyond the contract of every protocol. */
class TarsRulesTest {
  @Test
  void aCallSaysWhomItAsksAndWhatElse() throws Exception {
    try (Relay relay = new Relay(new TarsSubject())) {
      relay.down.feed(Golden.frame("request"));
      RequestHead head = relay.down.events().only().head();
      assertEquals("App.Srv.HelloObj", head.service().toString());
      assertEquals("say", head.operation().toString());
      assertEquals(3000, head.timeoutMillis());
      assertEquals("v", String.valueOf(head.get("k")));
      assertNull(head.get("nope"));
    }
  }

  @Test
  void anIdOfAnotherWidthKeepsTheFrameWhole() throws Exception {
    try (Relay relay = new Relay(new TarsSubject())) {
      long id = relay.forward(Golden.frame("request"));
      byte[] sent = relay.up.out().take();
      assertEquals(Golden.frame("request").length + 3, sent.length, "an int32 for an int8");
      relay.up.feed(Golden.answer(id, 4));
      byte[] back = relay.back(relay.down.events().only(), Relay.lastOf(relay.up.events()));
      assertArrayEquals(Golden.answer(7, 4), back);
    }
  }

  @Test
  void failuresAreAnswersOfTheSameVersion() throws Exception {
    assertArrayEquals(
        HexFrames.bytes(
            "00000024 10 01 2c 30 07 4c 50 fc 6d 00 0c 78 0c 86 10 \"mizzen: no_route\""
                .replace("00000024", "00000023")),
        refusal(Golden.frame("request")));
    byte[] tup = Golden.frame("request");
    tup[5] = 3;
    byte[] answer = refusal(tup);
    assertEquals(3, answer[5]);
    String text = new String(answer, java.nio.charset.StandardCharsets.ISO_8859_1);
    assertEquals(true, text.contains("STATUS_RESULT_CODE\u0016\u0002-4"), text);
  }

  @Test
  void aPushOfTheServerDrainsItsConnection() throws Exception {
    try (Relay relay = new Relay(new TarsSubject())) {
      relay.up.feed(Golden.frame("push"));
      assertEquals(Fate.CLOSE, relay.upCodec.fate());
    }
  }

  @Test
  void answersTellHowTheUpstreamDid() throws Exception {
    try (Relay relay = new Relay(new TarsSubject())) {
      long id = relay.forward(Golden.frame("request"));
      byte[] overload = Golden.frame("overload-response");
      overload[8] = (byte) id;
      relay.up.feed(overload);
      assertEquals("overload", Relay.lastOf(relay.up.events()).head().why().word());
    }
  }

  private static byte[] refusal(byte[] frame) throws Exception {
    try (Relay relay = new Relay(new TarsSubject())) {
      relay.down.feed(frame);
      Message<RequestHead> call = relay.down.events().only();
      ServerCodec.Reply reply =
          relay.downCodec.localReply(LocalReply.of(Why.NO_ROUTE), call.head());
      relay.downCodec.encodeHead(
          call.streamId(), call.head(), reply.head(), true, relay.down.out());
      reply.head().release();
      return relay.down.out().take();
    }
  }

  @Test
  void aOneWayPingIsNeitherAnsweredNorForwarded() throws Exception {
    byte[] fields =
        HexFrames.bytes("1001 2001 3c 4009 5605 \"A.B.C\" 6609 \"tars_ping\" 7d000c 8c 980c a80c");
    byte[] ping =
        java.nio.ByteBuffer.allocate(4 + fields.length)
            .putInt(4 + fields.length)
            .put(fields)
            .array();
    try (Relay relay = new Relay(new TarsSubject())) {
      relay.down.feed(ping);
      assertEquals(0, relay.down.out().take().length);
      assertEquals(0, relay.down.events().messages().size());
    }
  }
}
