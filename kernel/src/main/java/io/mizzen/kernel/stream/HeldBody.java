package io.mizzen.kernel.stream;

import io.mizzen.spi.protocol.Fields;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The body of one message as far as it waits: for a filter, for a connection, or for a try that may
 * have to be repeated; and how it ends. Two readers go through it, each at its own pace: the
 * filters look ({@link #show}), the way out takes ({@link #poll}). Kept pieces stay after they were
 * taken, until {@link #forget}.
 */
public final class HeldBody {
  private final ArrayList<ByteBuf> pieces = new ArrayList<>(2);
  private @Nullable Fields trailers;
  private int next;
  private int shown;
  private long bytes;
  private boolean ended;
  private boolean endShown;
  private boolean trailersShown;
  private boolean keeps;

  // ---- what comes in ------------------------------------------------------------------------

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

  /** The body has ended: with a piece that was not held, or without any. */
  public void end() {
    ended = true;
  }

  /** The body has ended with its head: there is none, and no end to show. */
  public void endWithHead() {
    ended = true;
    endShown = true;
  }

  /**
   * The body has ended with trailers.
   *
   * @param kept must outlive the bytes they came from
   */
  public void end(Fields kept) {
    ended = true;
    trailers = kept;
  }

  /** What was a message is raw bytes from here on. */
  public void reopen() {
    ended = false;
  }

  /**
   * Holds another body in place of the one that came, complete and nothing filters have to see.
   *
   * @param owned released here
   */
  public void replace(ByteBuf owned) {
    clear();
    add(owned, true);
    shown = pieces.size();
    endShown = true;
  }

  /** Whether its last piece is in. */
  public boolean ended() {
    return ended;
  }

  /** What it ends with, or null if there is no such thing or it is not in yet. */
  public @Nullable Fields trailers() {
    return trailers;
  }

  /** Bytes that are held. */
  public long bytes() {
    return bytes;
  }

  // ---- what filters see ---------------------------------------------------------------------

  /**
   * The next piece that no filter has seen, still held here: an empty one if the body ended without
   * another. Null if there is none. {@link #endShown} tells whether it is the last.
   */
  public @Nullable ByteBuf show() {
    if (shown < pieces.size()) {
      ByteBuf piece = pieces.get(shown++);
      endShown |= shown == pieces.size() && ended && trailers == null;
      return piece;
    }
    if (ended && trailers == null && !endShown) {
      endShown = true;
      return Unpooled.EMPTY_BUFFER;
    }
    return null;
  }

  /** Whether the filters have seen its end. */
  public boolean endShown() {
    return endShown;
  }

  /** Trailers that no filter has seen, once; else null. */
  public @Nullable Fields showTrailers() {
    if (trailersShown) {
      return null;
    }
    trailersShown = trailers != null;
    return trailers;
  }

  /** All pieces that wait, in one buffer to look at; valid until the next change, released here. */
  public ByteBuf whole(ByteBufAllocator allocator) {
    if (!hasNext()) {
      return Unpooled.EMPTY_BUFFER;
    }
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

  // ---- what goes out ------------------------------------------------------------------------

  /** Whether a piece waits to be taken. */
  public boolean hasNext() {
    return next < pieces.size();
  }

  /** Whether all of it was taken and nothing follows, not even trailers. */
  public boolean isExhausted() {
    return ended && !hasNext() && trailers == null;
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

  // ---- repetition ---------------------------------------------------------------------------

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
   * Begins with the first piece again, for a repetition.
   *
   * @return how many bytes are to be taken once more
   */
  public int rewind() {
    int again = 0;
    for (int i = 0; i < next; i++) {
      again += pieces.get(i).readableBytes();
    }
    next = 0;
    return again;
  }

  /** Releases everything and begins anew for another stream. */
  public void clear() {
    int from = keeps ? 0 : next;
    for (int i = from; i < pieces.size(); i++) {
      pieces.get(i).release();
    }
    pieces.clear();
    trailers = null;
    next = 0;
    shown = 0;
    bytes = 0;
    ended = false;
    endShown = false;
    trailersShown = false;
    keeps = false;
  }
}
