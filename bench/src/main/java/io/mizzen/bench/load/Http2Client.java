package io.mizzen.bench.load;

import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/**
 * The calling end of an HTTP/2 connection, by prior knowledge: all answers of one read, then all
 * new requests in one write.
 */
final class Http2Client extends Client {
  /** Status and length are checked in every answer, its bytes in one of so many. */
  private static final int COMPARE_EVERY = 64;

  private static final int OK = 200;
  private static final int FREE = 0; // no request has this stream

  /** Told to the other side again long before its window is used up. */
  private static final int WINDOW_STEP = 1 << 29;

  private static final int MAX_CONTROL = 1024;

  private final FieldMemo<Integer> heads = new FieldMemo<>(Http2Client::status);
  private final byte[] laterRequest;
  private final byte[] expected;
  private final byte[] seen;
  private final ByteBuffer out;
  private final ByteBuffer control = ByteBuffer.allocate(MAX_CONTROL); // acknowledgements that wait
  private final int[] streams;
  private final long[] starts;
  private final int[] statuses;
  private final int[] bodies;
  private final int[] freeSlots;
  private byte[] nextRequest;
  private int free;
  private int stream = 1;
  private int received;

  Http2Client(Load load, SocketChannel channel, Http2Exchange exchange) throws IOException {
    super(load, channel);
    nextRequest = exchange.firstRequest();
    laterRequest = exchange.laterRequest();
    expected = HttpExchange.pattern(exchange.answerBytes());
    seen = new byte[Http2Frame.LEAST_FRAME_LIMIT];
    int limit = exchange.outstanding();
    out = ByteBuffer.allocateDirect(limit * nextRequest.length + 2 * MAX_CONTROL);
    out.put(Http2Frame.PREFACE);
    Http2Frame.putOpening(out, 0); // no pushes: a client that allows no streams gets none
    streams = new int[limit];
    starts = new long[limit];
    statuses = new int[limit];
    bodies = new int[limit];
    freeSlots = new int[limit];
    for (int slot = 0; slot < limit; slot++) {
      freeSlots[free++] = slot;
    }
  }

  private static Integer status(Http2Headers fields) throws IOException {
    CharSequence status = fields.status();
    if (status == null) {
      throw new ProtocolException("an answer without :status");
    }
    return Integer.valueOf(status.toString());
  }

  @Override
  int room() {
    return free;
  }

  @Override
  int outstanding() {
    return streams.length - free;
  }

  @Override
  void add(long startNanos) {
    int slot = freeSlots[--free];
    streams[slot] = stream;
    starts[slot] = startNanos;
    statuses[slot] = 0;
    bodies[slot] = 0;
    int at = out.position();
    out.put(nextRequest).putInt(at + 5, stream);
    nextRequest = laterRequest;
    stream += 2;
  }

  @Override
  void send() throws IOException {
    out.put(control.flip());
    control.clear();
    out.flip();
    write(out);
    if (!blocked()) {
      out.clear();
    }
  }

  @Override
  void unblocked() {
    out.clear();
  }

  @Override
  void answers(ByteBuffer borrowed, long nowNanos) throws IOException {
    for (int bytes = Http2Frame.whole(borrowed); bytes > 0; bytes = Http2Frame.whole(borrowed)) {
      int at = borrowed.position();
      frame(borrowed, at, bytes - Http2Frame.HEADER_BYTES, nowNanos);
      borrowed.position(at + bytes);
    }
    if (control.position() > 0 && !blocked()) {
      send();
    }
  }

  private void frame(ByteBuffer in, int at, int length, long nowNanos) throws IOException {
    int from = at + Http2Frame.HEADER_BYTES;
    switch (Http2Frame.type(in, at)) {
      case Http2Frame.DATA -> {
        Http2Frame.plain(in, at);
        body(in, at, from, length, nowNanos);
      }
      case Http2Frame.HEADERS -> {
        Http2Frame.plain(in, at);
        int status = heads.take(in, from, length);
        int slot = slot(Http2Frame.stream(in, at));
        if (slot >= 0) {
          statuses[slot] = status;
          endsWith(in, at, slot, nowNanos);
        }
      }
      case Http2Frame.SETTINGS -> {
        if ((Http2Frame.flags(in, at) & Http2Frame.ACK) == 0) {
          Http2Settings.check(in, from, length);
          Http2Frame.put(control, 0, Http2Frame.SETTINGS, Http2Frame.ACK, 0);
        }
      }
      case Http2Frame.PING -> {
        if ((Http2Frame.flags(in, at) & Http2Frame.ACK) == 0) {
          Http2Frame.put(control, Long.BYTES, Http2Frame.PING, Http2Frame.ACK, 0);
          control.putLong(in.getLong(from));
        }
      }
      case Http2Frame.RST_STREAM -> {
        int slot = slot(Http2Frame.stream(in, at));
        if (slot >= 0) {
          release(slot);
          meter().fault(Fault.CLOSED, "stream reset with code " + in.getInt(from));
        }
      }
      case Http2Frame.GOAWAY ->
          throw new ProtocolException("GOAWAY with code " + in.getInt(from + Integer.BYTES));
      default -> {
        // WINDOW_UPDATE: these requests have no body that would wait for it. All others may be
        // ignored.
      }
    }
  }

  private int slot(int wanted) {
    for (int slot = 0; slot < streams.length; slot++) {
      if (streams[slot] == wanted) {
        return slot;
      }
    }
    meter().fault(Fault.ID, "a frame of stream " + wanted + " belongs to no request");
    return -1;
  }

  private void body(ByteBuffer in, int at, int from, int length, long nowNanos) {
    received += length;
    if (received >= WINDOW_STEP) {
      Http2Frame.put(control, Integer.BYTES, Http2Frame.WINDOW_UPDATE, 0, 0);
      control.putInt(received);
      received = 0;
    }
    int slot = slot(Http2Frame.stream(in, at));
    if (slot < 0) {
      return;
    }
    if ((streams[slot] >>> 1) % COMPARE_EVERY == 0 && bodies[slot] + length <= expected.length) {
      in.get(from, seen, 0, length);
      if (!Arrays.equals(seen, 0, length, expected, bodies[slot], bodies[slot] + length)) {
        release(slot);
        meter().fault(Fault.BODY, "a frame of " + length + " bytes");
        return;
      }
    }
    bodies[slot] += length;
    endsWith(in, at, slot, nowNanos);
  }

  private void endsWith(ByteBuffer in, int at, int slot, long nowNanos) {
    if ((Http2Frame.flags(in, at) & Http2Frame.END_STREAM) == 0) {
      return;
    }
    release(slot);
    if (statuses[slot] != OK) {
      meter().fault(Fault.STATUS, "status " + statuses[slot]);
    } else if (bodies[slot] != expected.length) {
      meter().fault(Fault.LENGTH, "body of " + bodies[slot] + " bytes");
    } else {
      meter().answer(starts[slot], nowNanos);
    }
  }

  private void release(int slot) {
    streams[slot] = FREE;
    freeSlots[free++] = slot;
  }
}
