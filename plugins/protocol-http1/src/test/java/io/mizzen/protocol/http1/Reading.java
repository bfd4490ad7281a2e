package io.mizzen.protocol.http1;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.Codec.Fate;
import io.mizzen.spi.protocol.Codec.Progress;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ServerCodec.Reply;
import io.mizzen.testkit.FakeConnection;
import io.mizzen.testkit.LeakGuard;
import io.mizzen.testkit.RecordingEvents.Message;
import io.mizzen.testkit.Wire;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one reader understood the bytes of a connection.
 *
 * @param messages the complete ones: request line and body
 * @param refusal the name of what ended it, or null
 * @param closed whether the reader stopped although no rule was broken
 */
record Reading(List<String> messages, @Nullable String refusal, boolean closed) {

  /** Reads with our codec; each complete request is answered, so that the next one is read. */
  static Reading ours(List<byte[]> pieces) {
    List<String> messages = new ArrayList<>();
    try (LeakGuard guard = new LeakGuard()) {
      Http1ServerCodec codec =
          (Http1ServerCodec) new Subject().server().newCodec(new FakeConnection());
      try (Wire<RequestHead> wire = new Wire<>(codec, guard)) {
        int answered = 0;
        try {
          for (byte[] piece : pieces) {
            Progress progress = wire.feed(piece);
            answered = answer(codec, wire, answered);
            while (progress == Progress.HELD) {
              progress = wire.again();
              answered = answer(codec, wire, answered);
            }
          }
        } catch (ProtocolException e) {
          collect(wire, messages);
          return new Reading(messages, rule(e).name(), false);
        }
        collect(wire, messages);
        return new Reading(messages, null, codec.fate() == Fate.CLOSE);
      }
    }
  }

  private static int answer(Http1ServerCodec codec, Wire<RequestHead> wire, int from)
      throws ProtocolException {
    List<Message<RequestHead>> all = wire.events().messages();
    int next = from;
    while (next < all.size() && all.get(next).ended()) {
      Message<RequestHead> request = all.get(next++);
      Reply reply = codec.localReply(LocalReply.of(Why.NO_ROUTE), request.head());
      codec.encodeHead(request.streamId(), request.head(), reply.head(), false, wire.out());
      codec.encodeBody(
          request.streamId(),
          wire.out().allocator().buffer().writeBytes(reply.body()),
          true,
          wire.out());
      reply.head().release();
    }
    return next;
  }

  private static void collect(Wire<RequestHead> wire, List<String> messages) {
    for (Message<RequestHead> message : wire.events().messages()) {
      if (message.ended()) {
        String head = message.headText();
        String verb = head.substring(head.indexOf(" verb=") + 6, head.indexOf(" exchange="));
        messages.add(verb + " " + new String(message.body(), StandardCharsets.ISO_8859_1));
      }
    }
  }

  private static Rule rule(ProtocolException refusal) {
    for (Rule rule : Rule.values()) {
      if (rule.words().equals(refusal.getMessage())) {
        return rule;
      }
    }
    throw new AssertionError("not a rule: " + refusal.getMessage());
  }
}
