package io.mizzen.protocol.bolt;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.testkit.Allocations;
import io.mizzen.testkit.CodecPair;
import io.mizzen.testkit.FakeConnection;
import io.mizzen.testkit.FakeWorker;
import io.netty.buffer.ByteBuf;
import io.netty.util.internal.PlatformDependent;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource({"sofarpc-request, sofarpc-response", "v2-crc-request, v2-crc-response"})
  void anExchangeAllocatesNextToNothing(String request, String response) throws Exception {
    long bytes =
        Allocations.perRound(
            ROUNDS, () -> new Exchanges(Golden.frame(request), Golden.frame(response)));
    assertTrue(bytes <= MOST_PER_EXCHANGE, () -> bytes + " bytes each");
  }

  private static final class Exchanges implements Allocations.Rounds {
    /** Behind the id of the protocol, kind and version: one octet more in version 2. */
    private static final int ID_IN_V1 = 5;

    private final BoltSubject subject = new BoltSubject();
    private final CodecPair pair =
        new CodecPair(
            subject.server().newCodec(new FakeConnection()),
            subject.client().newCodec(new FakeWorker()));
    private final ByteBuf requests;
    private final ByteBuf responses;
    private final int idAt;
    private final CRC32 crc = new CRC32();
    private final byte[] bytes;

    Exchanges(byte[] request, byte[] response) {
      requests = CodecPair.received(request);
      responses = CodecPair.received(response);
      idAt = response[0] == FixedHeader.V2 ? ID_IN_V1 + 1 : ID_IN_V1;
      bytes = new byte[response.length];
    }

    @Override
    public void run(int rounds) throws ProtocolException {
      boolean summed = responses.getByte(0) == FixedHeader.V2;
      int content = bytes.length - Integer.BYTES;
      for (int i = 0; i < rounds; i++) {
        pair.fromCaller(requests.readerIndex(0));
        responses.readerIndex(0).setInt(idAt, (int) pair.upstreamId());
        if (summed) {
          responses.getBytes(0, bytes);
          crc.reset();
          crc.update(bytes, 0, content);
          responses.setInt(content, (int) crc.getValue());
        }
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
