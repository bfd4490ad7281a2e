package io.mizzen.protocol.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.spi.Why;
import io.mizzen.spi.config.ByteSize;
import io.mizzen.spi.protocol.Codec.Fate;
import io.mizzen.spi.protocol.Codec.Progress;
import io.mizzen.spi.protocol.Codec.RestState;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.ServerCodec.Reading;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Persistence, pipelining, early answers and ends of connections (RFC 9112 section 9). */
class ConnectionTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  @Test
  void bothConnectionsServeOneRequestAfterTheOther() throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      for (int i = 0; i < 3; i++) {
        assertEquals(Progress.NEED_MORE, bridge.caller(GET));
        bridge.sent();
        bridge.upstream(OK);
        assertTrue(bridge.got().endsWith("\r\n\r\nok"));
        assertEquals(Fate.KEEP, bridge.down.fate());
        assertEquals(Fate.KEEP, bridge.up.fate());
        assertEquals(RestState.AT_REST, bridge.down.restState());
        assertEquals(RestState.AT_REST, bridge.up.restState());
      }
      assertEquals(3, bridge.requests.size());
    }
  }

  @Test
  void pipelinedRequestsWaitForTheAnswerBeforeThem() throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      assertEquals(Progress.HELD, bridge.caller(GET + GET + "GET /3"));
      assertEquals(1, bridge.requests.size());
      assertEquals(Progress.HELD, bridge.callerAgain());
      assertEquals(1, bridge.requests.size());
      bridge.upstream(OK);
      assertEquals(Progress.HELD, bridge.callerAgain());
      assertEquals(2, bridge.requests.size());
      bridge.upstream(OK);
      assertEquals(Progress.NEED_MORE, bridge.callerAgain());
      assertEquals(2, bridge.requests.size());
      assertEquals(Reading.HEAD, bridge.down.reading());
    }
  }

  @Test
  void aRequestInsideABodyStaysBody() throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      bridge.caller("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 27\r\n\r\n" + GET);
      assertEquals(1, bridge.requests.size());
      assertTrue(bridge.sent().endsWith("\r\n\r\n" + GET));
    }
  }

  @Test
  void nothingIsServedAfterClose() throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      bridge.caller("GET / HTTP/1.1\r\nHost: a\r\nConnection: Close\r\n\r\n" + GET);
      assertEquals(Fate.CLOSE, bridge.down.fate());
      bridge.upstream(OK);
      assertTrue(bridge.got().contains("\r\nConnection: close\r\n"));
      bridge.callerAgain();
      assertEquals(1, bridge.requests.size());
    }
  }

  @Test
  void aCallerOfHttp10GetsOneAnswerPerConnection() throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      bridge.caller("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
      bridge.upstream(OK);
      assertTrue(bridge.got().contains("\r\nConnection: close\r\n"));
      assertEquals(Fate.CLOSE, bridge.down.fate());
    }
  }

  @Test
  void drainIsSaidInTheNextAnswer() throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      bridge.caller(GET);
      bridge.down.encodeDrain(bridge.toCaller);
      assertEquals("", bridge.got());
      bridge.upstream(OK);
      assertTrue(bridge.got().contains("\r\nConnection: close\r\n"));
      assertEquals(Fate.CLOSE, bridge.down.fate());
    }
  }

  @Test
  void anEarlyAnswerLetsAShortBodyRunOut() throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      bridge.forwards = false;
      bridge.caller("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab");
      bridge.reply(LocalReply.of(Why.DENIED));
      assertFalse(bridge.got().contains("Connection: close"));
      assertEquals(Fate.KEEP, bridge.down.fate());
      assertEquals(Reading.BODY, bridge.down.reading());
      bridge.forwards = true;
      bridge.caller("cde" + GET);
      assertEquals(2, bridge.requests.size());
    }
  }

  @Test
  void anEarlyAnswerToALongBodyClosesAndLingers() throws ProtocolException {
    try (Bridge bridge = new Bridge(Map.of("maxDiscard", new ByteSize(4)), Map.of())) {
      bridge.forwards = false;
      bridge.caller("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 7\r\n\r\nab");
      bridge.reply(LocalReply.of(Why.DENIED));
      assertTrue(bridge.got().contains("\r\nConnection: close\r\n"));
      assertEquals(Fate.CLOSE, bridge.down.fate());
      assertEquals(Reading.BODY, bridge.down.reading());
      bridge.caller("cdefg" + GET);
      assertEquals(1, bridge.requests.size());
    }
  }

  @Test
  void anEarlyAnswerToChunksCloses() throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      bridge.forwards = false;
      bridge.caller("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab");
      bridge.reply(LocalReply.of(Why.TOO_LARGE));
      assertTrue(bridge.got().contains("\r\nConnection: close\r\n"));
    }
  }

  @Test
  void anEarlyAnswerToACallerThatWaitsForContinueCloses() throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      bridge.forwards = false;
      bridge.caller(
          "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
      bridge.reply(LocalReply.of(Why.DENIED));
      assertTrue(bridge.got().contains("\r\nConnection: close\r\n"));
    }
  }

  @Test
  void continueIsForwardedAndTheBodyFollows() throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      bridge.caller(
          "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
      assertTrue(bridge.sent().contains("Expect: 100-continue"));
      bridge.upstream("HTTP/1.1 100 Continue\r\n\r\n");
      assertEquals("HTTP/1.1 100 Continue\r\n\r\n", bridge.got());
      bridge.caller("hello");
      assertEquals("hello", bridge.sent());
      bridge.upstream(OK);
      assertFalse(bridge.got().contains("Connection: close"));
      assertEquals(Fate.KEEP, bridge.down.fate());
      assertEquals(Fate.KEEP, bridge.up.fate());
    }
  }

  @Test
  void aBodyMayComeWithoutWaitingForContinue() throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      bridge.caller(
          "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello");
      assertTrue(bridge.sent().endsWith("hello"));
      bridge.upstream(OK);
      assertEquals(Fate.KEEP, bridge.down.fate());
    }
  }

  @Test
  void anUpstreamThatAnswersEarlyIsNotUsedAgain() throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      bridge.caller("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab");
      bridge.upstream(OK);
      assertTrue(bridge.got().endsWith("ok"));
      assertEquals(Fate.CLOSE, bridge.up.fate());
    }
  }

  @Test
  void aHalfClosedCallerStillGetsItsAnswer() throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      bridge.caller(GET);
      bridge.callerCloses();
      assertEquals(Fate.CLOSE, bridge.down.fate());
      bridge.upstream(OK);
      assertTrue(bridge.got().endsWith("ok"));
    }
  }

  @Test
  void anIncompleteRequestNeverBecomesComplete() throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      bridge.caller("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n");
      bridge.sent();
      ProtocolException cut = assertThrows(ProtocolException.class, bridge::callerCloses);
      assertEquals(Why.CLIENT_GONE, cut.why());
      assertEquals("", bridge.sent());
    }
  }

  @Test
  void anIncompleteAnswerNeverBecomesComplete() throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      bridge.caller(GET);
      bridge.upstream("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n");
      ProtocolException cut = assertThrows(ProtocolException.class, bridge::upstreamCloses);
      assertEquals(Why.UPSTREAM_CLOSED, cut.why());
      assertEquals(Fate.CLOSE, bridge.reset(cut.why()));
      assertFalse(bridge.got().contains("0\r\n\r\n"));
    }
  }

  @Test
  void aResetStreamWritesNothingMore() throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      bridge.caller(GET);
      assertEquals(Fate.CLOSE, bridge.reset(Why.INTERNAL));
      bridge.upstream(OK);
      assertEquals("", bridge.got());
    }
  }

  @Test
  void bytesWithoutARequestEndAnUpstreamConnection() {
    try (Bridge bridge = new Bridge()) {
      ProtocolException unasked = assertThrows(ProtocolException.class, () -> bridge.upstream(OK));
      assertEquals(Why.UPSTREAM_ERROR, unasked.why());
      assertEquals(Fate.CLOSE, bridge.up.fate());
    }
  }

  @Test
  void extraBytesAreNeverTheNextAnswer() throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      bridge.caller(GET);
      assertThrows(ProtocolException.class, () -> bridge.upstream(OK + OK));
      assertTrue(bridge.got().endsWith("\r\n\r\nok"));
      assertEquals(1, bridge.responses.size());
      assertEquals(Fate.CLOSE, bridge.up.fate());
    }
  }

  @Test
  void aBodyInTheAnswerToHeadIsNeverTheNextAnswer() throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      bridge.caller("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThrows(ProtocolException.class, () -> bridge.upstream(OK));
      assertTrue(bridge.got().endsWith("\r\n\r\n"));
      assertEquals(Fate.CLOSE, bridge.up.fate());
    }
  }

  @Test
  void aStrayEmptyLineIsDropped() throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      bridge.caller(GET);
      bridge.upstream(OK + "\r\n");
      bridge.upstream("\r\n");
      assertEquals(Fate.KEEP, bridge.up.fate());
    }
  }

  @Test
  void closeOfTheUpstreamIsKept() throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      bridge.caller(GET);
      bridge.upstream("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
      assertEquals(Fate.CLOSE, bridge.up.fate());
      assertEquals(Fate.KEEP, bridge.down.fate());
    }
  }

  @Test
  void anUpstreamOfHttp10IsNotUsedAgain() throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      bridge.caller(GET);
      bridge.upstream("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n");
      assertEquals(Fate.CLOSE, bridge.up.fate());
    }
  }

  @Test
  void moreBodyThanAnnouncedIsNotWritten() throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      bridge.caller(GET);
      bridge.upstream("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
      bridge.got();
      bridge.down.encodeBody(
          bridge.streamId(), bridge.guard.buffer(new byte[6]), false, bridge.toCaller);
      assertEquals("", bridge.got());
      assertEquals(Fate.CLOSE, bridge.down.fate());
    }
  }

  @Test
  void lessBodyThanAnnouncedClosesTheConnection() throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      bridge.caller(GET);
      bridge.upstream("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
      bridge.down.encodeBody(
          bridge.streamId(), bridge.guard.buffer(new byte[4]), true, bridge.toCaller);
      assertEquals(Fate.CLOSE, bridge.down.fate());
    }
  }

  @Test
  void theHeadTimeOutIsAnsweredWith408AndAnIdleOneWithSilence() throws ProtocolException {
    ProtocolException late = new ProtocolException(Why.TIMEOUT_IDLE, 0, "late");
    try (Bridge bridge = new Bridge()) {
      bridge.caller("GET / HT");
      bridge.down.encodeFailure(late, bridge.toCaller);
      assertTrue(bridge.got().startsWith("HTTP/1.1 408 Request Timeout\r\n"));
    }
    try (Bridge bridge = new Bridge()) {
      bridge.caller(GET);
      bridge.upstream(OK);
      bridge.got();
      bridge.down.encodeFailure(late, bridge.toCaller);
      assertEquals("", bridge.got());
    }
  }

  @Test
  void nothingIsSaidIntoAnAnswerThatHasBegun() throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      bridge.caller("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
      bridge.upstream("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      bridge.got();
      ProtocolException bad =
          assertThrows(ProtocolException.class, () -> bridge.caller("nonsense\r\n"));
      bridge.down.encodeFailure(bad, bridge.toCaller);
      assertEquals("", bridge.got());
      assertEquals(Fate.CLOSE, bridge.down.fate());
    }
  }

  @Test
  void theFailureOfAHeadRequestHasNoBody() {
    try (Bridge bridge = new Bridge()) {
      ProtocolException bad =
          assertThrows(
              ProtocolException.class, () -> bridge.caller("HEAD / HTTP/1.1\r\nX: y\r\n\r\n"));
      bridge.down.encodeFailure(bad, bridge.toCaller);
      String answer = bridge.got();
      assertTrue(answer.contains("\r\nContent-Length: 16\r\n"), answer);
      assertTrue(answer.endsWith("\r\n\r\n"), answer);
    }
  }
}
