package io.mizzen.protocol.http1;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.testkit.FakeConnection;
import io.mizzen.testkit.FakeWorker;
import io.mizzen.testkit.Fragments;
import io.mizzen.testkit.LeakGuard;
import io.mizzen.testkit.RecordingEvents.Message;
import io.mizzen.testkit.Wire;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes: nothing but a ProtocolException comes out, no buffer stays, cutting them elsewhere
 * gives the same messages, and what is accepted is read by the next proxy as it was read here. Run
 * with JAZZER_FUZZ=1 to go on from the seeds.
 */
class Http1FuzzTest {
  static Stream<Arguments> requests() {
    return Seeds.requests().stream().map(Arguments::of);
  }

  static Stream<Arguments> responses() {
    return Seeds.responses().stream().map(Arguments::of);
  }

  @MethodSource("requests")
  @FuzzTest(maxDuration = "60s")
  void anyBytesFromACaller(byte[] bytes) {
    Reading whole = Reading.ours(List.of(bytes));
    Reading cut = Reading.ours(Fragments.random(bytes, 9, bytes.length));
    assertEquals(whole.messages(), cut.messages());
  }

  @MethodSource("responses")
  @FuzzTest(maxDuration = "60s")
  void anyBytesFromAnUpstream(byte[] bytes) {
    Reading whole = Reading.answer(List.of(bytes));
    Reading cut = Reading.answer(Fragments.random(bytes, 9, bytes.length));
    assertEquals(whole.messages(), cut.messages());
  }

  @MethodSource("requests")
  @FuzzTest(maxDuration = "60s")
  void whatIsAcceptedIsReadAlikeByTheNext(byte[] bytes) throws ProtocolException {
    try (LeakGuard guard = new LeakGuard();
        Wire<RequestHead> here =
            new Wire<>(new Subject().server().newCodec(new FakeConnection()), guard);
        Wire<RequestHead> next =
            new Wire<>(new Subject().server().newCodec(new FakeConnection()), guard)) {
      try {
        here.feed(bytes);
      } catch (ProtocolException e) {
        return;
      }
      List<Message<RequestHead>> messages = here.events().messages();
      if (messages.isEmpty() || !messages.get(0).ended()) {
        return;
      }
      Message<RequestHead> message = messages.get(0);
      next.feed(upstreamBytes(message, guard));
      Message<RequestHead> arrived = next.events().only();
      assertEquals(0, next.unread(), "more than one message went upstream");
      assertEquals(message.head().service().toString(), arrived.head().service().toString());
      assertEquals(message.head().operation().toString(), arrived.head().operation().toString());
      assertEquals(message.head().verb().toString(), arrived.head().verb().toString());
      assertArrayEquals(message.body(), arrived.body());
    }
  }

  private static byte[] upstreamBytes(Message<RequestHead> message, LeakGuard guard)
      throws ProtocolException {
    Http1ClientCodec codec = (Http1ClientCodec) Subject.client(Map.of()).newCodec(new FakeWorker());
    try (Wire<ResponseHead> up = new Wire<>(codec, guard)) {
      boolean bare = message.body().length == 0;
      codec.encodeHead(1, message.head(), bare, up.out());
      if (!bare) {
        codec.encodeBody(1, guard.buffer(message.body()), true, up.out());
      }
      return up.out().take();
    }
  }
}
