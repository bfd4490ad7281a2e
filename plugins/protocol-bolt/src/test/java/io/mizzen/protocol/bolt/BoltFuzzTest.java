package io.mizzen.protocol.bolt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mizzen.spi.config.ByteSize;
import io.mizzen.spi.protocol.MessageHead;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.testkit.FakeConnection;
import io.mizzen.testkit.FakeWorker;
import io.mizzen.testkit.Fragments;
import io.mizzen.testkit.HexFrames;
import io.mizzen.testkit.LeakGuard;
import io.mizzen.testkit.RecordingEvents.Message;
import io.mizzen.testkit.Wire;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes: nothing but a ProtocolException comes out, no buffer stays, and cutting them elsewhere
 * changes nothing. Seeds are the captured frames; run with JAZZER_FUZZ=1 to go on from them.
 */
class BoltFuzzTest {
  private static final BoltSubject SUBJECT =
      new BoltSubject(Map.of("streamAbove", new ByteSize(256), "maxFrame", new ByteSize(65536)));

  static Stream<Arguments> seeds() {
    List<byte[]> frames =
        List.copyOf(HexFrames.load(BoltFuzzTest.class, "/frames/bolt.hex").values());
    Stream<byte[]> broken = SUBJECT.brokenRequests().stream().map(sample -> sample.bytes());
    return Stream.concat(Stream.concat(frames.stream(), broken), Stream.of(Fragments.glue(frames)))
        .map(Arguments::of);
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void anyBytesFromACaller(byte[] bytes) {
    assertEquals(server(List.of(bytes)), server(Fragments.random(bytes, 9, bytes.length)));
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void anyBytesFromAnUpstream(byte[] bytes) {
    client(List.of(bytes));
    client(Fragments.random(bytes, 9, bytes.length));
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void anythingAcceptedIsForwardedAsItWas(byte[] bytes) {
    try (Bench bench = new Bench();
        Bench far = new Bench()) {
      try {
        bench.down.feed(bytes);
      } catch (ProtocolException e) {
        return;
      }
      for (Message<RequestHead> message : bench.down.events().messages()) {
        if (message.ended()) {
          assertForwards(bench, far, message);
        }
      }
    } catch (ProtocolException e) {
      throw new AssertionError("our own frame was refused: " + e.getMessage(), e);
    }
  }

  private static void assertForwards(Bench bench, Bench far, Message<RequestHead> message)
      throws ProtocolException {
    bench.forward(message);
    Message<RequestHead> arrived = far.request(bench.up.out().take());
    assertEquals(message.headText(), arrived.headText());
    assertArrayEquals(message.body(), arrived.body());
  }

  private static String server(List<byte[]> pieces) {
    return run(pieces, SUBJECT.server().newCodec(new FakeConnection()));
  }

  private static void client(List<byte[]> pieces) {
    run(pieces, SUBJECT.client().newCodec(new FakeWorker()));
  }

  private static <H extends MessageHead> String run(
      List<byte[]> pieces, io.mizzen.spi.protocol.Codec<H> codec) {
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
