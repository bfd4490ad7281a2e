package io.mizzen.protocol.dubbothrift;

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

/** What holds for the thrift protocol of Dubbo beyond the contract of every protocol. */
class DubboThriftRulesTest {
  @Test
  void serviceAndMethodAreReadWithAndWithoutAPath() throws Exception {
    assertEquals("cap.Demo$Iface say", names(new DubboThriftSubject(), "2.6-request"));
    assertEquals("cap.Demo$Iface say", names(new DubboThriftSubject(), "2.7-request"));
  }

  @Test
  void failuresAreExceptionsOfTheFrameworkInTheHeaderOfTheCall() throws Exception {
    assertArrayEquals(
        HexFrames.bytes(
            "00000051 dabc 00000051 0023 01 0000000e \"cap.Demo$Iface\" 0000000000000000"
                + " 80010003 00000003 \"say\" 00000001 0b 0001 00000010"
                + " \"mizzen: no_route\" 08 0002 00000001 00"),
        refusal(new DubboThriftSubject(), "2.6-request"));
    assertArrayEquals(
        HexFrames.bytes(
            "00000063 dabc 00000063 0035 01 0000000e \"cap.Demo$Iface\" 0000000e \"cap.Demo$Iface\""
                + " 0000000000000000 80010003 00000003 \"say\" 00000001 0b 0001 00000010"
                + " \"mizzen: no_route\" 08 0002 00000001 00"),
        refusal(new DubboThriftSubject(), "2.7-request"));
  }

  @Test
  void answersTellHowTheUpstreamDid() throws Exception {
    assertEquals("ok", outcome("response"));
    assertEquals("upstream_error", outcome("exception"));
  }

  private static String outcome(String response) throws Exception {
    try (Relay relay = new Relay(new DubboThriftSubject())) {
      long id = relay.forward(Golden.frame("2.7-request"));
      relay.up.feed(Golden.withId(response, id));
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
