package io.mizzen.protocol.http1;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.Codec.Fate;
import io.mizzen.spi.protocol.Codec.Progress;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.protocol.ServerCodec.Reply;
import io.mizzen.testkit.FakeConnection;
import io.mizzen.testkit.FakeWorker;
import io.mizzen.testkit.LeakGuard;
import io.mizzen.testkit.RecordingEvents.Message;
import io.mizzen.testkit.Wire;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one reader understood the bytes of a connection.
 *
 * @param messages those whose head was accepted; only the last may be incomplete
 * @param refusal the name of what ended it, or null
 * @param closed whether the reader stopped although no rule was broken
 */
record Reading(List<Seen> messages, @Nullable String refusal, boolean closed) {
  private static final byte[] GET = Subject.ascii("GET / HTTP/1.1\r\nHost: a\r\n\r\n");

  /** Reads with our codec; each complete request is answered, so that the next one is read. */
  static Reading ours(List<byte[]> pieces) {
    try (LeakGuard guard = new LeakGuard()) {
      Http1ServerCodec codec =
          (Http1ServerCodec) new Subject().server().newCodec(new FakeConnection());
      try (Wire<RequestHead> wire = new Wire<>(codec, guard)) {
        int answered = 0;
        String refusal = null;
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
          refusal = rule(e).name();
        }
        List<Seen> seen = wire.events().messages().stream().map(Seen::request).toList();
        return new Reading(seen, refusal, refusal == null && codec.fate() == Fate.CLOSE);
      }
    }
  }

  /** Reads the answer to one GET; the connection ends behind the last piece. */
  static Reading answer(List<byte[]> pieces) {
    try (LeakGuard guard = new LeakGuard()) {
      Http1ClientCodec codec =
          (Http1ClientCodec) Subject.client(Map.of()).newCodec(new FakeWorker());
      try (Wire<RequestHead> down =
              new Wire<>(new Subject().server().newCodec(new FakeConnection()), guard);
          Wire<ResponseHead> up = new Wire<>(codec, guard)) {
        down.feed(GET);
        codec.encodeHead(1, down.events().only().head(), true, up.out());
        String refusal = null;
        try {
          up.feed(pieces);
          up.end();
        } catch (ProtocolException e) {
          refusal = rule(e).name();
        }
        List<Seen> seen = up.events().messages().stream().map(Seen::response).toList();
        return new Reading(seen, refusal, refusal == null && codec.fate() == Fate.CLOSE);
      } catch (ProtocolException e) {
        throw new AssertionError(e);
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

  private static Rule rule(ProtocolException refusal) {
    for (Rule rule : Rule.values()) {
      if (rule.words().equals(refusal.getMessage())) {
        return rule;
      }
    }
    throw new AssertionError("not a rule: " + refusal.getMessage());
  }
}
