package io.mizzen.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.ClientCodec;
import io.mizzen.spi.protocol.ClientProtocol.Mode;
import io.mizzen.spi.protocol.Codec.Fate;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.testkit.ProtocolUnderTest.Exchange;
import io.mizzen.testkit.RecordingEvents.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.ThrowingConsumer;

/**
 * What every codec of an upstream connection keeps: answers reach the stream they belong to however
 * bytes are cut and mixed, late ones disturb nobody, and no buffer is left at any exit.
 */
public abstract class ClientCodecContract {
  private static final long SEED = 20261121;

  /** Streams that are open at once in the interleaving tests. */
  private static final int MANY = 300;

  private final ProtocolUnderTest subject;

  protected ClientCodecContract(ProtocolUnderTest subject) {
    this.subject = subject;
  }

  @TestFactory
  Stream<DynamicTest> everyCutGivesTheSameEvents() {
    return each(
        exchange -> {
          String whole = transcript(exchange, -1);
          assertTrue(whole.contains(" ended"), whole);
          for (int cut : Fragments.cuts(exchange.response().apply(1).length)) {
            assertEquals(whole, transcript(exchange, cut), "cut at " + cut);
          }
          assertEquals(whole, transcript(exchange, 0), "byte by byte");
        });
  }

  @TestFactory
  Stream<DynamicTest> cutOffAnswersNeverLookComplete() {
    return each(
        exchange -> {
          for (int cut : Fragments.cuts(exchange.response().apply(1).length)) {
            try (Relay relay = new Relay(subject)) {
              long id = relay.forward(exchange.request());
              byte[] part = Arrays.copyOf(exchange.response().apply(id), cut);
              relay.up.feed(part);
              assertFalse(anyFinal(relay.up), "complete after " + cut);
              try {
                relay.up.end();
              } catch (ProtocolException e) {
                assertNotNull(e.getMessage());
              }
              assertFalse(anyFinal(relay.up), "complete by the end of input after " + cut);
            }
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> forwardedAnswersArriveAsTheyWere() {
    return each(
        exchange -> {
          try (Relay relay = new Relay(subject);
              Relay caller = new Relay(subject)) {
            long id = caller.forward(exchange.request());
            relay.down.feed(caller.up.out().take());
            Message<RequestHead> request = relay.down.events().only();
            long upstream = relay.forward(request);
            relay.up.feed(exchange.response().apply(upstream));
            Message<ResponseHead> answer = Relay.lastOf(relay.up.events());
            caller.up.feed(relay.back(request, answer));
            Message<ResponseHead> arrived = caller.up.events().only();
            assertEquals(id, arrived.streamId());
            assertTrue(arrived.ended());
            assertEquals(
                HeadText.of(answer.head(), subject.changedOnForward()),
                HeadText.of(arrived.head(), subject.changedOnForward()));
            assertArrayEquals(answer.body(), arrived.body());
            assertEquals(answer.trailers(), arrived.trailers());
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> manyStreamsAreAnsweredInAnyOrder() {
    assumeTrue(subject.client().pool().mode() != Mode.PING_PONG);
    return each(
        exchange -> {
          try (Relay relay = new Relay(subject)) {
            relay.down.feed(exchange.request());
            Message<RequestHead> request = relay.down.events().only();
            List<Long> ids = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
              ids.add(relay.forward(request));
            }
            assertEquals(MANY, new HashSet<>(ids).size(), "an id was given twice");
            Collections.shuffle(ids, new Random(SEED));
            List<byte[]> answers = ids.stream().map(id -> exchange.response().apply(id)).toList();
            relay.up.feed(Fragments.random(Fragments.glue(answers), 3000, SEED));
            List<Message<ResponseHead>> seen = relay.up.events().messages();
            assertEquals(ids, seen.stream().map(Message::streamId).toList());
            assertTrue(seen.stream().allMatch(Message::ended));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> aLateAnswerDisturbsNobody() {
    assumeTrue(subject.client().pool().mode() != Mode.PING_PONG);
    return each(
        exchange -> {
          try (Relay relay = new Relay(subject)) {
            long late = relay.forward(exchange.request());
            long live = relay.forward(relay.down.events().only());
            Fate fate = relay.upCodec.encodeReset(late, Why.TIMEOUT_TRY, relay.up.out());
            assertEquals(Fate.KEEP, fate);
            byte[] both =
                Fragments.glue(exchange.response().apply(late), exchange.response().apply(live));
            relay.up.feed(both);
            List<Message<ResponseHead>> ofLive =
                relay.up.events().messages().stream().filter(m -> m.streamId() == live).toList();
            assertEquals(1, ofLive.size());
            assertTrue(ofLive.get(0).ended());
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> brokenInputEndsTheConnection() {
    return subject.brokenResponses().stream()
        .map(
            broken ->
                dynamicTest(
                    broken.name(),
                    () -> {
                      assertBreaks(List.of(broken.bytes()));
                      assertBreaks(Fragments.bytewise(broken.bytes()));
                    }));
  }

  @TestFactory
  Stream<DynamicTest> aTryCanBeGivenUpAtEveryByteOfItsAnswer() {
    return each(
        exchange -> {
          for (int cut : Fragments.cuts(exchange.response().apply(1).length)) {
            try (Relay relay = new Relay(subject)) {
              long id = relay.forward(exchange.request());
              relay.up.feed(Arrays.copyOf(exchange.response().apply(id), cut));
              assertNotNull(relay.upCodec.encodeReset(id, Why.CLIENT_GONE, relay.up.out()));
            }
          }
        });
  }

  @Test
  void idsAreNotRepeated() {
    ClientCodec codec = subject.client().newCodec(new FakeWorker());
    assumeTrue(subject.client().pool().mode() != Mode.PING_PONG);
    Set<Long> seen = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      assertTrue(seen.add(codec.nextStreamId()));
    }
    codec.release();
  }

  private Stream<DynamicTest> each(ThrowingConsumer<Exchange> test) {
    return subject.exchanges().stream()
        .map(exchange -> dynamicTest(exchange.name(), () -> test.accept(exchange)));
  }

  /** What comes of an answer: cut once, byte by byte (0) or whole (-1). */
  private String transcript(Exchange exchange, int cut) throws ProtocolException {
    try (Relay relay = new Relay(subject)) {
      byte[] answer = exchange.response().apply(relay.forward(exchange.request()));
      if (cut < 0) {
        relay.up.feed(answer);
      } else {
        relay.up.feed(cut == 0 ? Fragments.bytewise(answer) : Fragments.at(answer, cut));
      }
      return relay.up.events().transcript();
    }
  }

  private void assertBreaks(List<byte[]> pieces) throws ProtocolException {
    try (Relay relay = new Relay(subject)) {
      if (!subject.exchanges().isEmpty()) {
        relay.forward(subject.exchanges().get(0).request());
      }
      ProtocolException failure =
          assertThrows(
              ProtocolException.class,
              () -> {
                relay.up.feed(pieces);
                relay.up.end();
              });
      assertNotNull(failure.getMessage());
      assertFalse(anyFinal(relay.up), "looks complete");
    }
  }

  private static boolean anyFinal(Wire<ResponseHead> wire) {
    return wire.events().messages().stream()
        .anyMatch(m -> m.ended() && m.head().kind() != ResponseHead.Kind.INFORMATIONAL);
  }
}
