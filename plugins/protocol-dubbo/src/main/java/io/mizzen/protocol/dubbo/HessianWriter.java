package io.mizzen.protocol.dubbo;

import io.mizzen.xprotocol.convert.ConversionException;
import io.netty.buffer.ByteBuf;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes neutral values in hessian2: scalars, lists and maps without a type, and arrays whose type
 * the reader needs to be told. No references: what occurs twice is written twice.
 */
final class HessianWriter {
  /** As Java peers cut long texts and bytes. */
  private static final int CHUNK = 0x8000;

  private static final int BINARY_CHUNK = 0x0ffd;

  /** Deeper values come from no honest caller, and would exhaust the stack. */
  static final int MAX_DEPTH = 64;

  private static final int SHORT_LIST = 7;

  private final ByteBuf to;

  HessianWriter(ByteBuf to) {
    this.to = to;
  }

  void value(@Nullable Object value, int depth) throws ConversionException {
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
      text(number.toString()); // providers make a number of it where they want one
    } else if (value instanceof byte[] bytes) {
      binary(bytes);
    } else if (value instanceof List<?> list) {
      listHead(list.size());
      for (Object element : list) {
        value(element, depth + 1);
      }
    } else if (value instanceof Map<?, ?> map) {
      to.writeByte('H');
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        value(entry.getKey(), depth + 1);
        value(entry.getValue(), depth + 1);
      }
      to.writeByte('Z');
    } else {
      throw new ConversionException("an argument is a " + value.getClass().getSimpleName());
    }
  }

  /** Writes an array, whose type is told so that the reader makes one. */
  void array(String type, List<?> elements) throws ConversionException {
    if (elements.size() <= SHORT_LIST) {
      to.writeByte(0x70 + elements.size());
      text(type);
    } else {
      to.writeByte('V');
      text(type);
      integer(elements.size());
    }
    for (Object element : elements) {
      value(element, 1);
    }
  }

  private void listHead(int size) {
    if (size <= SHORT_LIST) {
      to.writeByte(0x78 + size);
    } else {
      to.writeByte('X');
      integer(size);
    }
  }

  void integer(int value) {
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
  void text(CharSequence text) {
    int from = 0;
    int left = text.length();
    while (left > CHUNK) {
      int some = CHUNK;
      if (Character.isHighSurrogate(text.charAt(from + some - 1))) {
        some--;
      }
      to.writeByte('R').writeShort(some);
      units(text, from, from + some);
      from += some;
      left -= some;
    }
    if (left <= 0x1f) {
      to.writeByte(left);
    } else if (left <= 0x3ff) {
      to.writeByte(0x30 + (left >> 8)).writeByte(left);
    } else {
      to.writeByte('S').writeShort(left);
    }
    units(text, from, from + left);
  }

  private void units(CharSequence text, int from, int end) {
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

  private void binary(byte[] bytes) {
    int from = 0;
    int left = bytes.length;
    while (left > BINARY_CHUNK) {
      to.writeByte('A').writeShort(BINARY_CHUNK).writeBytes(bytes, from, BINARY_CHUNK);
      from += BINARY_CHUNK;
      left -= BINARY_CHUNK;
    }
    if (left <= 0x0f) {
      to.writeByte(0x20 + left);
    } else {
      to.writeByte('B').writeShort(left);
    }
    to.writeBytes(bytes, from, left);
  }
}
