package io.mizzen.protocol.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mizzen.spi.network.ConnectionInfo;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ServerCodec;
import io.mizzen.testkit.FakeConnection;
import io.mizzen.testkit.LeakGuard;
import io.mizzen.testkit.RecordingEvents;
import io.mizzen.testkit.RecordingOut;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Attacks come in numbers: a hundred thousand of them leave no buffer behind. */
class RepetitionTest {
  private static final int TIMES = 100_000;

  @Test
  void brokenRequestsLeaveNothingBehind() {
    Http1ServerProtocol protocol = new Subject().server();
    ConnectionInfo connection = new FakeConnection();
    List<Corpus.Sample> samples = Corpus.load("/corpus/requests.txt");
    try (LeakGuard guard = new LeakGuard()) {
      int refused = 0;
      for (int i = 0; i < TIMES; i++) {
        byte[] attack = samples.get(i % samples.size()).bytes();
        refused += attack(protocol.newCodec(connection), attack, guard);
      }
      assertEquals(TIMES, refused);
      assertEquals(0, guard.bytesOut());
    }
  }

  private static int attack(ServerCodec codec, byte[] attack, LeakGuard guard) {
    ByteBuf in = guard.buffer(attack);
    try (RecordingEvents<RequestHead> events = new RecordingEvents<>();
        RecordingOut out = new RecordingOut(guard.allocator())) {
      codec.decode(in, events, out);
      return 0;
    } catch (ProtocolException refused) {
      return 1;
    } finally {
      in.release();
      codec.release();
    }
  }
}
