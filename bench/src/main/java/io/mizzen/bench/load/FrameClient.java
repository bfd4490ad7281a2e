package io.mizzen.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/**
 * The calling end of a multiplexed RPC connection: all answers of one read, then all new requests
 * in one write.
 */
final class FrameClient extends Client {
  /** Id, status and lengths are checked in every answer, its bytes in one of so many. */
  private static final int COMPARE_EVERY = 64;

  /**
   * Cannot stand in the table of expected ids by accident: the slot of this number is another one.
   */
  private static final int FREE = -1;

  private static final int SLOT_BITS = 8;

  private final FrameShape shape;
  private final byte[] request;
  private final byte[] expected;
  private final byte[] seen;
  private final ByteBuffer out;
  private final int[] ids;
  private final long[] starts;
  private final int[] freeSlots;
  private int free;
  private int sequence;

  FrameClient(Load load, SocketChannel channel, FrameExchange exchange) throws IOException {
    super(load, channel);
    shape = exchange.shape();
    request = shape.request(exchange.contentBytes());
    expected = shape.answer(exchange.contentBytes());
    seen = new byte[expected.length];
    int limit = exchange.outstanding();
    out = ByteBuffer.allocateDirect(limit * request.length);
    ids = new int[limit];
    Arrays.fill(ids, FREE);
    starts = new long[limit];
    freeSlots = new int[limit];
    for (int slot = 0; slot < limit; slot++) {
      freeSlots[free++] = slot;
    }
  }

  @Override
  int room() {
    return free;
  }

  @Override
  int outstanding() {
    return ids.length - free;
  }

  @Override
  void add(long startNanos) {
    int slot = freeSlots[--free];
    int id = (sequence++ << SLOT_BITS | slot) & Integer.MAX_VALUE;
    ids[slot] = id;
    starts[slot] = startNanos;
    int at = out.position();
    out.put(request).putInt(at + shape.idAt(), id);
  }

  @Override
  void send() throws IOException {
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
    while (borrowed.remaining() >= shape.minBytes()) {
      int at = borrowed.position();
      FrameShape got = shape.at(borrowed, at);
      int length = got.frameLength(borrowed, at);
      if (length < 0 || length > borrowed.remaining()) {
        return;
      }
      if (got.meaning(borrowed, at) == FrameShape.Meaning.ANSWER) {
        answer(borrowed, at, got, length, nowNanos);
      }
      borrowed.position(at + length);
    }
  }

  private void answer(ByteBuffer in, int at, FrameShape got, int length, long nowNanos) {
    int id = in.getInt(at + got.idAt());
    int slot = id & (1 << SLOT_BITS) - 1;
    if (slot >= ids.length || ids[slot] != id) {
      meter().fault(Fault.ID, "answer with id " + id + " belongs to no request");
      return;
    }
    ids[slot] = FREE;
    freeSlots[free++] = slot;
    if (!got.isGood(in, at)) {
      meter().fault(Fault.STATUS, "an answer of " + length + " bytes that tells of an error");
    } else if (got != shape || length != expected.length) {
      meter().fault(Fault.LENGTH, got + " frame of " + length + " bytes");
    } else if ((id >>> SLOT_BITS) % COMPARE_EVERY == 0 && !sameBody(in, at, length)) {
      meter().fault(Fault.BODY, "frame of " + length + " bytes");
    } else {
      meter().answer(starts[slot], nowNanos);
    }
  }

  private boolean sameBody(ByteBuffer in, int at, int length) {
    in.get(at, seen, 0, length);
    int from = shape.answerBodyAt();
    return Arrays.equals(seen, from, length, expected, from, length);
  }
}
