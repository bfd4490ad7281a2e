package io.mizzen.protocol.http2;

import io.mizzen.spi.protocol.BytesOut;
import io.mizzen.spi.protocol.StreamEvents;
import io.mizzen.spi.protocol.StreamEvents.Flow;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;

/**
 * What one connection sends under the peer's flow control (RFC 9113 section 5.2). What the windows
 * do not let through waits with its stream; the streams that the connection's window holds up stand
 * in line and go on one frame each in turn, so that none starves.
 */
final class Sender {
  private final Endings endings;
  private final Budgets budgets;
  private final ArrayDeque<Stream> line = new ArrayDeque<>(0);
  private int window = Frames.USUAL_WINDOW;
  private long unsent;

  /** The largest frame and the window of new streams that the peer has announced. */
  int largestFrame = Frames.USUAL_FRAME;

  int initialWindow = Frames.USUAL_WINDOW;

  /** Hears that the last frame of a message is out. */
  interface Endings {
    /** After it the stream may be another one. */
    void localEndSent(Stream stream, BytesOut out);
  }

  Sender(Endings endings, Budgets budgets) {
    this.endings = endings;
    this.budgets = budgets;
  }

  /** Bytes that wait for credit. */
  long unsent() {
    return unsent;
  }

  /** Whether more may be sent on a stream; if not, its owner is told when it may. */
  Flow flow(Stream stream) {
    if (!stream.hasQueue() && stream.sendWindow > 0 && window > 0) {
      return Flow.OPEN;
    }
    stream.shutTold = true;
    standInLine(stream);
    return Flow.SHUT;
  }

  private void standInLine(Stream stream) {
    if (window <= 0 && !stream.inLine) {
      stream.inLine = true;
      line.add(stream);
    }
  }

  // ---- sending ----------------------------------------------------------------------------------

  /**
   * Sends a piece of body as far as the windows let it and keeps the rest.
   *
   * @param owned released when it is sent or dropped
   */
  void body(Stream stream, ByteBuf owned, boolean last, BytesOut out) {
    if (stream.localEnded) {
      owned.release();
      return;
    }
    stream.localEnded = last;
    if (!owned.isReadable()) {
      owned.release();
      if (last && !stream.hasQueue()) {
        endWithNothing(stream, out);
      }
      return;
    }
    if (stream.hasQueue() || !sendWhole(stream, owned, last, out)) {
      stream.queue.add(owned);
      stream.queued += owned.readableBytes();
      unsent += owned.readableBytes();
      standInLine(stream);
    }
  }

  /** Sends trailers when everything before them is out. */
  void trailers(Stream stream, byte[] section, int length, BytesOut out) {
    if (stream.localEnded) {
      return;
    }
    stream.localEnded = true;
    if (stream.hasQueue()) {
      byte[] kept = new byte[length];
      System.arraycopy(section, 0, kept, 0, length);
      stream.trailers = kept;
    } else {
      sendTrailers(stream, section, length, out);
    }
  }

  private void sendTrailers(Stream stream, byte[] section, int length, BytesOut out) {
    Frames.section(stream.id, section, length, Frames.END_STREAM, largestFrame, out);
    endings.localEndSent(stream, out);
  }

  /** The end of a message needs no credit (6.9). */
  private void endWithNothing(Stream stream, BytesOut out) {
    Frames.header(0, Frames.DATA, Frames.END_STREAM, stream.id, out.space(Frames.HEADER));
    endings.localEndSent(stream, out);
  }

  /** Sends what the windows let through; true if that is all of it, which is released then. */
  private boolean sendWhole(Stream stream, ByteBuf owned, boolean last, BytesOut out) {
    while (true) {
      int left = owned.readableBytes();
      int some = Math.min(Math.min(window, stream.sendWindow), Math.min(left, largestFrame));
      if (some <= 0) {
        return false;
      }
      if (sendFrame(stream, owned, some, last, out)) {
        return true;
      }
    }
  }

  /** One frame with the first octets of a piece; true if it was the rest of it. */
  private boolean sendFrame(Stream stream, ByteBuf owned, int some, boolean last, BytesOut out) {
    boolean whole = some == owned.readableBytes();
    window -= some;
    stream.sendWindow -= some;
    budgets.dataSent();
    int flags = whole && last ? Frames.END_STREAM : 0;
    Frames.header(some, Frames.DATA, flags, stream.id, out.space(Frames.HEADER));
    out.write(whole ? owned : owned.readRetainedSlice(some));
    if (flags != 0) {
      endings.localEndSent(stream, out);
    }
    return whole;
  }

  // ---- credit -----------------------------------------------------------------------------------

  /** The peer gives credit for the connection; false if that is more than a window may be. */
  boolean connectionCredit(int increment, StreamEvents<?> events, BytesOut out) {
    if (increment > Frames.LARGEST_WINDOW - window) {
      return false;
    }
    window += increment;
    goOn(events, out);
    return true;
  }

  /**
   * The peer gives, or takes back, credit for a stream; false if that is more than there may be.
   */
  boolean streamCredit(Stream stream, int change, StreamEvents<?> events, BytesOut out) {
    long sum = (long) stream.sendWindow + change;
    if (sum > Frames.LARGEST_WINDOW) {
      return false;
    }
    stream.sendWindow = (int) sum;
    if (change > 0) {
      if (window <= 0) {
        standInLine(stream);
      } else {
        int id = stream.id;
        while (stream.id == id && window > 0 && stream.hasQueue() && stream.sendWindow > 0) {
          sendNext(stream, out);
        }
        if (stream.id == id) {
          afterTurn(stream, events);
        }
      }
    }
    return true;
  }

  /** Lets the streams in line go on, one frame each in turn. */
  private void goOn(StreamEvents<?> events, BytesOut out) {
    Stream stream;
    while (window > 0 && (stream = line.poll()) != null) {
      stream.inLine = false;
      int id = stream.id;
      if (stream.hasQueue() && stream.sendWindow > 0) {
        sendNext(stream, out);
        if (stream.id == id && stream.hasQueue() && stream.sendWindow > 0 && !stream.inLine) {
          stream.inLine = true;
          line.add(stream);
          continue;
        }
      }
      if (stream.id == id) {
        afterTurn(stream, events);
      }
    }
  }

  /** Tells the owner that its stream is open again, or stays in line for the connection. */
  private void afterTurn(Stream stream, StreamEvents<?> events) {
    if (window <= 0) {
      standInLine(stream);
    } else if (stream.shutTold && stream.sendWindow > 0 && !stream.hasQueue()) {
      stream.shutTold = false;
      events.onWritable(stream.id, Flow.OPEN);
    }
  }

  private void sendNext(Stream stream, BytesOut out) {
    ByteBuf piece = stream.queue.element();
    int some = Math.min(Math.min(window, stream.sendWindow), piece.readableBytes());
    some = Math.min(some, largestFrame);
    boolean lastPiece = stream.localEnded && stream.queue.size() == 1 && stream.trailers == null;
    stream.queued -= some;
    unsent -= some;
    if (some == piece.readableBytes()) {
      stream.queue.remove();
    }
    int id = stream.id;
    sendFrame(stream, piece, some, lastPiece, out);
    byte[] trailers = stream.trailers;
    if (stream.id == id && trailers != null && !stream.hasQueue()) {
      sendTrailers(stream, trailers, trailers.length, out);
    }
  }

  /** A stream is over: what waits for it is dropped. */
  void forget(Stream stream) {
    unsent -= stream.queued;
    stream.dropQueue();
    if (stream.inLine) {
      stream.inLine = false;
      line.remove(stream);
    }
  }
}
