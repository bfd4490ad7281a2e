package io.mizzen.xprotocol;

import io.mizzen.spi.protocol.BytesOut;
import io.mizzen.spi.protocol.Codec.Fate;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Puts frames onto one connection. The parts of two frames cannot be interleaved, so only one is on
 * the wire at a time:
 *
 * <pre>
 *   head ----&gt; held ---- all of the body, or a first piece of a large one ----&gt; wire ----&gt; done
 *                |                                                              ^
 *                +-- another frame comes first, or the wire is taken --&gt; waiting +
 * </pre>
 *
 * <p>Bias: a frame of usual size is not begun before it is complete, so a slow sender of one stream
 * never stops the others. A large one is begun early, because holding it would cost its size in
 * memory; until its end the others wait.
 */
final class FrameWriter {
  private static final long NONE = -1;

  private final FramePool pool;
  private final int streamAbove;

  private final Pending held = new Pending();
  private final Pending wire = new Pending();
  private @Nullable CRC32 wireCrc;

  /** In order of arrival; null until something had to wait. */
  private @Nullable ArrayDeque<Pending> waiting;

  FrameWriter(FramePool pool, int streamAbove) {
    this.pool = pool;
    this.streamAbove = streamAbove;
  }

  /** Whether nothing is between its begin and its end. */
  boolean isIdle() {
    return held.id == NONE && wire.id == NONE && (waiting == null || waiting.isEmpty());
  }

  /**
   * Begins a frame, or writes it if it has no body.
   *
   * @param asked the call it answers, or null if it is none
   * @param prefix all bytes up to the body; taken over, goes back to the pool
   * @param length how many of them
   */
  void begin(
      long id,
      @Nullable FrameRequest asked,
      byte[] prefix,
      int length,
      int bodyLength,
      Frame.Tail tail,
      BytesOut out) {
    if (held.id != NONE) {
      park();
    }
    held.set(id, prefix, length, bodyLength, tail == Frame.Tail.CRC32);
    held.asked = asked;
    if (bodyLength == 0) {
      if (wire.id == NONE) {
        writeHeld(out);
        finish(out);
      } else {
        park();
      }
    }
  }

  /**
   * Adds a piece of content.
   *
   * @param owned taken over
   * @throws IllegalStateException if the pieces are not as long as the frame said
   */
  void body(long id, ByteBuf owned, boolean last, BytesOut out) {
    Pending frame = id == wire.id ? wire : id == held.id ? held : find(id);
    if (frame == null) {
      owned.release(); // given up before, or never to be answered
      return;
    }
    int length = owned.readableBytes();
    frame.left -= length;
    if (frame.left < 0 || last && frame.left != 0) {
      owned.release();
      throw new IllegalStateException(
          "a frame of " + frame.content + " bytes of body got a different number of them");
    }
    frame.complete = last;
    if (frame == held) {
      if (wire.id == NONE && (last || frame.content > streamAbove)) {
        writeHeld(out);
        frame = wire;
      } else {
        frame = park();
      }
    }
    if (frame == wire) {
      write(owned, length, out);
      if (last) {
        finish(out);
      }
    } else {
      frame.add(owned);
      flush(out);
    }
  }

  /** Ends a frame whose content came without the word that it was the last. */
  void end(long id, BytesOut out) {
    body(id, out.allocator().buffer(0), true, out);
  }

  /** Forgets a frame; the connection survives unless part of it is out already. */
  Fate drop(long id) {
    if (id == wire.id) {
      return Fate.CLOSE;
    }
    takeBack(id);
    return Fate.KEEP;
  }

  /**
   * Takes a frame back of which nothing is out yet.
   *
   * @return the call it was to answer; null if there is no such frame, or it answers none
   */
  @Nullable FrameRequest takeBack(long id) {
    Pending frame = id == held.id ? held : find(id);
    if (frame == null) {
      return null;
    }
    if (frame != held && waiting != null) {
      waiting.remove(frame);
    }
    FrameRequest asked = frame.asked;
    frame.free(pool);
    return asked;
  }

  /** Frees everything. */
  void release() {
    held.free(pool);
    wire.free(pool);
    if (waiting != null) {
      waiting.forEach(frame -> frame.free(pool));
      waiting.clear();
    }
  }

  private void writeHeld(BytesOut out) {
    byte[] prefix = held.prefix;
    out.space(held.prefixLength).writeBytes(prefix, 0, held.prefixLength);
    startCrc(held);
    wire.set(held.id, prefix, 0, held.left, held.crc);
    wire.complete = held.complete;
    held.forget();
    wire.freePrefix(pool);
  }

  private void startCrc(Pending frame) {
    if (!frame.crc) {
      wireCrc = null;
      return;
    }
    // the worker's own sum serves one frame within one call; a frame in pieces needs its own
    CRC32 sum = frame.complete || frame.content == 0 ? pool.freshCrc() : new CRC32();
    sum.update(frame.prefix, 0, frame.prefixLength);
    wireCrc = sum;
  }

  private void write(ByteBuf owned, int length, BytesOut out) {
    if (wireCrc != null) {
      pool.update(wireCrc, owned, owned.readerIndex(), length);
    }
    if (length == 0) {
      owned.release();
    } else {
      out.write(owned);
    }
  }

  /** Ends the frame on the wire, and lets others go. */
  private void finish(BytesOut out) {
    end(out);
    flush(out);
  }

  private void end(BytesOut out) {
    CRC32 sum = wireCrc;
    if (sum != null) {
      out.space(Frame.Tail.CRC32.length).writeInt((int) sum.getValue());
      wireCrc = null;
    }
    wire.forget();
  }

  /** Writes what waits, as long as the wire is free. */
  private void flush(BytesOut out) {
    ArrayDeque<Pending> queue = waiting;
    while (queue != null && wire.id == NONE) {
      Pending next = firstReady(queue);
      if (next == null) {
        return;
      }
      queue.remove(next);
      writeWaiting(next, out);
    }
  }

  private @Nullable Pending firstReady(ArrayDeque<Pending> queue) {
    for (Pending frame : queue) {
      if (frame.complete || frame.content > streamAbove && frame.hasPieces()) {
        return frame;
      }
    }
    return null;
  }

  private void writeWaiting(Pending frame, BytesOut out) {
    out.space(frame.prefixLength).writeBytes(frame.prefix, 0, frame.prefixLength);
    startCrc(frame);
    wire.set(frame.id, frame.prefix, 0, frame.left, frame.crc);
    wire.content = frame.content;
    wire.freePrefix(pool);
    boolean complete = frame.complete;
    for (ByteBuf piece = frame.poll(); piece != null; piece = frame.poll()) {
      write(piece, piece.readableBytes(), out);
    }
    if (complete) {
      end(out);
    }
  }

  /** Puts the held frame in the queue. */
  private Pending park() {
    Pending parked = new Pending();
    parked.set(held.id, held.prefix, held.prefixLength, held.content, held.crc);
    parked.left = held.left;
    parked.asked = held.asked;
    parked.complete = held.complete || held.content == 0;
    held.forget();
    if (waiting == null) {
      waiting = new ArrayDeque<>();
    }
    waiting.add(parked);
    return parked;
  }

  private @Nullable Pending find(long id) {
    if (waiting != null && id != NONE) {
      for (Iterator<Pending> all = waiting.descendingIterator(); all.hasNext(); ) {
        Pending frame = all.next();
        if (frame.id == id) {
          return frame;
        }
      }
    }
    return null;
  }

  /** A frame between its begin and its end. */
  private static final class Pending {
    private static final byte[] NOTHING = {};

    long id = NONE;
    byte[] prefix = NOTHING;
    int prefixLength;
    int content;
    int left;
    boolean crc;
    boolean complete;
    @Nullable FrameRequest asked;
    private @Nullable ArrayDeque<ByteBuf> pieces;

    void set(long newId, byte[] newPrefix, int length, int contentLength, boolean hasCrc) {
      id = newId;
      prefix = newPrefix;
      prefixLength = length;
      content = contentLength;
      left = contentLength;
      crc = hasCrc;
      complete = false;
    }

    void add(ByteBuf owned) {
      if (pieces == null) {
        pieces = new ArrayDeque<>(4);
      }
      pieces.add(owned);
    }

    boolean hasPieces() {
      return pieces != null && !pieces.isEmpty();
    }

    @Nullable ByteBuf poll() {
      return pieces == null ? null : pieces.poll();
    }

    void forget() {
      id = NONE;
      asked = null;
      prefix = NOTHING;
    }

    void freePrefix(FramePool pool) {
      if (prefix.length > 0) {
        pool.giveBack(prefix);
        prefix = NOTHING;
      }
    }

    void free(FramePool pool) {
      freePrefix(pool);
      forget();
      for (ByteBuf piece = poll(); piece != null; piece = poll()) {
        piece.release();
      }
    }
  }
}
