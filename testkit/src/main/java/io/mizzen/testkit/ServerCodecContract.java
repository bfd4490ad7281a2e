package io.mizzen.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.Codec.Progress;
import io.mizzen.spi.protocol.Codec.RestState;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.RequestHead.Exchange;
import io.mizzen.spi.protocol.ServerCodec;
import io.mizzen.spi.protocol.ServerCodec.Reply;
import io.mizzen.testkit.ProtocolUnderTest.Ability;
import io.mizzen.testkit.ProtocolUnderTest.Broken;
import io.mizzen.testkit.ProtocolUnderTest.Heartbeat;
import io.mizzen.testkit.ProtocolUnderTest.Sample;
import io.mizzen.testkit.RecordingEvents.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.ThrowingConsumer;

/**
 * What every codec of a downstream connection keeps: the same events however bytes are cut, nothing
 * that looks complete when it is not, an answer for every reason, and no buffer left at any exit.
 */
public abstract class ServerCodecContract {
  private static final long SEED = 20261121;

  private final ProtocolUnderTest subject;

  protected ServerCodecContract(ProtocolUnderTest subject) {
    this.subject = subject;
  }

  @TestFactory
  Stream<DynamicTest> takesAWholeRequestAsOneMessage() {
    return each(
        sample ->
            with(
                wire -> {
                  assertEquals(Progress.NEED_MORE, wire.feed(sample.bytes()));
                  assertTrue(wire.events().only().ended());
                  assertEquals(0, wire.unread());
                  assertEquals(0, wire.out().take().length, "answered by itself");
                }));
  }

  @TestFactory
  Stream<DynamicTest> everyCutGivesTheSameEvents() {
    return each(
        sample -> {
          String whole = transcript(List.of(sample.bytes()));
          for (int cut : Fragments.cuts(sample.bytes().length)) {
            assertEquals(whole, transcript(Fragments.at(sample.bytes(), cut)), "cut at " + cut);
          }
          assertEquals(whole, transcript(Fragments.bytewise(sample.bytes())), "byte by byte");
        });
  }

  @TestFactory
  Stream<DynamicTest> movesToAnotherCodecAtEveryRest() {
    return each(
        sample -> {
          String whole = transcript(List.of(sample.bytes()));
          for (int cut : Fragments.cuts(sample.bytes().length)) {
            assertEquals(whole, movedTranscript(Fragments.at(sample.bytes(), cut)), "at " + cut);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> cutOffRequestsNeverLookComplete() {
    return each(
        sample -> {
          for (int cut : Fragments.cuts(sample.bytes().length)) {
            with(wire -> assertNotComplete(wire, Fragments.at(sample.bytes(), cut).get(0)));
          }
        });
  }

  @Test
  void gluedRequestsAreServedInOrder() {
    List<String> expected = new ArrayList<>();
    List<byte[]> inputs = new ArrayList<>();
    for (Sample sample : subject.requests()) {
      with(
          wire -> {
            wire.feed(sample.bytes());
            expected.add(wire.events().only().headText());
          });
      inputs.add(sample.bytes());
    }
    byte[] all = Fragments.glue(inputs);
    assertServedInOrder(List.of(all), expected);
    for (int longest : new int[] {2, 7, 100, 1500}) {
      assertServedInOrder(Fragments.random(all, longest, SEED + longest), expected);
    }
  }

  @TestFactory
  Stream<DynamicTest> brokenInputEndsTheConnection() {
    return subject.brokenRequests().stream()
        .map(
            broken ->
                dynamicTest(
                    broken.name(),
                    () -> {
                      assertBreaks(broken, List.of(broken.bytes()));
                      assertBreaks(broken, Fragments.bytewise(broken.bytes()));
                    }));
  }

  @TestFactory
  Stream<DynamicTest> whatCannotBeUnderstoodIsAnsweredAndTheConnectionGoesOn() {
    return subject.refusedRequests().stream()
        .map(refused -> dynamicTest(refused.name(), () -> assertRefuses(refused)));
  }

  @TestFactory
  Stream<DynamicTest> heartbeatsAreAnsweredAndNotForwarded() {
    return subject.heartbeats().stream()
        .map(heartbeat -> dynamicTest(heartbeat.name(), () -> assertAnswers(heartbeat)));
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

  @TestFactory
  Stream<DynamicTest> everyFieldSeenCanBeAskedFor() {
    return each(
        sample ->
            with(
                wire -> {
                  wire.feed(sample.bytes());
                  RequestHead head = wire.events().only().head();
                  for (String field : HeadText.fields(head)) {
                    String name = field.substring(0, field.indexOf(": "));
                    assertNotNull(head.get(name), name);
                  }
                  assertNull(head.get("x-no-such-field"));
                }));
  }

  @TestFactory
  Stream<DynamicTest> aStreamCanBeGivenUp() {
    return each(
        sample -> {
          try (LeakGuard guard = new LeakGuard()) {
            ServerCodec codec = newCodec();
            try (Wire<RequestHead> wire = open(codec, guard)) {
              wire.feed(sample.bytes());
              Message<RequestHead> message = wire.events().only();
              assertNotNull(codec.encodeReset(message.streamId(), Why.TIMEOUT_TOTAL, wire.out()));
            }
          }
        });
  }

  private Stream<DynamicTest> each(ThrowingConsumer<Sample> test) {
    return subject.requests().stream()
        .map(sample -> dynamicTest(sample.name(), () -> test.accept(sample)));
  }

  private ServerCodec newCodec() {
    return subject.server().newCodec(new FakeConnection());
  }

  private Wire<RequestHead> open(ServerCodec codec, LeakGuard guard) {
    return new Wire<>(codec, guard).opened(subject.callerOpening());
  }

  private void with(WireTest test) {
    try (LeakGuard guard = new LeakGuard();
        Wire<RequestHead> wire = open(newCodec(), guard)) {
      test.run(wire);
    } catch (ProtocolException e) {
      throw new AssertionError("refused: " + e.getMessage(), e);
    }
  }

  private String transcript(List<byte[]> pieces) {
    String[] result = new String[1];
    with(
        wire -> {
          wire.feed(pieces);
          result[0] = wire.events().transcript();
        });
    return result[0];
  }

  private String movedTranscript(List<byte[]> pieces) {
    String[] result = new String[1];
    try (LeakGuard guard = new LeakGuard()) {
      ServerCodec codec = newCodec();
      try (Wire<RequestHead> wire = open(codec, guard)) {
        wire.feed(pieces.get(0));
        if (codec.restState() == RestState.AT_REST && wire.events().messages().isEmpty()) {
          wire.moveTo(newCodec());
        }
        wire.feed(pieces.get(1));
        result[0] = wire.events().transcript();
      }
    } catch (ProtocolException e) {
      throw new AssertionError("refused: " + e.getMessage(), e);
    }
    return result[0];
  }

  private static void assertNotComplete(Wire<RequestHead> wire, byte[] part)
      throws ProtocolException {
    wire.feed(part);
    assertFalse(
        wire.events().messages().stream().anyMatch(Message::ended),
        "complete after " + part.length);
    try {
      wire.end();
    } catch (ProtocolException e) {
      assertNotNull(e.getMessage());
    }
    assertFalse(
        wire.events().messages().stream().anyMatch(Message::ended),
        "complete by the end of input after " + part.length);
  }

  /** Answers every stream that is open, until the codec wants no more of it. */
  private void assertServedInOrder(List<byte[]> pieces, List<String> expected) {
    try (LeakGuard guard = new LeakGuard()) {
      ServerCodec codec = newCodec();
      try (Wire<RequestHead> wire = open(codec, guard)) {
        int answered = 0;
        for (byte[] piece : pieces) {
          Progress progress = wire.feed(piece);
          while (progress == Progress.HELD) {
            int open = answered;
            answered = answerFrom(answered, codec, wire);
            assertTrue(answered > open, "held without an open stream");
            progress = wire.again();
          }
        }
        List<String> seen = wire.events().messages().stream().map(Message::headText).toList();
        assertEquals(expected, seen);
        assertTrue(wire.events().messages().stream().allMatch(Message::ended));
        assertEquals(0, wire.unread());
      }
    } catch (ProtocolException e) {
      throw new AssertionError("refused: " + e.getMessage(), e);
    }
  }

  private int answerFrom(int first, ServerCodec codec, Wire<RequestHead> wire)
      throws ProtocolException {
    List<Message<RequestHead>> messages = wire.events().messages();
    int next = first;
    while (next < messages.size() && messages.get(next).ended()) {
      answer(codec, messages.get(next), wire);
      next++;
    }
    return next;
  }

  /**
   * Answers a request so that the connection stays usable. The default gives the local reply "no
   * route"; override it if that ends the connection.
   */
  protected void answer(ServerCodec codec, Message<RequestHead> request, Wire<RequestHead> wire)
      throws ProtocolException {
    reply(codec, request, Why.NO_ROUTE, wire);
  }

  private static int reply(
      ServerCodec codec, Message<RequestHead> request, Why why, Wire<RequestHead> wire)
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

  private void assertBreaks(Broken broken, List<byte[]> pieces) {
    try (LeakGuard guard = new LeakGuard()) {
      ServerCodec codec = newCodec();
      try (Wire<RequestHead> wire = open(codec, guard)) {
        ProtocolException failure =
            assertThrows(
                ProtocolException.class,
                () -> {
                  wire.feed(pieces);
                  wire.end();
                });
        assertNotNull(failure.getMessage());
        codec.encodeFailure(failure, wire.out());
        byte[] lastWords = broken.lastWords();
        if (lastWords != null) {
          assertArrayEquals(lastWords, wire.out().take());
        }
        assertFalse(wire.events().messages().stream().anyMatch(Message::ended), "looks complete");
      }
    }
  }

  private void assertRefuses(Broken refused) throws ProtocolException {
    byte[] request = subject.requests().get(0).bytes();
    for (List<byte[]> pieces :
        List.of(List.of(refused.bytes()), Fragments.bytewise(refused.bytes()))) {
      try (LeakGuard guard = new LeakGuard();
          Wire<RequestHead> wire = open(newCodec(), guard)) {
        wire.feed(pieces);
        assertArrayEquals(refused.lastWords(), wire.out().take());
        assertEquals(0, wire.events().messages().size(), "it was forwarded");
        wire.feed(request);
        assertEquals(1, wire.events().messages().size(), "the next one goes on");
      }
    }
  }

  private void assertAnswers(Heartbeat heartbeat) throws ProtocolException {
    try (LeakGuard guard = new LeakGuard()) {
      ServerCodec codec = newCodec();
      try (Wire<RequestHead> wire = open(codec, guard)) {
        wire.feed(Fragments.bytewise(heartbeat.question()));
        assertArrayEquals(heartbeat.answer(), wire.out().take());
        byte[] request = subject.requests().get(0).bytes();
        wire.feed(Fragments.glue(List.of(heartbeat.question(), request, heartbeat.question())));
        byte[] twice = Fragments.glue(heartbeat.answer(), heartbeat.answer());
        assertArrayEquals(twice, wire.out().take());
        assertEquals(1, wire.events().messages().size(), "a heartbeat was forwarded");
        codec.encodeDrain(wire.out());
        wire.out().take();
        wire.feed(heartbeat.question());
        assertArrayEquals(heartbeat.answer(), wire.out().take(), "while draining");
      }
    }
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

  private interface WireTest {
    void run(Wire<RequestHead> wire) throws ProtocolException;
  }
}
