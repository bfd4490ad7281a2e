package io.mizzen.protocol.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.spi.protocol.Fields;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.testkit.FakeWorker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What filters and routers may do to a head, and what they may not. */
class FieldsTest {
  private static final String REQUEST =
      "GET /a HTTP/1.1\r\nHost: a\r\nX-One: 1\r\nx-one: 11\r\nX-Two: 2\r\n\r\n";

  private interface Edit {
    void apply(RequestHead head);
  }

  private static String sentAfter(Edit edit) throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      bridge.forwards = false;
      bridge.caller(REQUEST);
      edit.apply(bridge.request());
      bridge.up.encodeHead(bridge.up.nextStreamId(), bridge.request(), true, bridge.toUpstream);
      String sent = bridge.sent();
      return sent.substring(0, sent.indexOf("X-Forwarded-For"));
    }
  }

  private static List<String> all(Fields fields) {
    List<String> seen = new ArrayList<>();
    fields.forEach((name, value) -> seen.add(name + "=" + value));
    return seen;
  }

  @Test
  void setReplacesAllLinesOfANameInThePlaceOfTheFirst() throws ProtocolException {
    assertEquals(
        "GET /a HTTP/1.1\r\nHost: a\r\nX-ONE: new\r\nX-Two: 2\r\n",
        sentAfter(head -> head.set("X-ONE", "new")));
  }

  @Test
  void addAndRemoveKeepTheRest() throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      bridge.forwards = false;
      bridge.caller(REQUEST);
      RequestHead head = bridge.request();
      head.add("X-Two", "22");
      head.remove("x-ONE");
      head.remove("X-Forwarded-For");
      head.remove("X-Forwarded-Proto");
      head.remove("Via");
      assertNull(head.get("X-One"));
      assertEquals("2", String.valueOf(head.get("X-TWO")));
      assertEquals(List.of("Host=a", "X-Two=2", "X-Two=22"), all(head));
    }
  }

  @Test
  void aValueMayBeAViewOfTheSameHead() throws ProtocolException {
    assertEquals(
        "GET /a HTTP/1.1\r\nHost: a\r\nX-One: 2\r\nX-Two: 2\r\n",
        sentAfter(head -> head.set("X-One", head.get("X-Two"))));
  }

  @Test
  void manyEditsGrowTheHead() throws ProtocolException {
    String sent =
        sentAfter(
            head -> {
              for (int i = 0; i < 500; i++) {
                head.set("X-Two", "v".repeat(i));
              }
            });
    assertTrue(sent.contains("\r\nX-Two: " + "v".repeat(499) + "\r\n"));
    assertFalse(sent.contains("X-Two: " + "v".repeat(498) + "\r\n"));
  }

  @Test
  void rewritesChangeTheLineAndTheHost() throws ProtocolException {
    assertEquals(
        "GET /b?c HTTP/1.1\r\nHost: b:81\r\nX-One: 1\r\nx-one: 11\r\nX-Two: 2\r\n",
        sentAfter(
            head -> {
              assertTrue(head.rewriteOperation("/b?c"));
              assertTrue(head.rewriteService("b:81"));
              assertEquals("/b?c", head.operation().toString());
              assertEquals("b:81", head.service().toString());
              assertEquals("b:81", String.valueOf(head.get("host")));
            }));
  }

  @Test
  void hostIsSetAsTheServiceAndNeverLost() throws ProtocolException {
    assertEquals(
        "GET /a HTTP/1.1\r\nHost: c\r\nX-One: 1\r\nx-one: 11\r\nX-Two: 2\r\n",
        sentAfter(
            head -> {
              head.set("host", "b");
              head.add("HOST", "c");
              head.remove("Host");
              assertEquals("c", head.service().toString());
            }));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nX: y", "a\nb", "a\rb", "a\0b", "a\177b", "a\u0001b", "\u20ac"})
  void responseSplittingThroughAValueIsRefused(String value) throws ProtocolException {
    String untouched = sentAfter(head -> {});
    assertEquals(
        untouched,
        sentAfter(
            head -> {
              assertThrows(IllegalArgumentException.class, () -> head.set("X-One", value));
              assertThrows(IllegalArgumentException.class, () -> head.add("X-New", value));
            }));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a:", "a\r\n", "\u00e4", "(x)"})
  void whatIsNoNameIsRefused(String name) throws ProtocolException {
    sentAfter(head -> assertThrows(IllegalArgumentException.class, () -> head.set(name, "x")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Content-Length", "transfer-encoding", "Connection", "Upgrade", "TE", "Trailer"})
  void framingCannotBeSetOrTakenAway(String name) throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      bridge.forwards = false;
      bridge.caller("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n");
      RequestHead head = bridge.request();
      assertThrows(IllegalArgumentException.class, () -> head.set(name, "5"));
      assertThrows(IllegalArgumentException.class, () -> head.add(name, "5"));
      head.remove(name);
      assertEquals("3", String.valueOf(head.get("content-length")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a/b", "u@a", "a:x", "a\r\nb", "[::1"})
  void whatIsNoHostIsRefused(String host) throws ProtocolException {
    sentAfter(
        head -> assertThrows(IllegalArgumentException.class, () -> head.rewriteService(host)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "/a b", "/a\r\n", "/\0", "http://a/"})
  void whatIsNoPathIsRefused(String path) throws ProtocolException {
    sentAfter(
        head -> assertThrows(IllegalArgumentException.class, () -> head.rewriteOperation(path)));
  }

  @Test
  void encodingTwiceGivesTheSame() throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      bridge.forwards = false;
      bridge.caller(REQUEST);
      bridge.request().set("X-One", "edited");
      Http1ClientCodec second =
          (Http1ClientCodec) Subject.client(Map.of()).newCodec(new FakeWorker());
      bridge.up.encodeHead(1, bridge.request(), true, bridge.toUpstream);
      String first = bridge.sent();
      second.encodeHead(1, bridge.request(), true, bridge.toUpstream);
      assertEquals(first, bridge.sent());
    }
  }
}
