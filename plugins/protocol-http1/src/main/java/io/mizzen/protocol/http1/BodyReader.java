package io.mizzen.protocol.http1;

import io.mizzen.lib.http.Lists;
import io.mizzen.lib.http.Octets;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.StreamEvents;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of one message after the other off a connection. Content is handed on as slices of
 * what was received; the chunked coding is undone (RFC 9112 section 7.1). One per codec.
 *
 * <pre>
 *   size [;ext] CRLF  data CRLF  size CRLF  data CRLF  ...  0 CRLF  [trailers]  CRLF
 *   SIZE  EXTENSION   DATA DATA_CR DATA_LF                          TRAILERS
 * </pre>
 */
final class BodyReader {
  /** What follows data in by far the most messages whose end is already there. */
  private static final byte[] USUAL_END = Wire.LAST_CHUNK_AFTER_DATA;

  /** A size has at most so many digits: 64 bits, and zeros are digits too. */
  private static final int MAX_SIZE_DIGITS = 16;

  private final Side side;
  private final BodyLimits limits;
  private final End end;

  private State state = State.DONE;
  private long remaining;
  private long total;
  private int digits;
  private int extensionOctets;
  private @Nullable FieldBlock trailers;
  private @Nullable String connectionNames;
  private boolean discarding;
  private long mayDiscard;

  private enum State {
    LENGTH,
    SIZE,
    BLANK_AFTER_SIZE,
    EXTENSION,
    SIZE_LF,
    DATA,
    DATA_CR,
    DATA_LF,
    TRAILERS,
    /** Everything until the connection ends: a close-delimited body or a tunnel. */
    OPEN,
    DONE
  }

  BodyReader(Side side, BodyLimits limits, End end) {
    this.side = side;
    this.limits = limits;
    this.end = end;
  }

  /** Learns of the end of a body before the last piece is handed on. */
  interface End {
    /**
     * @param rest what follows the message
     */
    void bodyEnded(ByteBuf rest);
  }

  /**
   * Begins a body.
   *
   * @param length octets, or {@link Framing#CHUNKED}
   * @param namesToDrop names that Connection listed, see {@link FieldBlock#connectionNames}
   */
  void start(long length, @Nullable String namesToDrop) {
    remaining = length;
    total = 0;
    digits = 0;
    extensionOctets = 0;
    connectionNames = namesToDrop;
    discarding = false;
    if (length == Framing.CHUNKED) {
      remaining = 0;
      state = State.SIZE;
    } else {
      state = length == 0 ? State.DONE : State.LENGTH;
    }
  }

  /** Begins a body that ends with the connection. */
  void startOpen() {
    start(0, null);
    state = State.OPEN;
  }

  boolean done() {
    return state == State.DONE;
  }

  /** Whether the end of the connection is a proper end. */
  boolean open() {
    return state == State.OPEN;
  }

  /** Octets that are known to be missing; -1 if that cannot be known. */
  long missing() {
    return state == State.LENGTH ? remaining : state == State.DONE ? 0 : -1;
  }

  /** From here on nothing is handed on. */
  void discard(long atMost) {
    discarding = true;
    mayDiscard = atMost;
  }

  /** The message is given up. */
  void stop() {
    state = State.DONE;
    trailers = null;
  }

  /** Reads what is there. Check {@link #done} afterwards. */
  void read(ByteBuf in, long streamId, StreamEvents<?> events) throws ProtocolException {
    while (state != State.DONE && in.isReadable()) {
      switch (state) {
        case LENGTH -> readLength(in, streamId, events);
        case OPEN -> give(in.readRetainedSlice(in.readableBytes()), false, streamId, events);
        case DATA -> readData(in, streamId, events);
        case TRAILERS -> {
          if (!readTrailers(in, streamId, events)) {
            return;
          }
        }
        default -> readFraming(in.readByte());
      }
    }
  }

  private void readLength(ByteBuf in, long streamId, StreamEvents<?> events)
      throws ProtocolException {
    int size = (int) Math.min(in.readableBytes(), remaining);
    remaining -= size;
    boolean last = remaining == 0;
    ByteBuf data = in.readRetainedSlice(size);
    if (last) {
      end(in);
    }
    give(data, last, streamId, events);
  }

  private void readData(ByteBuf in, long streamId, StreamEvents<?> events)
      throws ProtocolException {
    int size = (int) Math.min(in.readableBytes(), remaining);
    remaining -= size;
    ByteBuf data = in.readRetainedSlice(size);
    boolean last = false;
    if (remaining == 0) {
      state = State.DATA_CR;
      last = usualEndFollows(in);
      if (last) {
        in.skipBytes(USUAL_END.length);
        end(in);
      }
    }
    give(data, last, streamId, events);
  }

  private void end(ByteBuf in) {
    state = State.DONE;
    end.bodyEnded(in);
  }

  private static boolean usualEndFollows(ByteBuf in) {
    if (in.readableBytes() < USUAL_END.length) {
      return false;
    }
    int at = in.readerIndex();
    for (int i = 0; i < USUAL_END.length; i++) {
      if (in.getByte(at + i) != USUAL_END[i]) {
        return false;
      }
    }
    return true;
  }

  private void give(ByteBuf slice, boolean last, long streamId, StreamEvents<?> events)
      throws ProtocolException {
    if (!discarding) {
      events.onBody(streamId, slice, last);
      return;
    }
    mayDiscard -= slice.readableBytes();
    slice.release();
    if (mayDiscard < 0) {
      throw Rule.BODY_TOO_LARGE.broken(side);
    }
  }

  /** Takes one octet of what stands around the data; a state per octet survives any split. */
  private void readFraming(byte octet) throws ProtocolException {
    switch (state) {
      case SIZE -> readSize(octet);
      case BLANK_AFTER_SIZE, EXTENSION -> readExtension(octet);
      case SIZE_LF -> {
        if (octet != Octets.LF) {
          throw Rule.BARE_CR.broken(side);
        }
        beginChunk();
      }
      case DATA_CR -> {
        if (octet != Octets.CR) {
          throw Rule.CHUNK_END.broken(side);
        }
        state = State.DATA_LF;
      }
      case DATA_LF -> {
        if (octet != Octets.LF) {
          throw Rule.CHUNK_END.broken(side);
        }
        state = State.SIZE;
        digits = 0;
      }
      default -> throw new IllegalStateException("no framing in " + state);
    }
  }

  private void readSize(byte octet) throws ProtocolException {
    int digit = Octets.hex(octet);
    if (digit >= 0) {
      if (digits == MAX_SIZE_DIGITS || remaining > Long.MAX_VALUE >> 4) {
        throw Rule.CHUNK_SIZE.broken(side);
      }
      remaining = remaining << 4 | digit;
      digits++;
    } else if (digits == 0) {
      throw Rule.CHUNK_SIZE.broken(side);
    } else if (octet == Octets.CR) {
      state = State.SIZE_LF;
    } else if (octet == ';') {
      state = State.EXTENSION;
    } else if (Lists.isBlank(octet)) {
      state = State.BLANK_AFTER_SIZE;
    } else {
      throw (octet == Octets.LF ? Rule.BARE_LF : Rule.CHUNK_SIZE).broken(side);
    }
  }

  private void readExtension(byte octet) throws ProtocolException {
    if (++extensionOctets > limits.extensions()) {
      throw Rule.CHUNK_EXTENSIONS.broken(side);
    }
    if (state == State.BLANK_AFTER_SIZE) {
      if (octet == ';') {
        state = State.EXTENSION;
      } else if (!Lists.isBlank(octet)) {
        throw Rule.CHUNK_SIZE.broken(side);
      }
    } else if (octet == Octets.CR) {
      state = State.SIZE_LF;
    } else if (!Octets.isText(octet)) {
      throw HeadParser.badOctet(octet, side);
    }
  }

  private void beginChunk() throws ProtocolException {
    total += remaining;
    if (total < 0 || total > limits.body()) {
      throw Rule.BODY_TOO_LARGE.broken(side);
    }
    state = remaining == 0 ? State.TRAILERS : State.DATA;
  }

  /** Reads the trailer section once all of it is there; false if it is not. */
  private boolean readTrailers(ByteBuf in, long streamId, StreamEvents<?> events)
      throws ProtocolException {
    FieldBlock block = trailers;
    if (block == null) {
      block = new FieldBlock();
      trailers = block;
    }
    block.clear();
    int available = Math.min(in.readableBytes(), limits.trailers().total() + 1);
    block.load(in, available);
    int empty = HeadParser.lines(block, 0, available, side, limits.trailers());
    if ((empty < 0 ? available : empty + 2) > limits.trailers().total()) {
      throw Rule.HEAD_TOO_LARGE.broken(side);
    }
    if (empty < 0) {
      return false;
    }
    block.length = empty;
    in.skipBytes(empty + 2);
    trailers = null;
    boolean any = TrailerRules.apply(block, connectionNames);
    boolean wanted = !discarding;
    end(in);
    if (!wanted) {
      return true;
    }
    if (any) {
      events.onTrailers(streamId, block);
    } else {
      events.onBody(streamId, Unpooled.EMPTY_BUFFER, true);
    }
    return true;
  }
}
