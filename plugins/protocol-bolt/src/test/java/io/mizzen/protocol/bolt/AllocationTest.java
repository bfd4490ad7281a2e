package io.mizzen.protocol.bolt;

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
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A request through both codecs and its answer back, with pooled buffers, as in a running proxy.
 */
class AllocationTest {
  /**
   * In truth none; the rest is for what the machine does on its own. Where Netty has no Unsafe (JDK
   * 24 and later, unless it is allowed), each copy out of a direct buffer makes a view of 64 bytes:
   * nine of them with check sums, some of which are this test's own.
   */
  private static final long MOST_PER_EXCHANGE = PlatformDependent.hasUnsafe() ? 16 : 640;

  private static final int ROUNDS = 50_000;

  private final BoltSubject subject = new BoltSubject();
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
    FutureTask<Void> measured =
        new FutureTask<>(
            () -> {
              assertCheap("sofarpc-request", "sofarpc-response");
              assertCheap("v2-crc-request", "v2-crc-response");
              return null;
            });
    new FastThreadLocalThread(measured).start(); // slices are pooled on event loops' threads only
    measured.get();
  }

  private void assertCheap(String request, String response) throws ProtocolException {
    Loop loop = new Loop(subject, Golden.frame(request), Golden.frame(response));
    loop.run(ROUNDS); // until it is compiled
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) { // the compiler may still allocate in the first
      long before = allocated();
      loop.run(ROUNDS);
      least = Math.min(least, (allocated() - before) / ROUNDS);
    }
    long perExchange = least;
    assertTrue(
        perExchange <= MOST_PER_EXCHANGE, () -> request + ": " + perExchange + " bytes each");
    loop.close();
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  /** Joins a server codec and a client codec without anything between. */
  private static final class Loop implements BytesOut {
    private final BoltServerCodec server;
    private final BoltClientCodec client;
    private final ByteBuf requests;
    private final ByteBuf responses;
    private final int idAt;
    private final ByteBuf tail = PooledByteBufAllocator.DEFAULT.directBuffer(64 * 1024);
    private final Down down = new Down();
    private final Up up = new Up();
    private long downstreamId;
    private long upstreamId;
    private RequestHead request;
    private ResponseHead answer;
    private int looked;

    Loop(BoltSubject subject, byte[] request, byte[] response) {
      server = (BoltServerCodec) subject.server().newCodec(new FakeConnection());
      client = (BoltClientCodec) subject.client().newCodec(new FakeWorker());
      requests = PooledByteBufAllocator.DEFAULT.directBuffer().writeBytes(request);
      responses = PooledByteBufAllocator.DEFAULT.directBuffer().writeBytes(response);
      idAt = response[0] == 1 ? 5 : 6;
    }

    void run(int rounds) throws ProtocolException {
      boolean summed = responses.getByte(0) == FixedHeader.V2;
      int length = responses.writerIndex();
      java.util.zip.CRC32 crc = new java.util.zip.CRC32();
      byte[] bytes = new byte[length];
      for (int i = 0; i < rounds; i++) {
        requests.readerIndex(0);
        server.decode(requests, down, this);
        responses.readerIndex(0);
        responses.setInt(idAt, (int) upstreamId);
        if (summed) {
          responses.getBytes(0, bytes);
          crc.reset();
          crc.update(bytes, 0, length - 4);
          responses.setInt(length - 4, (int) crc.getValue());
        }
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
        downstreamId = streamId;
        upstreamId = client.nextStreamId();
        looked += head.service().length() + head.operation().length() + head.verb().length();
        CharSequence app = head.get("app");
        looked += app == null ? 0 : app.length();
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
          server.encodeHead(downstreamId, request, head, last, Loop.this);
        } catch (ProtocolException e) {
          throw new AssertionError(e);
        }
      }

      @Override
      public void onBody(long streamId, ByteBuf retainedSlice, boolean last) {
        server.encodeBody(downstreamId, retainedSlice, last, Loop.this);
      }
    }
  }

  private abstract static class Quiet<H extends MessageHead> implements StreamEvents<H> {
    @Override
    public void onTrailers(long streamId, Fields trailers) {
      throw new AssertionError("bolt has no trailers");
    }

    @Override
    public void onReset(long streamId, Why why) {
      throw new AssertionError("reset " + why);
    }
  }
}
