package io.mizzen.bench.load;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The calling end of an HTTP/1.1 keep-alive connection. */
final class HttpClient extends Client {
  /**
   * Status, length and the stamp of a POST are checked in every answer, all bytes in one of so
   * many: it has to stay cheap.
   */
  private static final int COMPARE_EVERY = 16;

  private static final int OK = 200;

  /** What all connections of a load have in common; with 10,000 of them it must not be theirs. */
  static final class Shared {
    private final HttpExchange exchange;
    private final HeadMemo<HttpHead> heads = new HeadMemo<>(HttpHead::parse);
    private final ByteBuffer request;
    private final byte[] expected;
    private final byte[] seen;

    Shared(HttpExchange exchange) {
      this.exchange = exchange;
      request = direct(exchange.request());
      expected = HttpExchange.pattern(exchange.answerBytes());
      seen = new byte[exchange.answerBytes()];
    }
  }

  private final Shared shared;
  private final HttpExchange exchange;
  private final ByteBuffer request;
  private long startNanos;
  private boolean waiting;
  private long number;

  private @Nullable HttpHead head; // of the answer that is being read
  private int bodySeen;
  private @Nullable Fault fault;

  HttpClient(Load load, SocketChannel channel, Shared shared) throws IOException {
    super(load, channel);
    this.shared = shared;
    exchange = shared.exchange;
    // A POST is stamped, so that each connection needs a copy of its own.
    request = exchange.isPost() ? direct(exchange.request()) : shared.request.duplicate();
  }

  private static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes);
  }

  @Override
  int room() {
    return waiting ? 0 : 1;
  }

  @Override
  int outstanding() {
    return waiting ? 1 : 0;
  }

  @Override
  void add(long start) {
    startNanos = start;
    waiting = true;
    number++;
    request.clear();
    if (exchange.isPost()) {
      request.putLong(request.limit() - exchange.requestBytes(), stamp());
    }
  }

  /** Unlike that of any other connection: the identity of this one is mixed in. */
  private long stamp() {
    return (long) System.identityHashCode(this) << 32 | (number & 0xffffffffL);
  }

  @Override
  void send() throws IOException {
    write(request);
  }

  @Override
  void answers(ByteBuffer borrowed, long nowNanos) throws IOException {
    while (borrowed.hasRemaining()) {
      HttpHead current = head;
      if (current == null) {
        current = shared.heads.take(borrowed);
        if (current == null) {
          return;
        }
        begin(current);
      }
      int size = Math.min(borrowed.remaining(), current.contentLength() - bodySeen);
      check(borrowed, size);
      borrowed.position(borrowed.position() + size);
      bodySeen += size;
      if (bodySeen == current.contentLength()) {
        finish(current, nowNanos);
      }
    }
  }

  private void begin(HttpHead next) throws IOException {
    if (!waiting) {
      throw new ProtocolException("an answer nobody asked for: " + next.startLine());
    }
    head = next;
    bodySeen = 0;
    fault = null;
    if (next.status() != OK) {
      fault = Fault.STATUS;
    } else if (next.contentLength() != exchange.answerBytes()) {
      fault = Fault.LENGTH;
    }
  }

  private void check(ByteBuffer borrowed, int size) {
    if (fault != null) {
      return;
    }
    int at = borrowed.position();
    int from = 0;
    if (exchange.isPost()) {
      from = Math.max(0, HttpExchange.STAMP_BYTES - bodySeen);
      if (bodySeen == 0 && size >= from && borrowed.getLong(at) != stamp()) {
        fault = Fault.ID;
        return;
      }
    }
    if (number % COMPARE_EVERY == 0 && size > from) {
      borrowed.get(at + from, shared.seen, 0, size - from);
      if (!Arrays.equals(
          shared.seen, 0, size - from, shared.expected, bodySeen + from, bodySeen + size)) {
        fault = Fault.BODY;
      }
    }
  }

  private void finish(HttpHead done, long nowNanos) throws IOException {
    head = null;
    waiting = false;
    Fault wrong = fault;
    if (wrong == null) {
      meter().answer(startNanos, nowNanos);
    } else {
      meter().fault(wrong, done.startLine() + ", body of " + done.contentLength() + " bytes");
    }
    if (done.close()) {
      close(null);
    }
  }
}
