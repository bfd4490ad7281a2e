package io.mizzen.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.RequestHead.Exchange;
import io.mizzen.spi.protocol.ServerCodec;
import io.mizzen.spi.protocol.ServerCodec.Reply;
import io.mizzen.testkit.ProtocolUnderTest.Ability;
import io.mizzen.testkit.ProtocolUnderTest.Sample;
import io.mizzen.testkit.RecordingEvents.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.ThrowingConsumer;

/**
 * What both codecs of a protocol keep together when a request goes from one connection to the other
 * and its answer comes back: nothing is lost but what the protocol says, edits are seen on the
 * other side, and a client understands every answer that is made here.
 */
abstract class ForwardingContract {
  final ProtocolUnderTest subject;

  ForwardingContract(ProtocolUnderTest subject) {
    this.subject = subject;
  }

  @TestFactory
  Stream<DynamicTest> everyReasonHasAnAnswerThatAClientUnderstands() {
    return each(
        sample -> {
          for (Why why : Why.KERNEL) {
            if (!why.equals(Why.OK)) {
              assertReplies(sample, why);
            }
          }
        });
  }

  /** What {@link io.mizzen.spi.protocol.ServerProtocol#samples} promises. */
  @TestFactory
  Stream<DynamicTest> samplesAreWholeAndCanBeSentAgainAndAgain() {
    List<byte[]> samples = subject.server().samples();
    return IntStream.range(0, samples.size())
        .mapToObj(i -> dynamicTest("sample " + i, () -> assertWarms(samples.get(i))));
  }

  @TestFactory
  Stream<DynamicTest> forwardedRequestsArriveAsTheyWere() {
    return each(
        sample -> {
          try (Relay relay = new Relay(subject)) {
            relay.forward(sample.bytes());
            assertSameRequest(relay.down.events().only(), relay.arrive());
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> aRequestCanBeEncodedAgain() {
    return each(
        sample -> {
          try (Relay relay = new Relay(subject);
              Relay second = new Relay(subject)) {
            relay.forward(sample.bytes());
            second.forward(relay.down.events().only());
            assertSameRequest(relay.arrive(), second.arrive());
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> editsSurviveEncodingAndNothingElseChanges() {
    assumeTrue(subject.abilities().contains(Ability.EDITS));
    return each(
        sample -> {
          try (Relay relay = new Relay(subject)) {
            relay.down.feed(sample.bytes());
            Message<RequestHead> message = relay.down.events().only();
            RequestHead head = message.head();
            List<String> before = kept(HeadText.fields(head));
            head.set("x-mizzen-one", "1");
            head.set("x-mizzen-two", "");
            head.set("x-mizzen-one", "11");
            head.add("x-mizzen-gone", "3");
            head.remove("x-mizzen-gone");
            assertEquals("11", String.valueOf(head.get("x-mizzen-one")));
            assertNull(head.get("x-mizzen-gone"));
            relay.forward(message);
            Message<RequestHead> arrived = relay.arrive();
            List<String> expected = new ArrayList<>(before);
            expected.add("x-mizzen-one: 11");
            expected.add("x-mizzen-two: ");
            assertEquals(
                expected.stream().sorted().toList(),
                kept(HeadText.fields(arrived.head())).stream().sorted().toList());
            if (!subject.abilities().contains(Ability.FIELDS_IN_BODY)) {
              assertArrayEquals(message.body(), arrived.body());
            }
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> rewritesAreSeenByLaterReadersAndUpstream() {
    return each(
        sample -> {
          try (Relay relay = new Relay(subject)) {
            relay.down.feed(sample.bytes());
            RequestHead head = relay.down.events().only().head();
            boolean service = head.rewriteService("other.example");
            boolean operation = head.rewriteOperation("/other");
            assertTrue(!service || subject.abilities().contains(Ability.REWRITE_SERVICE));
            assertTrue(!operation || subject.abilities().contains(Ability.REWRITE_OPERATION));
            relay.forward(relay.down.events().only());
            RequestHead arrived = relay.arrive().head();
            if (service) {
              assertEquals("other.example", head.service().toString());
              assertEquals("other.example", arrived.service().toString());
            }
            if (operation) {
              assertEquals("/other", head.operation().toString());
              assertEquals("/other", arrived.operation().toString());
            }
          }
        });
  }

  final Stream<DynamicTest> each(ThrowingConsumer<Sample> test) {
    return subject.requests().stream()
        .map(sample -> dynamicTest(sample.name(), () -> test.accept(sample)));
  }

  final ServerCodec newCodec() {
    return subject.server().newCodec(new FakeConnection());
  }

  static int reply(ServerCodec codec, Message<RequestHead> request, Why why, Wire<RequestHead> wire)
      throws ProtocolException {
    Reply reply = codec.localReply(LocalReply.of(why), request.head());
    assertNotNull(reply, () -> "no words for " + why);
    boolean bare = reply.body().length == 0;
    codec.encodeHead(request.streamId(), request.head(), reply.head(), bare, wire.out());
    if (!bare) {
      var body = wire.out().allocator().buffer().writeBytes(reply.body());
      codec.encodeBody(request.streamId(), body, true, wire.out());
    }
    int code = reply.head().code();
    reply.head().release();
    return code;
  }

  private void assertWarms(byte[] sample) throws ProtocolException {
    try (Relay relay = new Relay(subject);
        Wire<RequestHead> fresh = new Wire<>(newCodec(), relay.guard)) {
      // With what a caller says first, since it is all there is of its connection.
      fresh.feed(sample);
      Message<RequestHead> message = Relay.lastOf(fresh.events());
      assertTrue(message.ended(), "not complete");
      assertEquals(0, fresh.unread(), "more than one request");
      relay.forward(message);
      for (int i = 0; i < 3; i++) {
        Message<RequestHead> arrived = relay.arrive();
        assertSameRequest(message, arrived);
        assertEquals(Exchange.ANSWERED, arrived.head().exchange());
        reply(relay.farCodec, arrived, Why.OK, relay.far);
        relay.up.feed(relay.far.out().take());
        var answer = Relay.lastOf(relay.up.events());
        assertTrue(answer.ended(), "the answer has no end");
        assertEquals(Why.OK, answer.head().why());
        relay.forward(message);
      }
    }
  }

  private void assertReplies(Sample sample, Why why) throws ProtocolException {
    try (Relay relay = new Relay(subject)) {
      relay.forward(sample.bytes());
      Message<RequestHead> arrived = relay.arrive();
      if (arrived.head().exchange() != Exchange.ANSWERED) {
        assertNull(relay.farCodec.localReply(LocalReply.of(why), arrived.head()), "one-way");
        return;
      }
      int code = reply(relay.farCodec, arrived, why, relay.far);
      relay.up.feed(relay.far.out().take());
      var answer = relay.up.events().only();
      assertTrue(answer.ended(), "answer for " + why + " has no end");
      assertEquals(code, answer.head().code(), why.word());
    }
  }

  private void assertSameRequest(Message<RequestHead> sent, Message<RequestHead> arrived) {
    assertTrue(arrived.ended());
    assertEquals(
        HeadText.of(sent.head(), subject.changedOnForward()),
        HeadText.of(arrived.head(), subject.changedOnForward()));
    assertArrayEquals(sent.body(), arrived.body());
    assertEquals(sent.trailers(), arrived.trailers());
  }

  private List<String> kept(List<String> fields) {
    return fields.stream()
        .filter(
            field ->
                !subject
                    .changedOnForward()
                    .contains(field.substring(0, field.indexOf(": ")).toLowerCase(Locale.ROOT)))
        .toList();
  }
}
