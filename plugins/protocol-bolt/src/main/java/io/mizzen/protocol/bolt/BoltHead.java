package io.mizzen.protocol.bolt;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.MessageHead;
import io.mizzen.spi.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a frame says before its content. Holds a copy of class name and header map, so that encoding
 * can patch and repeat at will while nothing of the received buffer is kept; the header map is
 * walked once when it comes in, to know that it is whole and where the known keys are, and read
 * when somebody asks.
 */
abstract sealed class BoltHead implements MessageHead permits BoltRequest, BoltResponse {
  /** The word of this protocol in configuration, logs and metrics. */
  static final String WORD = "bolt";

  /** The fixed part as it came in. */
  final FixedHeader fixed = new FixedHeader();

  final WorkerPool pool;

  /** Class name, then header map. */
  byte[] bytes = new byte[WorkerPool.USUAL_BYTES / 2];

  @Nullable HeaderEdits edits;
  private final BytesText text = new BytesText();

  BoltHead(WorkerPool pool) {
    this.pool = pool;
  }

  /** Whether a header map can be read. */
  enum Intake {
    GOOD,
    BROKEN
  }

  /**
   * Takes the head of a frame.
   *
   * @param in borrowed
   * @param at the index of the class name in it
   */
  Intake take(FixedHeader header, ByteBuf in, int at) {
    fixed.copyFrom(header);
    int length = header.classLength + header.headerLength;
    if (bytes.length < length) {
      bytes = new byte[length + (length >> 2)];
    }
    in.getBytes(at, bytes, 0, length);
    int place = header.classLength;
    while (place < length) {
      int next = HeaderMap.next(bytes, place, length);
      if (next < 0) {
        return Intake.BROKEN;
      }
      if (HeaderMap.counts(bytes, place)) {
        sawPair(place);
      }
      place = next;
    }
    return Intake.GOOD;
  }

  /** A pair that counts was met; a later one with the same key comes later. */
  abstract void sawPair(int place);

  /** A field was changed. */
  abstract void edited();

  @Override
  public final String protocol() {
    return WORD;
  }

  @Override
  public final long bodyLength() {
    return fixed.contentLength;
  }

  @Override
  public final @Nullable CharSequence get(CharSequence name) {
    if (edits != null) {
      HeaderEdits.Edit edit = edits.find(name);
      if (edit != null) {
        return edit.value;
      }
    }
    int place = HeaderMap.find(bytes, mapStart(), mapEnd(), name);
    return place < 0
        ? null
        : text.show(bytes, HeaderMap.valueStart(bytes, place), HeaderMap.valueLength(bytes, place));
  }

  @Override
  public final void forEach(Visitor visitor) {
    BytesText name = new BytesText();
    BytesText value = new BytesText();
    int end = mapEnd();
    for (int place = mapStart(); place < end; place = HeaderMap.next(bytes, place, end)) {
      if (HeaderMap.counts(bytes, place) && stands(place, end)) {
        visitor.field(
            name.show(bytes, HeaderMap.keyStart(place), HeaderMap.keyLength(bytes, place)),
            value.show(
                bytes, HeaderMap.valueStart(bytes, place), HeaderMap.valueLength(bytes, place)));
      }
    }
    if (edits != null) {
      edits.forEach(visitor);
    }
  }

  private boolean stands(int place, int end) {
    return edits == null
        ? !HeaderMap.superseded(bytes, place, end)
        : edits.keeps(bytes, place, end);
  }

  @Override
  public final void set(CharSequence name, CharSequence value) {
    editable().set(name, value);
    edited();
  }

  /** A map has one value for a key, so this is {@link #set}. */
  @Override
  public final void add(CharSequence name, CharSequence value) {
    set(name, value);
  }

  @Override
  public final void remove(CharSequence name) {
    editable().remove(name);
    edited();
  }

  private HeaderEdits editable() {
    HeaderEdits present = edits;
    if (present == null) {
      present = new HeaderEdits();
      edits = present;
    }
    return present;
  }

  /**
   * Sets the length of the header map in a frame to be sent.
   *
   * @throws ProtocolException if peers could not read such a length
   */
  final void measure(FixedHeader frame) throws ProtocolException {
    if (edits != null) {
      frame.headerLength = edits.length(bytes, mapStart(), mapEnd());
      if (frame.headerLength > FixedHeader.MAX_SHORT_LENGTH) {
        throw new ProtocolException(
            Why.TOO_LARGE,
            BoltStatus.CODEC_EXCEPTION.code(),
            "a header map of " + frame.headerLength + " bytes, 32767 are allowed");
      }
    }
  }

  /** Writes class name and header map; the place behind them. */
  final int write(byte[] to, int at) {
    int unchanged = edits == null ? mapEnd() : mapStart();
    System.arraycopy(bytes, 0, to, at, unchanged);
    return edits == null
        ? at + unchanged
        : edits.write(bytes, mapStart(), mapEnd(), to, at + unchanged);
  }

  /** Forgets the message; for {@link #release}. */
  final void clear() {
    edits = null;
    if (bytes.length > WorkerPool.MAX_KEPT_BYTES) {
      bytes = new byte[WorkerPool.USUAL_BYTES / 2];
    }
  }

  /** Whether a pair of this frame has that key. */
  final boolean keyIs(int place, byte[] key) {
    return HeaderMap.keyIs(bytes, place, key);
  }

  /** The value of a pair as a string, without allocation if it was seen lately. */
  final String word(int place) {
    return pool.words.get(
        bytes, HeaderMap.valueStart(bytes, place), HeaderMap.valueLength(bytes, place));
  }

  /** Whether the value of a pair is that. */
  final boolean valueIs(int place, byte[] value) {
    int start = HeaderMap.valueStart(bytes, place);
    int length = HeaderMap.valueLength(bytes, place);
    return Arrays.equals(bytes, start, start + length, value, 0, value.length);
  }

  private int mapStart() {
    return fixed.classLength;
  }

  private int mapEnd() {
    return fixed.classLength + fixed.headerLength;
  }
}
