package io.mizzen.protocol.http2;

import static io.mizzen.protocol.http2.Bytes.POST;
import static io.mizzen.protocol.http2.Bytes.all;
import static io.mizzen.protocol.http2.Bytes.data;
import static io.mizzen.protocol.http2.Bytes.headers;
import static io.mizzen.protocol.http2.Bytes.with;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.testkit.Allocations;
import io.mizzen.testkit.CodecPair;
import io.mizzen.testkit.FakeConnection;
import io.mizzen.testkit.FakeWorker;
import io.netty.buffer.ByteBuf;
import io.netty.util.internal.PlatformDependent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A request through both codecs and its answer back, with pooled buffers and bodies. */
class AllocationTest {
  /**
   * In truth none; the rest is for what the machine does on its own. Where Netty has no Unsafe (JDK
   * 24 and later, unless it is allowed), each copy out of a direct buffer makes a view.
   */
  private static final long MOST_PER_EXCHANGE = PlatformDependent.hasUnsafe() ? 16 : 800;

  private static final int ROUNDS = 30_000;
  private static final int WINDOW = 1 << 30;

  @Test
  void anExchangeAllocatesNextToNothing() throws Exception {
    long bytes = Allocations.perRound(ROUNDS, Exchanges::new);
    assertTrue(bytes <= MOST_PER_EXCHANGE, () -> bytes + " bytes each");
  }

  private static final class Exchanges implements Allocations.Rounds {
    private final Http2Subject subject = new Http2Subject();
    private final CodecPair pair =
        new CodecPair(
            subject.server().newCodec(new FakeConnection()),
            subject.client().newCodec(new FakeWorker()));
    private final int requestHead;
    private final int responseHead;
    private final ByteBuf requests;
    private final ByteBuf responses;
    private int callerId = -1;

    Exchanges() throws ProtocolException {
      byte[] settings = Bytes.settings(Frames.INITIAL_WINDOW_SIZE, WINDOW);
      ByteBuf opening = CodecPair.received(all(Bytes.PREFACE, settings));
      pair.fromCaller(opening);
      opening.release();
      ByteBuf answered = CodecPair.received(settings);
      pair.fromUpstream(answered);
      answered.release();
      byte[] head = headers(1, 0, with(POST, "accept: */*", "user-agent: x"));
      byte[] answer = headers(1, 0, List.of(":status: 200", "date: now", "server: y"));
      requestHead = head.length;
      responseHead = answer.length;
      requests = CodecPair.received(all(head, data(1, 1, 100), Bytes.windowUpdate(0, 1000)));
      responses = CodecPair.received(all(answer, data(1, 1, 1000), Bytes.windowUpdate(0, 100)));
    }

    @Override
    public void run(int rounds) throws ProtocolException {
      for (int i = 0; i < rounds; i++) {
        callerId += 2;
        requests.readerIndex(0).setInt(5, callerId).setInt(requestHead + 5, callerId);
        pair.fromCaller(requests);
        int id = (int) pair.upstreamId();
        responses.readerIndex(0).setInt(5, id).setInt(responseHead + 5, id);
        pair.fromUpstream(responses);
        pair.endExchange();
      }
    }

    @Override
    public void close() {
      pair.close();
      requests.release();
      responses.release();
    }
  }
}
