package io.mizzen.protocol.http1;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.BytesOut;
import io.mizzen.spi.protocol.Fields;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.protocol.StreamEvents;
import io.mizzen.testkit.FakeConnection;
import io.mizzen.testkit.FakeWorker;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What one exchange leaves for the garbage collector, after warm-up. */
class AllocationTest {
  private static final int WARM_UP = 20_000;
  private static final int MEASURED = 20_000;

  /** The whole proxy may have 200; what is left here is the slice of the body. */
  private static final long BYTES_PER_EXCHANGE = 64;

  @Test
  void anExchangeAllocatesNextToNothing() throws ProtocolException {
    try (Exchanges exchanges = new Exchanges()) {
      exchanges.run(WARM_UP);
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long before = threads.getCurrentThreadAllocatedBytes();
      exchanges.run(MEASURED);
      long each = (threads.getCurrentThreadAllocatedBytes() - before) / MEASURED;
      assertTrue(each <= BYTES_PER_EXCHANGE, () -> each + " bytes per exchange");
    }
  }

  /** Two codecs, and nothing around them that allocates. */
  static final class Exchanges implements AutoCloseable {
    private static final byte[] REQUEST =
        Subject.ascii(
            "GET /some/path/to/a/resource?with=query HTTP/1.1\r\nHost: www.example.com\r\n"
                + "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101\r\n"
                + "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n"
                + "Accept-Language: en-US,en;q=0.5\r\nAccept-Encoding: gzip, deflate, br\r\n"
                + "Connection: keep-alive\r\nCookie: session=0123456789abcdef\r\n\r\n");
    private static final byte[] RESPONSE =
        Subject.ascii(
            "HTTP/1.1 200 OK\r\nServer: nginx\r\nDate: Sat, 21 Nov 2026 12:00:00 GMT\r\n"
                + "Content-Type: application/octet-stream\r\nContent-Length: 1024\r\n"
                + "Connection: keep-alive\r\n\r\n"
                + "x".repeat(1024));

    private final Http1ServerCodec down =
        (Http1ServerCodec) Subject.server(Map.of(), "proxy").newCodec(new FakeConnection());
    private final Http1ClientCodec up =
        (Http1ClientCodec) Subject.client(Map.of()).newCodec(new FakeWorker());
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);
    private final ByteBuf request = allocator.directBuffer(REQUEST.length).writeBytes(REQUEST);
    private final ByteBuf response = allocator.directBuffer(RESPONSE.length).writeBytes(RESPONSE);
    private final Out toUpstream = new Out();
    private final Out toCaller = new Out();
    private final FromCaller fromCaller = new FromCaller();
    private final FromUpstream fromUpstream = new FromUpstream();
    private long streamId;
    private RequestHead head;
    private ResponseHead answer;

    void run(int times) throws ProtocolException {
      for (int i = 0; i < times; i++) {
        toUpstream.buffer.clear();
        toCaller.buffer.clear();
        request.readerIndex(0);
        response.readerIndex(0);
        down.decode(request, fromCaller, toCaller);
        up.decode(response, fromUpstream, toUpstream);
        head.release();
        answer.release();
        if (toCaller.buffer.readableBytes() < 1024) {
          throw new AssertionError("no answer");
        }
      }
    }

    @Override
    public void close() {
      request.release();
      response.release();
      toUpstream.buffer.release();
      toCaller.buffer.release();
    }

    private final class FromCaller implements StreamEvents<RequestHead> {
      @Override
      public void onHead(long id, RequestHead newHead, boolean last) {
        streamId = id;
        head = newHead;
        try {
          up.encodeHead(up.nextStreamId(), newHead, last, toUpstream);
        } catch (ProtocolException e) {
          throw new AssertionError(e);
        }
      }

      @Override
      public void onBody(long id, ByteBuf retainedSlice, boolean last) {
        throw new AssertionError("a GET has no body");
      }

      @Override
      public void onTrailers(long id, Fields trailers) {}

      @Override
      public void onReset(long id, Why why) {}
    }

    private final class FromUpstream implements StreamEvents<ResponseHead> {
      @Override
      public void onHead(long id, ResponseHead newHead, boolean last) {
        answer = newHead;
        try {
          down.encodeHead(streamId, head, newHead, last, toCaller);
        } catch (ProtocolException e) {
          throw new AssertionError(e);
        }
      }

      @Override
      public void onBody(long id, ByteBuf retainedSlice, boolean last) {
        down.encodeBody(streamId, retainedSlice, last, toCaller);
      }

      @Override
      public void onTrailers(long id, Fields trailers) {}

      @Override
      public void onReset(long id, Why why) {}
    }

    private final class Out implements BytesOut {
      private final ByteBuf buffer = allocator.directBuffer(16 * 1024);

      @Override
      public ByteBuf space(int bytes) {
        return buffer;
      }

      @Override
      public void write(ByteBuf owned) {
        buffer.writeBytes(owned);
        owned.release();
      }

      @Override
      public void end() {
        throw new AssertionError("no tunnel here");
      }

      @Override
      public ByteBufAllocator allocator() {
        return allocator;
      }
    }
  }
}
