package io.mizzen.protocol.http1;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.testkit.Allocations;
import io.mizzen.testkit.CodecPair;
import io.mizzen.testkit.FakeConnection;
import io.mizzen.testkit.FakeWorker;
import io.netty.buffer.ByteBuf;
import io.netty.util.internal.PlatformDependent;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What one exchange leaves for the garbage collector, after warm-up. */
class AllocationTest {
  /**
   * In truth none; the rest is for what the machine does on its own. Where Netty has no Unsafe (JDK
   * 24 and later, unless it is allowed), each copy out of a direct buffer makes a view.
   */
  private static final long MOST_PER_EXCHANGE = PlatformDependent.hasUnsafe() ? 16 : 800;

  private static final int ROUNDS = 30_000;

  @Test
  void anExchangeAllocatesNextToNothing() throws Exception {
    long bytes = Allocations.perRound(ROUNDS, Exchanges::new);
    assertTrue(bytes <= MOST_PER_EXCHANGE, () -> bytes + " bytes each");
  }

  private static final class Exchanges implements Allocations.Rounds {
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

    private final CodecPair pair =
        new CodecPair(
            Subject.server(Map.of(), "proxy").newCodec(new FakeConnection()),
            Subject.client(Map.of()).newCodec(new FakeWorker()));
    private final ByteBuf request = CodecPair.received(REQUEST);
    private final ByteBuf response = CodecPair.received(RESPONSE);

    @Override
    public void run(int rounds) throws ProtocolException {
      for (int i = 0; i < rounds; i++) {
        pair.fromCaller(request.readerIndex(0));
        pair.fromUpstream(response.readerIndex(0));
        if (pair.written() < 1024) {
          throw new AssertionError("no answer");
        }
        pair.endExchange();
      }
    }

    @Override
    public void close() {
      pair.close();
      request.release();
      response.release();
    }
  }
}
