package io.mizzen.protocol.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.lib.http.Numbers;
import io.mizzen.spi.Status;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.Codec.Fate;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.LocalReply.Field;
import io.mizzen.spi.protocol.ProtocolException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers made here: the right number, exact lengths, and nothing about the inside. */
class LocalReplyTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

  private static String answer(String request, LocalReply reply) throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      bridge.forwards = false;
      bridge.caller(request);
      bridge.reply(reply);
      assertEquals(Fate.KEEP, bridge.down.fate());
      return bridge.got();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "decode_error, 400",
    "denied, 403",
    "too_large, 413",
    "limited, 429",
    "breaker_open, 503",
    "overload, 503",
    "no_route, 404",
    "no_cluster, 404",
    "no_endpoint, 503",
    "connect_failed, 503",
    "pool_full, 503",
    "upstream_reset, 502",
    "upstream_closed, 502",
    "upstream_error, 502",
    "timeout_total, 504",
    "timeout_try, 504",
    "timeout_idle, 504",
    "retry_budget, 503",
    "fault, 503",
    "drained, 503",
    "internal, 500"
  })
  void everyReasonHasItsNumber(String word, int code) {
    Why why = Why.KERNEL.stream().filter(w -> w.word().equals(word)).findFirst().orElseThrow();
    assertEquals(code, Numbers.of(why));
  }

  @Test
  void aReasonOfAPluginGoesByItsClass() {
    assertEquals(501, Numbers.of(new Why("odd", Status.UNSUPPORTED, "Odd.")));
  }

  @Test
  void theTextIsTheNumberAndItsPhrase() throws ProtocolException {
    assertEquals(
        "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain\r\nContent-Length: 24\r\n"
            + "Date: Sat, 21 Nov 2026 12:00:00 GMT\r\n\r\n503 Service Unavailable\n",
        answer(GET, LocalReply.of(Why.NO_ENDPOINT)));
  }

  @Test
  void headGetsTheLengthAndNoBody() throws ProtocolException {
    String answer = answer("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", LocalReply.of(Why.NO_ROUTE));
    assertTrue(answer.contains("Content-Length: 14\r\n"), answer);
    assertTrue(answer.endsWith("\r\n\r\n"), answer);
  }

  @Test
  void anOwnTextIsUtf8() throws ProtocolException {
    String answer = answer(GET, LocalReply.of(Why.DENIED, "n\u00f6"));
    assertTrue(answer.contains("Content-Type: text/plain; charset=utf-8\r\nContent-Length: 3\r\n"));
    assertTrue(answer.endsWith("\r\n\r\nn\u00c3\u00b6"));
  }

  @Test
  void aRedirectCarriesItsFields() throws ProtocolException {
    String answer =
        answer(
            GET,
            new LocalReply(
                Why.OK,
                301,
                List.of(new Field("Location", "/x"), new Field("Content-Type", "text/html")),
                ""));
    assertTrue(answer.startsWith("HTTP/1.1 301 Moved Permanently\r\nLocation: /x\r\n"), answer);
    assertEquals(1, answer.split("Content-Type").length - 1);
  }

  @Test
  void aReplyWithoutContentHasNoLength() throws ProtocolException {
    String answer = answer(GET, new LocalReply(Why.OK, 204, List.of(), "dropped"));
    assertEquals("HTTP/1.1 204 No Content\r\nDate: Sat, 21 Nov 2026 12:00:00 GMT\r\n\r\n", answer);
  }

  @Test
  void responseSplittingMakesAPlain500() throws ProtocolException {
    String answer =
        answer(
            GET,
            new LocalReply(
                Why.OK,
                302,
                List.of(new Field("X-A", "1"), new Field("Location", "/\r\nSet-Cookie: x=y")),
                ""));
    assertTrue(answer.startsWith("HTTP/1.1 500 Internal Server Error\r\nContent-Type"), answer);
    assertFalse(answer.contains("Set-Cookie"));
    assertFalse(answer.contains("X-A"));
  }

  @Test
  void aNumberThatIsNoStatusMakesA500() throws ProtocolException {
    assertTrue(
        answer(GET, new LocalReply(Why.DENIED, 7, List.of(), "")).startsWith("HTTP/1.1 500 "));
  }
}
