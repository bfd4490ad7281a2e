package io.mizzen.kernel.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Pieces of a body that wait: for a filter, for a connection, or for a try that may have to be
 * repeated. Kept pieces stay after they were taken, until {@link #forget}.
 */
public final class HeldBody {
  private final ArrayList<ByteBuf> pieces = new ArrayList<>(2);
  private int next;
  private int shown;
  private long bytes;
  private boolean ended;
  private boolean keeps;

  /** Whether pieces stay for a repetition after they were taken. */
  public boolean keeps() {
    return keeps;
  }

  /** From here on pieces stay for a repetition. */
  public void keep() {
    keeps = true;
  }

  /** No repetition any more: what was taken is released. */
  public void forget() {
    if (!keeps) {
      return;
    }
    keeps = false;
    for (int i = 0; i < next; i++) {
      bytes -= pieces.get(i).readableBytes();
      pieces.get(i).release();
    }
    pieces.subList(0, next).clear();
    shown = Math.max(0, shown - next);
    next = 0;
  }

  /**
   * Appends a piece.
   *
   * @param owned released here
   * @param last the body ends with it
   */
  public void add(ByteBuf owned, boolean last) {
    if (owned.isReadable()) {
      pieces.add(owned);
      bytes += owned.readableBytes();
    } else {
      owned.release();
    }
    ended |= last;
  }

  /** The body has ended, here or with trailers. */
  public void end() {
    ended = true;
  }

  /** Whether its last piece is in. */
  public boolean ended() {
    return ended;
  }

  /** Bytes that are held. */
  public long bytes() {
    return bytes;
  }

  /** Whether a piece waits to be taken. */
  public boolean hasNext() {
    return next < pieces.size();
  }

  /** The next piece, owned by the caller; null if none waits. */
  public @Nullable ByteBuf poll() {
    if (next == pieces.size()) {
      return null;
    }
    ByteBuf piece = pieces.get(next++);
    if (keeps) {
      return piece.retainedDuplicate();
    }
    bytes -= piece.readableBytes();
    if (next == pieces.size()) {
      pieces.clear();
      next = 0;
      shown = 0;
    }
    return piece;
  }

  /** The next piece that no filter has seen, still held here; null if there is none. */
  public @Nullable ByteBuf unshown() {
    return shown < pieces.size() ? pieces.get(shown) : null;
  }

  /** The filters look at {@link #unshown} now. */
  public void show() {
    shown++;
  }

  /** Begins with the first piece again, for a repetition. */
  public void rewind() {
    next = 0;
  }

  /** All pieces that wait, in one buffer to look at; valid until the next change, released here. */
  public ByteBuf whole(ByteBufAllocator allocator) {
    if (pieces.size() == 1) {
      return pieces.get(0);
    }
    CompositeByteBuf joined = allocator.compositeBuffer(Math.max(2, pieces.size()));
    for (ByteBuf piece : pieces) {
      joined.addComponent(true, piece);
    }
    pieces.clear();
    pieces.add(joined);
    shown = Math.min(shown, 1);
    return joined;
  }

  /** Releases everything and begins anew for another stream. */
  public void clear() {
    int from = keeps ? 0 : next;
    for (int i = from; i < pieces.size(); i++) {
      pieces.get(i).release();
    }
    pieces.clear();
    next = 0;
    shown = 0;
    bytes = 0;
    ended = false;
    keeps = false;
  }
}
