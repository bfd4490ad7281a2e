package io.mizzen.protocol.http2;

import static io.mizzen.protocol.http2.Bytes.POST;
import static io.mizzen.protocol.http2.Bytes.all;
import static io.mizzen.protocol.http2.Bytes.data;
import static io.mizzen.protocol.http2.Bytes.headers;
import static io.mizzen.protocol.http2.Bytes.with;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.BytesOut;
import io.mizzen.spi.protocol.Fields;
import io.mizzen.spi.protocol.MessageHead;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.protocol.StreamEvents;
import io.mizzen.testkit.FakeConnection;
import io.mizzen.testkit.FakeWorker;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.internal.PlatformDependent;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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

  private final Level level = ResourceLeakDetector.getLevel();

  @BeforeEach
  void quiet() {
    ResourceLeakDetector.setLevel(Level.DISABLED); // it allocates for every buffer
  }

  @AfterEach
  void loud() {
    ResourceLeakDetector.setLevel(level);
  }

  @Test
  void anExchangeAllocatesNextToNothing() throws Exception {
    FutureTask<Long> measured = new FutureTask<>(AllocationTest::perExchange);
    new FastThreadLocalThread(measured).start(); // slices are pooled on event loops' threads only
    long bytes = measured.get();
    assertTrue(bytes <= MOST_PER_EXCHANGE, () -> bytes + " bytes each");
  }

  private static long perExchange() throws ProtocolException {
    Loop loop = new Loop(new Http2Subject());
    loop.run(ROUNDS); // until it is compiled
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) { // the compiler may still allocate in the first
      long before = allocated();
      loop.run(ROUNDS);
      least = Math.min(least, (allocated() - before) / ROUNDS);
    }
    loop.close();
    return least;
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  /** Joins a server codec and a client codec without anything between. */
  private static final class Loop implements BytesOut {
    private final Http2ServerCodec server;
    private final Http2ClientCodec client;
    private final ByteBuf requests;
    private final ByteBuf responses;
    private final int requestHead;
    private final int responseHead;
    private final ByteBuf tail = PooledByteBufAllocator.DEFAULT.directBuffer(64 * 1024);
    private final Down down = new Down();
    private final Up up = new Up();
    private int callerId = -1;
    private long upstreamId;
    private RequestHead request;
    private ResponseHead answer;
    private int looked;

    Loop(Http2Subject subject) throws ProtocolException {
      server = (Http2ServerCodec) subject.server().newCodec(new FakeConnection());
      client = (Http2ClientCodec) subject.client().newCodec(new FakeWorker());
      byte[] settings = Bytes.settings(Frames.INITIAL_WINDOW_SIZE, WINDOW);
      server.open(this);
      client.open(this);
      feed(server, down, all(Bytes.PREFACE, settings));
      feed(client, up, settings);
      byte[] head = headers(1, 0, with(POST, "accept: */*", "user-agent: x"));
      byte[] answered = headers(1, 0, List.of(":status: 200", "date: now", "server: y"));
      requestHead = head.length;
      responseHead = answered.length;
      requests = pooled(all(head, data(1, 1, 100), Bytes.windowUpdate(0, 1000)));
      responses = pooled(all(answered, data(1, 1, 1000), Bytes.windowUpdate(0, 100)));
    }

    private <H extends MessageHead> void feed(
        Http2Codec<H> codec, StreamEvents<H> events, byte[] bytes) throws ProtocolException {
      ByteBuf in = pooled(bytes);
      codec.decode(in, events, this);
      in.release();
      tail.clear();
    }

    private static ByteBuf pooled(byte[] bytes) {
      return PooledByteBufAllocator.DEFAULT.directBuffer().writeBytes(bytes);
    }

    void run(int rounds) throws ProtocolException {
      for (int i = 0; i < rounds; i++) {
        callerId += 2;
        requests.readerIndex(0).setInt(5, callerId).setInt(requestHead + 5, callerId);
        server.decode(requests, down, this);
        int id = (int) upstreamId;
        responses.readerIndex(0).setInt(5, id).setInt(responseHead + 5, id);
        client.decode(responses, up, this);
        request.release();
        answer.release();
        tail.clear();
      }
    }

    void close() {
      assertTrue(looked > 0);
      server.release();
      client.release();
      requests.release();
      responses.release();
      tail.release();
    }

    @Override
    public ByteBuf space(int bytes) {
      return tail;
    }

    @Override
    public void write(ByteBuf owned) {
      tail.writeBytes(owned);
      owned.release();
    }

    @Override
    public void end() {
      throw new AssertionError("no tunnel here");
    }

    @Override
    public ByteBufAllocator allocator() {
      return PooledByteBufAllocator.DEFAULT;
    }

    private final class Down extends Quiet<RequestHead> {
      @Override
      public void onHead(long streamId, RequestHead head, boolean last) {
        request = head;
        upstreamId = client.nextStreamId();
        looked += head.service().length() + head.operation().length() + head.verb().length();
        try {
          client.encodeHead(upstreamId, head, last, Loop.this);
        } catch (ProtocolException e) {
          throw new AssertionError(e);
        }
      }

      @Override
      public void onBody(long streamId, ByteBuf retainedSlice, boolean last) {
        client.encodeBody(upstreamId, retainedSlice, last, Loop.this);
      }
    }

    private final class Up extends Quiet<ResponseHead> {
      @Override
      public void onHead(long streamId, ResponseHead head, boolean last) {
        answer = head;
        looked += head.why().equals(Why.OK) ? 1 : 0;
        try {
          server.encodeHead(callerId, request, head, last, Loop.this);
        } catch (ProtocolException e) {
          throw new AssertionError(e);
        }
      }

      @Override
      public void onBody(long streamId, ByteBuf retainedSlice, boolean last) {
        server.encodeBody(callerId, retainedSlice, last, Loop.this);
      }
    }
  }

  private abstract static class Quiet<H extends MessageHead> implements StreamEvents<H> {
    @Override
    public void onTrailers(long streamId, Fields trailers) {
      throw new AssertionError("no trailers here");
    }

    @Override
    public void onReset(long streamId, Why why) {
      throw new AssertionError("reset " + why);
    }
  }
}
