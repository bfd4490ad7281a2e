package io.mizzen.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answering end of an RPC connection: every frame of a read is answered in one write, in the
 * shape it came in.
 */
final class FrameServer extends Peer {
  /**
   * Answers to all requests a proxy has in one socket buffer; when it is full the rest waits for
   * the next round.
   */
  private static final int OUT_BYTES = 512 * 1024;

  private final FrameShape first;
  private final Map<FrameShape, byte[]> answers = new HashMap<>();
  private final Map<FrameShape, byte[]> acks = new HashMap<>();
  private final ByteBuffer out = ByteBuffer.allocateDirect(OUT_BYTES);

  FrameServer(Loop loop, SocketChannel channel, List<? extends FrameShape> shapes, int contentBytes)
      throws IOException {
    super(loop, channel);
    first = shapes.get(0);
    for (FrameShape shape : shapes) {
      answers.put(shape, shape.answer(contentBytes));
      acks.put(shape, shape.heartbeatAck());
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
    while (borrowed.remaining() >= first.minBytes()) {
      int at = borrowed.position();
      FrameShape shape = first.at(borrowed, at);
      int length = shape.frameLength(borrowed, at);
      if (length < 0 || length > borrowed.remaining()) {
        return false;
      }
      byte[] answer =
          switch (shape.meaning(borrowed, at)) {
            case REQUEST -> answers.get(shape);
            case HEARTBEAT -> acks.get(shape);
            default -> null;
          };
      if (answer != null) {
        if (out.remaining() < answer.length) {
          return true;
        }
        int answerAt = out.position();
        out.put(answer);
        shape.copyId(borrowed, at, out, answerAt);
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
