package io.mizzen.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.Codec.Progress;
import io.mizzen.spi.protocol.Codec.RestState;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ServerCodec;
import io.mizzen.testkit.ProtocolUnderTest.Broken;
import io.mizzen.testkit.ProtocolUnderTest.Heartbeat;
import io.mizzen.testkit.ProtocolUnderTest.Sample;
import io.mizzen.testkit.RecordingEvents.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every codec of a downstream connection keeps: the same events however bytes are cut, nothing
 * that looks complete when it is not, an answer for every reason, and no buffer left at any exit;
 * and what it keeps together with the codec of an upstream connection.
 */
public abstract class ServerCodecContract extends ForwardingContract {
  private static final long SEED = 20261121;

  protected ServerCodecContract(ProtocolUnderTest subject) {
    super(subject);
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

  private interface WireTest {
    void run(Wire<RequestHead> wire) throws ProtocolException;
  }
}
