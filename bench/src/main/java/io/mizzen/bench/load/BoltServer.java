package io.mizzen.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The answering end of a bolt connection: every frame of a read is answered in one write, in the
 * version it came in.
 */
final class BoltServer extends Peer {
  /**
   * Answers to all requests a proxy has in one socket buffer; when it is full the rest waits for
   * the next round.
   */
  private static final int OUT_BYTES = 512 * 1024;

  private final byte[][] responses = new byte[BoltVersion.values().length][];
  private final byte[][] acks = new byte[BoltVersion.values().length][];
  private final ByteBuffer out = ByteBuffer.allocateDirect(OUT_BYTES);

  BoltServer(Loop loop, SocketChannel channel, int contentBytes) throws IOException {
    super(loop, channel);
    for (BoltVersion version : BoltVersion.values()) {
      responses[version.ordinal()] = BoltExchange.response(version, contentBytes);
      acks[version.ordinal()] = BoltExchange.heartbeatAck(version);
    }
  }

  @Override
  boolean readsWhileBlocked() {
    return false;
  }

  @Override
  void consume(ByteBuffer borrowed) throws IOException {
    while (!blocked()) {
      out.clear();
      boolean more = fill(borrowed);
      if (out.position() > 0) {
        write(out.flip());
      }
      if (!more) {
        return;
      }
    }
  }

  /** True if it stopped for want of room. */
  private boolean fill(ByteBuffer borrowed) throws IOException {
    while (borrowed.remaining() >= BoltVersion.MIN_BYTES) {
      int at = borrowed.position();
      BoltVersion version = BoltVersion.of(borrowed.get(at));
      int length = version.frameLength(borrowed, at);
      if (length < 0 || length > borrowed.remaining()) {
        return false;
      }
      if (borrowed.get(at + version.typeAt) == BoltVersion.TYPE_REQUEST) {
        int command = borrowed.getShort(at + version.commandAt);
        byte[] answer =
            (command == BoltVersion.COMMAND_HEARTBEAT ? acks : responses)[version.ordinal()];
        if (out.remaining() < answer.length) {
          return true;
        }
        int answerAt = out.position();
        out.put(answer).putInt(answerAt + version.idAt, borrowed.getInt(at + version.idAt));
      }
      borrowed.position(at + length);
    }
    return false;
  }

  @Override
  void drained() {
    // What is left of the input follows by itself: Peer hands it over again.
    out.clear();
  }

  @Override
  void gone(@Nullable IOException cause) {
    out.clear();
  }
}
