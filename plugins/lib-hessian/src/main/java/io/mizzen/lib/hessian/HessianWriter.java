package io.mizzen.lib.hessian;

import io.mizzen.xprotocol.convert.ConversionException;
import io.netty.buffer.ByteBuf;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes neutral values; how lists, maps and the heads of texts look is a form's affair. No
 * references: what occurs twice is written twice.
 */
public abstract class HessianWriter {
  /** Deeper values come from no honest caller, and would exhaust the stack. */
  public static final int MAX_DEPTH = 64;

  /** As Java peers cut long texts. */
  private static final int LONGEST_TEXT = 0x8000;

  /** Borrowed; appended to. */
  protected final ByteBuf to;

  private final int longestBytes;

  /** Whether more of a text or of bytes follows. */
  protected enum Piece {
    LAST,
    MORE
  }

  /**
   * @param to borrowed; appended to
   * @param longestBytes in one piece of bytes, as peers of this form cut them
   */
  protected HessianWriter(ByteBuf to, int longestBytes) {
    this.to = to;
    this.longestBytes = longestBytes;
  }

  /**
   * Writes a value.
   *
   * @param depth how many hold it already
   */
  public final void value(@Nullable Object value, int depth) throws ConversionException {
    if (depth > MAX_DEPTH) {
      throw new ConversionException("an argument is nested deeper than " + MAX_DEPTH + " levels");
    }
    if (value == null) {
      to.writeByte('N');
    } else if (value instanceof CharSequence text) {
      text(text);
    } else if (value instanceof Boolean yes) {
      to.writeByte(yes ? 'T' : 'F');
    } else if (value instanceof Integer number) {
      integer(number);
    } else if (value instanceof Long number) {
      to.writeByte('L').writeLong(number);
    } else if (value instanceof Double number) {
      to.writeByte('D').writeDouble(number);
    } else if (value instanceof BigInteger number) {
      number(number);
    } else if (value instanceof byte[] bytes) {
      bytes(bytes);
    } else if (value instanceof List<?> list) {
      list(list, depth);
    } else if (value instanceof Map<?, ?> map) {
      map(map, depth);
    } else {
      throw new ConversionException("an argument is a " + value.getClass().getSimpleName());
    }
  }

  /** A number of any size, as readers of this form take it. */
  protected abstract void number(BigInteger number) throws ConversionException;

  /** A list; its values are one level deeper. */
  protected abstract void list(List<?> list, int depth) throws ConversionException;

  /** A map; its keys and values are one level deeper. */
  protected abstract void map(Map<?, ?> map, int depth) throws ConversionException;

  /** What stands before a piece of a text. */
  protected abstract void textHead(int units, Piece piece);

  /** What stands before a piece of bytes. */
  protected abstract void bytesHead(int length, Piece piece);

  /** Writes an int as shortly as it can be. */
  public final void integer(int value) {
    if (value >= -0x10 && value <= 0x2f) {
      to.writeByte(0x90 + value);
    } else if (value >= -0x800 && value <= 0x7ff) {
      to.writeByte(0xc8 + (value >> 8)).writeByte(value);
    } else if (value >= -0x40000 && value <= 0x3ffff) {
      to.writeByte(0xd4 + (value >> 16)).writeShort(value);
    } else {
      to.writeByte('I').writeInt(value);
    }
  }

  /** Writes a text, in pieces that never part a pair of surrogates. */
  public final void text(CharSequence text) {
    int at = 0;
    while (text.length() - at > LONGEST_TEXT) {
      int end = at + LONGEST_TEXT;
      if (Character.isHighSurrogate(text.charAt(end - 1))) {
        end--;
      }
      textHead(end - at, Piece.MORE);
      units(text, at, end);
      at = end;
    }
    textHead(text.length() - at, Piece.LAST);
    units(text, at, text.length());
  }

  /** Writes a part of a text, each unit by itself: peers know no sequences of four bytes. */
  protected final void units(CharSequence text, int from, int end) {
    if (isAscii(text, from, end)) {
      to.writeCharSequence(text.subSequence(from, end), StandardCharsets.US_ASCII);
      return;
    }
    for (int i = from; i < end; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        to.writeByte(c);
      } else if (c < 0x800) {
        to.writeByte(0xc0 | c >> 6).writeByte(0x80 | c & 0x3f);
      } else {
        to.writeByte(0xe0 | c >> 12).writeByte(0x80 | c >> 6 & 0x3f).writeByte(0x80 | c & 0x3f);
      }
    }
  }

  private static boolean isAscii(CharSequence text, int from, int end) {
    for (int i = from; i < end; i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private void bytes(byte[] bytes) {
    int at = 0;
    while (bytes.length - at > longestBytes) {
      bytesHead(longestBytes, Piece.MORE);
      to.writeBytes(bytes, at, longestBytes);
      at += longestBytes;
    }
    bytesHead(bytes.length - at, Piece.LAST);
    to.writeBytes(bytes, at, bytes.length - at);
  }
}
