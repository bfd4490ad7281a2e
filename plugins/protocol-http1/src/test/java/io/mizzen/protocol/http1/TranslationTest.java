package io.mizzen.protocol.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Heads of other protocols go by their neutral view alone. */
class TranslationTest {
  @Test
  void aForeignRequestBecomesMethodTargetAndHost() throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      Foreign head = new Foreign("PUT", "/a?b", "a.example", -1, 0);
      head.lines.add("x-kept: 1");
      head.lines.add("connection: close");
      head.lines.add("transfer-encoding: x");
      head.lines.add("content-length: 9");
      head.lines.add("host: forged");
      head.lines.add(":path: /x");
      head.lines.add("x-split: a\r\nb");
      bridge.up.encodeHead(1, head, false, bridge.toUpstream);
      assertEquals(
          "PUT /a?b HTTP/1.1\r\nHost: a.example\r\nx-kept: 1\r\n"
              + "Transfer-Encoding: chunked\r\n\r\n",
          bridge.sent());
    }
  }

  @Test
  void aKnownLengthIsSaid() throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      Foreign head = new Foreign("POST", "/", "a", -1, 0);
      bridge.up.encodeHead(1, head, true, bridge.toUpstream);
      assertEquals("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", bridge.sent());
    }
    try (Bridge bridge = new Bridge()) {
      bridge.up.encodeHead(1, new Foreign("POST", "/", "a", 5, 0), false, bridge.toUpstream);
      assertEquals("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n", bridge.sent());
    }
    try (Bridge bridge = new Bridge()) {
      bridge.up.encodeHead(1, new Foreign("GET", "/", "a", 0, 0), true, bridge.toUpstream);
      assertEquals("GET / HTTP/1.1\r\nHost: a\r\n\r\n", bridge.sent());
    }
  }

  @Test
  void whatHttpCannotSayIsRefusedBeforeAnythingIsWritten() {
    for (Foreign head :
        List.of(
            new Foreign("", "/", "a", 0, 0),
            new Foreign("A B", "/", "a", 0, 0),
            new Foreign("GET", "no path", "a", 0, 0),
            new Foreign("GET", "/", "not a host", 0, 0),
            new Foreign("CONNECT", "/", "a:1", 0, 0))) {
      try (Bridge bridge = new Bridge()) {
        assertThrows(
            ProtocolException.class, () -> bridge.up.encodeHead(1, head, true, bridge.toUpstream));
        assertEquals("", bridge.sent());
      }
    }
  }

  @Test
  void aForeignAnswerBecomesAStatusLine() throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      bridge.forwards = false;
      bridge.caller("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      Foreign answer = new Foreign("", "", "", 2, 418);
      answer.lines.add("x: y");
      bridge.down.encodeHead(bridge.streamId(), bridge.request(), answer, false, bridge.toCaller);
      bridge.down.encodeBody(
          bridge.streamId(), bridge.guard.buffer(new byte[] {'o', 'k'}), true, bridge.toCaller);
      assertEquals(
          "HTTP/1.1 418 \r\nx: y\r\nContent-Length: 2\r\n"
              + "Date: Sat, 21 Nov 2026 12:00:00 GMT\r\n\r\nok",
          bridge.got());
    }
  }

  @Test
  void aForeignAnswerWithoutAStatusIsRefused() throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      bridge.forwards = false;
      bridge.caller("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThrows(
          ProtocolException.class,
          () ->
              bridge.down.encodeHead(
                  bridge.streamId(),
                  bridge.request(),
                  new Foreign("", "", "", 0, 7),
                  true,
                  bridge.toCaller));
      assertEquals("", bridge.got());
    }
  }

  /** A head of no protocol in particular. */
  private static final class Foreign implements RequestHead, ResponseHead {
    private final String verb;
    private final String operation;
    private final String service;
    private final long length;
    private final int code;
    final List<String> lines = new ArrayList<>();

    Foreign(String verb, String operation, String service, long length, int code) {
      this.verb = verb;
      this.operation = operation;
      this.service = service;
      this.length = length;
      this.code = code;
    }

    @Override
    public String protocol() {
      return "foreign";
    }

    @Override
    public long bodyLength() {
      return length;
    }

    @Override
    public void release() {}

    @Override
    public CharSequence service() {
      return service;
    }

    @Override
    public CharSequence operation() {
      return operation;
    }

    @Override
    public CharSequence verb() {
      return verb;
    }

    @Override
    public boolean rewriteService(CharSequence newService) {
      return false;
    }

    @Override
    public boolean rewriteOperation(CharSequence newOperation) {
      return false;
    }

    @Override
    public Exchange exchange() {
      return Exchange.ANSWERED;
    }

    @Override
    public long timeoutMillis() {
      return 0;
    }

    @Override
    public Repeat repeat() {
      return Repeat.UNSAFE;
    }

    @Override
    public int code() {
      return code;
    }

    @Override
    public Why why() {
      return Why.OK;
    }

    @Override
    public Kind kind() {
      return Kind.FINAL;
    }

    @Override
    public @Nullable CharSequence get(CharSequence name) {
      return null;
    }

    @Override
    public void forEach(Visitor visitor) {
      for (String line : lines) {
        int colon = line.indexOf(": ");
        visitor.field(line.substring(0, colon), line.substring(colon + 2));
      }
    }

    @Override
    public void set(CharSequence name, CharSequence value) {}

    @Override
    public void add(CharSequence name, CharSequence value) {}

    @Override
    public void remove(CharSequence name) {}
  }
}
