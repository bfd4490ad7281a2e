package io.mizzen.xprotocol.fixed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.Codec.Fate;
import io.mizzen.spi.protocol.Codec.Progress;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.testkit.Fragments;
import io.mizzen.testkit.RecordingEvents.Message;
import io.mizzen.testkit.Relay;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What a described protocol does beyond the contract of every protocol. */
class FixedRulesTest {
  private static final byte[] CALL = Acme.frame(Acme.CALL, 1, 7, new byte[] {1});

  @Test
  void nothingButTheIdIsChangedOnTheWay() throws Exception {
    try (Relay relay = new Relay(new FixedSubject())) {
      long id = relay.forward(CALL);
      assertArrayEquals(Acme.frame(Acme.CALL, 1, id, new byte[] {1}), relay.up.out().take());
      relay.up.feed(Acme.frame(Acme.ANSWER, 9, id, new byte[] {2}));
      byte[] back = relay.back(relay.down.events().only(), Relay.lastOf(relay.up.events()));
      assertArrayEquals(Acme.frame(Acme.ANSWER, 9, 7, new byte[] {2}), back);
    }
  }

  @Test
  void heartbeatsAndGoAwayOfAnUpstreamAreUnderstood() throws Exception {
    try (Relay relay = new Relay(new FixedSubject())) {
      relay.upCodec.encodeHeartbeat(relay.up.out());
      byte[] asked = relay.up.out().take();
      assertEquals(Acme.HEARTBEAT, asked[2]);
      int id = ByteBuffer.wrap(asked).getInt(4);
      relay.up.feed(Acme.frame(Acme.HEARTBEAT_ANSWER, 1, id, new byte[0]));
      relay.up.feed(Acme.frame(Acme.GO_AWAY, 1, 0, new byte[0]));
      assertEquals(Fate.CLOSE, relay.upCodec.fate());
    }
  }

  @Test
  void unknownKindsAreCountedAndDropped() throws Exception {
    FixedSubject subject = new FixedSubject();
    try (Relay relay = new Relay(subject)) {
      relay.down.feed(Acme.frame(0x44, 1, 7, new byte[3]));
      relay.down.feed(CALL);
      assertEquals(1, relay.down.events().messages().size());
    }
    assertEquals(1, subject.host().metrics().count("fixed_header_ignored_frames_total"));
  }

  @Test
  void withoutIdsTheNextCallWaitsForTheAnswer() throws Exception {
    try (Relay relay = new Relay(new PlainSubject())) {
      byte[] call = Acme.plain(new byte[] {5});
      assertEquals(Progress.HELD, relay.down.feed(Fragments.glue(call, call)));
      Message<RequestHead> first = relay.down.events().only();
      relay.forward(first);
      relay.up.feed(Acme.plain(new byte[] {6}));
      relay.back(first, Relay.lastOf(relay.up.events()));
      relay.down.again();
      assertEquals(2, relay.down.events().messages().size());
    }
  }

  @Test
  void withoutIdsAnUnaskedAnswerEndsTheConnection() {
    try (Relay relay = new Relay(new PlainSubject())) {
      assertThrows(ProtocolException.class, () -> relay.up.feed(Acme.plain(new byte[1])));
    }
  }

  @Test
  void withoutIdsACallGivenUpEndsBothConnections() throws Exception {
    try (Relay relay = new Relay(new PlainSubject())) {
      long id = relay.forward(Acme.plain(new byte[1]));
      assertEquals(Fate.CLOSE, relay.upCodec.encodeReset(id, Why.TIMEOUT_TRY, relay.up.out()));
      long stream = relay.down.events().only().streamId();
      assertEquals(
          Fate.CLOSE, relay.downCodec.encodeReset(stream, Why.TIMEOUT_TOTAL, relay.down.out()));
    }
  }

  @Test
  void withoutWordsForAFailureTheConnectionEnds() throws Exception {
    try (Relay relay = new Relay(new PlainSubject(Acme.SILENT))) {
      relay.down.feed(Acme.plain(new byte[1]));
      Message<RequestHead> call = relay.down.events().only();
      assertNull(relay.downCodec.localReply(LocalReply.of(Why.NO_ROUTE), call.head()));
      assertEquals(
          Fate.CLOSE, relay.downCodec.encodeReset(call.streamId(), Why.NO_ROUTE, relay.down.out()));
    }
  }
}
