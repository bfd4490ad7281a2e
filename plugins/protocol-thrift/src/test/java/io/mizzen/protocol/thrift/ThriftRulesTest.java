package io.mizzen.protocol.thrift;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ServerCodec;
import io.mizzen.testkit.HexFrames;
import io.mizzen.testkit.ProtocolUnderTest;
import io.mizzen.testkit.RecordingEvents.Message;
import io.mizzen.testkit.Relay;
import org.junit.jupiter.api.Test;

/** What holds for thrift beyond the contract of every protocol. */
class ThriftRulesTest {
  @Test
  void namesAreReadInBothEncodings() throws Exception {
    assertEquals(" sayHi", names(new ThriftSubject(), "binary-request"));
    assertEquals(" sayHi", names(new ThriftSubject(), "compact-request"));
    assertEquals("Svc sayHi", names(new ThriftSubject(), "mux-request"));
  }

  @Test
  void failuresAreExceptionsOfTheFrameworkWithNameAndSequence() throws Exception {
    assertArrayEquals(
        HexFrames.bytes(
            "00000030 80010003 00000005 \"sayHi\" 00000007 0b 0001 00000010"
                + " \"mizzen: no_route\" 08 0002 00000001 00"),
        refusal(new ThriftSubject(), "binary-request"));
    assertArrayEquals(
        HexFrames.bytes("0000001e 82 61 07 05 \"sayHi\" 18 10 \"mizzen: no_route\" 15 02 00"),
        refusal(new ThriftSubject(), "compact-request"));
  }

  @Test
  void answersTellHowTheUpstreamDid() throws Exception {
    assertEquals("ok", outcome("binary-request", "binary-response"));
    assertEquals("ok", outcome("binary-request", "void-response"));
    assertEquals("ok", outcome("compact-request", "compact-response"));
    assertEquals("service_error", outcome("binary-request", "declared-exception"));
    assertEquals("upstream_error", outcome("binary-request", "framework-exception"));
  }

  private static String outcome(String request, String response) throws Exception {
    try (Relay relay = new Relay(new ThriftSubject())) {
      relay.forward(Golden.frame(request));
      relay.up.feed(Golden.frame(response));
      return Relay.lastOf(relay.up.events()).head().why().word();
    }
  }

  private static String names(ProtocolUnderTest subject, String frame) throws Exception {
    try (Relay relay = new Relay(subject)) {
      relay.down.feed(Golden.frame(frame));
      RequestHead head = relay.down.events().only().head();
      return head.service() + " " + head.operation();
    }
  }

  private static byte[] refusal(ProtocolUnderTest subject, String frame) throws Exception {
    try (Relay relay = new Relay(subject)) {
      relay.down.feed(Golden.frame(frame));
      Message<RequestHead> call = relay.down.events().only();
      ServerCodec.Reply reply =
          relay.downCodec.localReply(LocalReply.of(Why.NO_ROUTE), call.head());
      relay.downCodec.encodeHead(
          call.streamId(), call.head(), reply.head(), true, relay.down.out());
      reply.head().release();
      return relay.down.out().take();
    }
  }
}
