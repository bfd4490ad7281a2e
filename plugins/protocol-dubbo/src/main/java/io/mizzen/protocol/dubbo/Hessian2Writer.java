package io.mizzen.protocol.dubbo;

import io.mizzen.lib.hessian.HessianWriter;
import io.mizzen.xprotocol.convert.ConversionException;
import io.netty.buffer.ByteBuf;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/**
 * Writes neutral values in hessian2: scalars, lists and maps without a type, and arrays whose type
 * the reader needs to be told.
 */
final class Hessian2Writer extends HessianWriter {
  /** As Java peers cut long bytes. */
  private static final int LONGEST_BYTES = 0x0ffd;

  private static final int SHORT_LIST = 7;

  Hessian2Writer(ByteBuf to) {
    super(to, LONGEST_BYTES);
  }

  /** Providers make a number of it where they want one. */
  @Override
  protected void number(BigInteger number) {
    text(number.toString());
  }

  @Override
  protected void list(List<?> list, int depth) throws ConversionException {
    int size = list.size();
    if (size <= SHORT_LIST) {
      to.writeByte(0x78 + size);
    } else {
      to.writeByte('X');
      integer(size);
    }
    for (Object element : list) {
      value(element, depth + 1);
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

  @Override
  protected void map(Map<?, ?> map, int depth) throws ConversionException {
    to.writeByte('H');
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      value(entry.getKey(), depth + 1);
      value(entry.getValue(), depth + 1);
    }
    to.writeByte('Z');
  }

  @Override
  protected void textHead(int units, Piece piece) {
    if (piece == Piece.MORE) {
      to.writeByte('R').writeShort(units);
    } else if (units <= 0x1f) {
      to.writeByte(units);
    } else if (units <= 0x3ff) {
      to.writeByte(0x30 + (units >> 8)).writeByte(units);
    } else {
      to.writeByte('S').writeShort(units);
    }
  }

  @Override
  protected void bytesHead(int length, Piece piece) {
    if (piece == Piece.MORE) {
      to.writeByte('A').writeShort(length);
    } else if (length <= 0x0f) {
      to.writeByte(0x20 + length);
    } else {
      to.writeByte('B').writeShort(length);
    }
  }
}
