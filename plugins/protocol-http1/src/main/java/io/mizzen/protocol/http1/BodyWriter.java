package io.mizzen.protocol.http1;

import io.mizzen.spi.protocol.BytesOut;
import io.mizzen.spi.protocol.Fields;
import io.netty.buffer.ByteBuf;

/** Writes the body of one message after the other onto a connection. One per codec. */
final class BodyWriter {
  /** Digits of the longest chunk size: a buffer's length is an int. */
  private static final int SIZE_DIGITS = 8;

  private Mode mode = Mode.NOTHING;
  private long remaining;
  private Progress progress = Progress.WHOLE;

  /** How the end of a body is told. */
  enum Mode {
    /** There must be no body: what comes is dropped. */
    NOTHING,
    LENGTH,
    CHUNKED,
    /** By the end of the connection, or never told: a tunnel. */
    RAW
  }

  /** How far a message is. */
  enum Progress {
    OPEN,
    WHOLE,
    /** More or less content than was announced: the connection has to end. */
    BROKEN
  }

  void start(Mode newMode, long length) {
    mode = newMode;
    remaining = length;
    progress = Progress.OPEN;
  }

  Progress progress() {
    return progress;
  }

  /** The message is given up. */
  void stop() {
    if (progress == Progress.OPEN) {
      progress = Progress.BROKEN;
    }
  }

  /** The head was all, if {@code last}. */
  void headWritten(boolean last) {
    if (last) {
      progress = mode == Mode.LENGTH && remaining > 0 ? Progress.BROKEN : Progress.WHOLE;
    }
  }

  /**
   * Writes a piece.
   *
   * @param owned released here
   */
  void write(ByteBuf owned, boolean last, BytesOut out) {
    int size = owned.readableBytes();
    if (progress != Progress.OPEN || mode == Mode.NOTHING) {
      owned.release();
    } else if (mode == Mode.CHUNKED) {
      writeChunk(owned, size, last, out);
    } else if (mode == Mode.LENGTH && size > remaining) {
      // Never more than was announced: the excess would be read as the next message.
      owned.release();
      progress = Progress.BROKEN;
    } else if (size == 0) {
      owned.release();
    } else {
      remaining -= size;
      out.write(owned);
    }
    if (last && progress == Progress.OPEN) {
      progress = mode == Mode.LENGTH && remaining > 0 ? Progress.BROKEN : Progress.WHOLE;
    }
  }

  private static void writeChunk(ByteBuf owned, int size, boolean last, BytesOut out) {
    if (size == 0) {
      owned.release();
      if (last) {
        out.space(Wire.LAST_CHUNK.length).writeBytes(Wire.LAST_CHUNK);
      }
      return;
    }
    ByteBuf head = out.space(SIZE_DIGITS + 2);
    for (int shift = (31 - Integer.numberOfLeadingZeros(size)) & ~3; shift >= 0; shift -= 4) {
      int digit = size >>> shift & 15;
      head.writeByte(digit < 10 ? '0' + digit : 'a' + digit - 10);
    }
    head.writeShort(Wire.CRLF);
    out.write(owned);
    if (last) {
      out.space(Wire.LAST_CHUNK_AFTER_DATA.length).writeBytes(Wire.LAST_CHUNK_AFTER_DATA);
    } else {
      out.space(2).writeShort(Wire.CRLF);
    }
  }

  /** Ends the message with trailers; only the chunked coding has a place for them. */
  void writeTrailers(Fields trailers, BytesOut out) {
    if (progress != Progress.OPEN) {
      return;
    }
    if (mode == Mode.CHUNKED) {
      FieldBlock block = trailers instanceof FieldBlock own ? own : copy(trailers);
      ByteBuf space = out.space(block.length + Wire.LAST_CHUNK.length);
      space.writeBytes(Wire.LAST_CHUNK_BEFORE_TRAILERS);
      block.write(0, 0, space);
      space.writeShort(Wire.CRLF);
    }
    progress = mode == Mode.LENGTH && remaining > 0 ? Progress.BROKEN : Progress.WHOLE;
  }

  /** Trailers of another protocol. */
  private static FieldBlock copy(Fields trailers) {
    FieldBlock block = new FieldBlock();
    trailers.forEach(block::addIfPossible);
    TrailerRules.apply(block, null);
    return block;
  }
}
