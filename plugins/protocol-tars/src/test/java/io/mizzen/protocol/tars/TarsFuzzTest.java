package io.mizzen.protocol.tars;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mizzen.spi.protocol.Codec;
import io.mizzen.spi.protocol.MessageHead;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.testkit.FakeConnection;
import io.mizzen.testkit.FakeWorker;
import io.mizzen.testkit.Fragments;
import io.mizzen.testkit.HexFrames;
import io.mizzen.testkit.LeakGuard;
import io.mizzen.testkit.RecordingEvents.Message;
import io.mizzen.testkit.Relay;
import io.mizzen.testkit.Wire;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes: nothing but a ProtocolException comes out, no buffer stays, and cutting them elsewhere
 * changes nothing. Seeds are the recorded frames; run with JAZZER_FUZZ=1 to go on from them.
 */
class TarsFuzzTest {
  private static final TarsSubject SUBJECT = new TarsSubject();

  static Stream<Arguments> seeds() {
    Stream<byte[]> frames =
        HexFrames.load(TarsFuzzTest.class, "/frames/tars.hex").values().stream();
    Stream<byte[]> broken = SUBJECT.brokenRequests().stream().map(sample -> sample.bytes());
    return Stream.concat(frames, broken).map(Arguments::of);
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void anyBytesFromACaller(byte[] bytes) {
    assertEquals(server(List.of(bytes)), server(Fragments.random(bytes, 9, bytes.length)));
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void anyBytesFromAnUpstream(byte[] bytes) {
    run(List.of(bytes), SUBJECT.client().newCodec(new FakeWorker()));
    run(Fragments.random(bytes, 9, bytes.length), SUBJECT.client().newCodec(new FakeWorker()));
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void anythingAcceptedIsForwardedAsItWas(byte[] bytes) {
    try (Relay relay = new Relay(SUBJECT)) {
      try {
        relay.down.feed(bytes);
      } catch (ProtocolException e) {
        return;
      }
      for (Message<RequestHead> message : relay.down.events().messages()) {
        if (message.ended()) {
          relay.forward(message);
          try (Relay far = new Relay(SUBJECT)) {
            far.down.feed(relay.up.out().take());
            Message<RequestHead> arrived = Relay.lastOf(far.down.events());
            assertEquals(message.headText(), arrived.headText());
            assertArrayEquals(message.body(), arrived.body());
          }
        }
      }
    } catch (ProtocolException e) {
      throw new AssertionError("our own frame was refused: " + e.getMessage(), e);
    }
  }

  private static String server(List<byte[]> pieces) {
    return run(pieces, SUBJECT.server().newCodec(new FakeConnection()));
  }

  private static <H extends MessageHead> String run(List<byte[]> pieces, Codec<H> codec) {
    try (LeakGuard guard = new LeakGuard();
        Wire<H> wire = new Wire<>(codec, guard)) {
      String end = "open";
      try {
        wire.feed(pieces);
      } catch (ProtocolException e) {
        end = "refused";
      }
      StringBuilder seen = new StringBuilder();
      for (Message<H> message : wire.events().messages()) {
        if (message.ended()) {
          seen.append(message.headText()).append('\n');
        }
      }
      return seen + end;
    }
  }
}
