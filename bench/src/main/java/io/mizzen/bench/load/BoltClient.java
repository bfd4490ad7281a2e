package io.mizzen.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/**
 * The calling end of a multiplexed bolt connection: all answers of one read, then all new requests
 * in one write.
 */
final class BoltClient extends Client {
  /** Id, status and lengths are checked in every answer, its bytes in one of so many. */
  private static final int COMPARE_EVERY = 64;

  /**
   * Cannot stand in the table of expected ids by accident: the slot of this number is another one.
   */
  private static final int FREE = -1;

  private static final int SLOT_BITS = 8;

  private final BoltVersion version;
  private final byte[] request;
  private final byte[] expected;
  private final byte[] seen;
  private final ByteBuffer out;
  private final int[] ids;
  private final long[] starts;
  private final int[] freeSlots;
  private int free;
  private int sequence;

  BoltClient(Load load, SocketChannel channel, BoltExchange exchange) throws IOException {
    super(load, channel);
    version = exchange.version();
    request = exchange.request();
    expected = BoltExchange.response(version, exchange.contentBytes());
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
    out.put(request).putInt(at + version.idAt, id);
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
    while (borrowed.remaining() >= BoltVersion.MIN_BYTES) {
      int at = borrowed.position();
      BoltVersion got = BoltVersion.of(borrowed.get(at));
      int length = got.frameLength(borrowed, at);
      if (length < 0 || length > borrowed.remaining()) {
        return;
      }
      if (borrowed.get(at + got.typeAt) == BoltVersion.TYPE_RESPONSE) {
        answer(borrowed, at, got, length, nowNanos);
      }
      borrowed.position(at + length);
    }
  }

  private void answer(ByteBuffer in, int at, BoltVersion got, int length, long nowNanos) {
    int id = in.getInt(at + got.idAt);
    int slot = id & (1 << SLOT_BITS) - 1;
    if (slot >= ids.length || ids[slot] != id) {
      meter().fault(Fault.ID, "answer with id " + id + " belongs to no request");
      return;
    }
    ids[slot] = FREE;
    freeSlots[free++] = slot;
    int status = in.getShort(at + got.statusAt);
    if (status != BoltVersion.STATUS_SUCCESS
        || in.getShort(at + got.commandAt) != BoltVersion.COMMAND_RESPONSE) {
      meter().fault(Fault.STATUS, "bolt status " + status);
    } else if (got != version || length != expected.length) {
      meter().fault(Fault.LENGTH, got + " frame of " + length + " bytes");
    } else if ((id >>> SLOT_BITS) % COMPARE_EVERY == 0 && !sameBody(in, at, length)) {
      meter().fault(Fault.BODY, "frame of " + length + " bytes");
    } else {
      meter().answer(starts[slot], nowNanos);
    }
  }

  private boolean sameBody(ByteBuffer in, int at, int length) {
    in.get(at, seen, 0, length);
    return Arrays.equals(
        seen, version.responseFixed, length, expected, version.responseFixed, length);
  }
}
