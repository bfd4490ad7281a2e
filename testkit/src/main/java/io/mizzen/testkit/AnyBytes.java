package io.mizzen.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.spi.protocol.Codec;
import io.mizzen.spi.protocol.MessageHead;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.testkit.RecordingEvents.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What holds for any bytes at all: nothing but a {@link ProtocolException} comes out of a codec, no
 * buffer stays, and cutting the bytes elsewhere changes nothing. A fuzzer with feedback calls these
 * for each input it thinks of; {@link FrameFuzz} is for builds without one.
 */
public final class AnyBytes {
  private static final int LONGEST_PIECE = 9;

  private final ProtocolUnderTest subject;

  /**
   * @param subject with low limits, so that short inputs reach them
   */
  public AnyBytes(ProtocolUnderTest subject) {
    this.subject = subject;
  }

  /** What a fuzzer goes on from: everything the protocol declares, and what was recorded. */
  public Stream<byte[]> seeds(Collection<byte[]> recorded) {
    return Stream.of(
            recorded.stream(),
            subject.requests().stream().map(ProtocolUnderTest.Sample::bytes),
            subject.exchanges().stream().map(exchange -> exchange.response().apply(1)),
            subject.brokenRequests().stream().map(ProtocolUnderTest.Broken::bytes),
            subject.brokenResponses().stream().map(ProtocolUnderTest.Broken::bytes),
            Stream.of(Fragments.glue(List.copyOf(recorded))))
        .flatMap(all -> all);
  }

  /** A caller sends them. */
  public void fromCaller(byte[] bytes) {
    assertEquals(server(List.of(bytes)), server(pieces(bytes)));
  }

  /** An upstream sends them, while one call is open. */
  public void fromUpstream(byte[] bytes) {
    client(List.of(bytes));
    client(pieces(bytes));
  }

  /** What was accepted of a caller is read by the far side as it was here. */
  public void forwarded(byte[] bytes) {
    try (Relay relay = new Relay(subject)) {
      try {
        relay.down.feed(bytes);
      } catch (ProtocolException refused) {
        return;
      }
      for (Message<RequestHead> message : relay.down.events().messages()) {
        if (message.ended()) {
          relay.forward(message);
          try (Relay far = new Relay(subject)) {
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

  /** Takes the next value out of the bytes that a reader was made for. */
  public interface Values {
    @Nullable Object next() throws Exception;
  }

  /**
   * For what reads one value behind the other: each takes bytes, or it is refused in words.
   *
   * @param reader makes a reader of borrowed bytes
   * @param refusal how it says that they make no value
   */
  public static void readOrRefused(
      byte[] bytes, Function<ByteBuf, Values> reader, Class<? extends Exception> refusal)
      throws Exception {
    ByteBuf in = Unpooled.wrappedBuffer(bytes);
    Values values = reader.apply(in);
    try {
      while (in.isReadable()) {
        int before = in.readableBytes();
        values.next();
        assertTrue(in.readableBytes() < before, "a value of no bytes");
      }
    } catch (Exception e) {
      if (!refusal.isInstance(e)) {
        throw e;
      }
      assertNotEquals("", String.valueOf(e.getMessage()));
    }
  }

  private static List<byte[]> pieces(byte[] bytes) {
    return Fragments.random(bytes, LONGEST_PIECE, bytes.length);
  }

  private String server(List<byte[]> pieces) {
    try (LeakGuard guard = new LeakGuard()) {
      return run(pieces, subject.server().newCodec(new FakeConnection()), guard);
    }
  }

  private void client(List<byte[]> pieces) {
    try (Relay relay = new Relay(subject)) {
      relay.forward(subject.exchanges().get(0).request());
      feed(pieces, relay.up);
    } catch (ProtocolException e) {
      throw new AssertionError("our own sample was refused: " + e.getMessage(), e);
    }
  }

  private static <H extends MessageHead> String run(
      List<byte[]> pieces, Codec<H> codec, LeakGuard guard) {
    try (Wire<H> wire = new Wire<>(codec, guard)) {
      String end = feed(pieces, wire);
      StringBuilder seen = new StringBuilder();
      for (Message<H> message : wire.events().messages()) {
        if (message.ended()) {
          seen.append(message.headText()).append('\n');
        }
      }
      return seen + end;
    }
  }

  private static String feed(List<byte[]> pieces, Wire<?> wire) {
    try {
      wire.feed(pieces);
      return "open";
    } catch (ProtocolException refused) {
      return "refused";
    }
  }
}
