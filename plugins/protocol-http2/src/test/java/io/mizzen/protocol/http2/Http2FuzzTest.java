package io.mizzen.protocol.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mizzen.spi.protocol.Codec;
import io.mizzen.spi.protocol.MessageHead;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.testkit.FakeConnection;
import io.mizzen.testkit.FakeWorker;
import io.mizzen.testkit.Fragments;
import io.mizzen.testkit.HexFrames;
import io.mizzen.testkit.LeakGuard;
import io.mizzen.testkit.ProtocolUnderTest;
import io.mizzen.testkit.RecordingEvents.Message;
import io.mizzen.testkit.Wire;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes behind the preface: nothing but a ProtocolException comes out, no buffer stays, and
 * cutting them elsewhere changes nothing. Run with JAZZER_FUZZ=1 to go on from the seeds.
 */
class Http2FuzzTest {
  private static final Http2Subject SUBJECT = new Http2Subject();

  static Stream<Arguments> seeds() {
    Stream<byte[]> real =
        HexFrames.load(Http2FuzzTest.class, "/frames/http2.hex").values().stream()
            .map(bytes -> Arrays.copyOfRange(bytes, Preface.LENGTH, bytes.length));
    Stream<byte[]> good = SUBJECT.requests().stream().map(ProtocolUnderTest.Sample::bytes);
    Stream<byte[]> broken = SUBJECT.brokenRequests().stream().map(ProtocolUnderTest.Broken::bytes);
    return Stream.concat(real, Stream.concat(good, broken).map(b -> Bytes.all(Bytes.SETTINGS, b)))
        .map(Arguments::of);
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void anyBytesFromACaller(byte[] bytes) {
    byte[] all = Bytes.all(Bytes.PREFACE, bytes);
    assertEquals(
        run(List.of(all), SUBJECT.server().newCodec(new FakeConnection())),
        run(
            Fragments.random(all, 9, bytes.length),
            SUBJECT.server().newCodec(new FakeConnection())));
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void anyBytesFromAnUpstream(byte[] bytes) {
    run(List.of(bytes), SUBJECT.client().newCodec(new FakeWorker()));
    run(Fragments.random(bytes, 9, bytes.length), SUBJECT.client().newCodec(new FakeWorker()));
  }

  private static <H extends MessageHead> String run(List<byte[]> pieces, Codec<H> codec) {
    try (LeakGuard guard = new LeakGuard();
        Wire<H> wire = new Wire<>(codec, guard)) {
      codec.open(wire.out());
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
