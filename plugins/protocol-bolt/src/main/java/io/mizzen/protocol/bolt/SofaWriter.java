package io.mizzen.protocol.bolt;

import io.mizzen.lib.hessian.HessianWriter;
import io.mizzen.xprotocol.convert.ConversionException;
import io.netty.buffer.ByteBuf;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes neutral values as SOFARPC's hessian: the draft before Hessian 2.0, which differs from it
 * in lists, maps, objects and lengths.
 *
 * <pre>
 *   null N   true T   false F   int 80-bf, c8 and d4 with one or two bytes more, I int32
 *   long L int64   double D float64   date d int64 (milliseconds)
 *   text     00-1f, (s len16)* S len16; then so many UTF-16 units, each as one to three bytes
 *   bytes    20-2f, (b len16)* B len16
 *   list     V (t len16 type)? (n len8 | l len32) value* z
 *   map      M (t len16 type)? (key value)* z
 *   object   O int name int (text)*  defines a class;  o int value*  is one of it
 * </pre>
 *
 * <p>An object with the key {@code class} is a map of that type, of which the reader makes an
 * instance; other maps become what the reader's declarations ask for.
 */
final class SofaWriter extends HessianWriter {
  /** As Java peers cut long bytes. */
  private static final int LONGEST_BYTES = 0x8000;

  private static final int SHORT_TEXT = 0x1f;
  private static final int SHORT_BYTES = 0x0f;
  private static final int BYTE_LENGTH = 0x100;
  private static final String CLASS = "class";
  private static final String VALUE = "value";
  private static final String DATE = "java.util.Date";
  private static final String DECIMAL = "java.math.BigDecimal";
  private static final String INTEGER = "java.math.BigInteger";

  /** Making a number takes the square of its digits. */
  static final int MAX_DIGITS = 1024;

  SofaWriter(ByteBuf to) {
    super(to, LONGEST_BYTES);
  }

  /** Writes an argument, as its parameter's type wants it where JSON has no word for it. */
  void argument(@Nullable Object value, String type) throws ConversionException {
    switch (type) {
      case "double", "java.lang.Double", "float", "java.lang.Float" -> {
        if (value instanceof BigInteger number) {
          to.writeByte('D').writeDouble(number.doubleValue());
          return;
        }
      }
      case DATE -> {
        if (value != null && !(value instanceof Map)) {
          date(value);
          return;
        }
      }
      case DECIMAL, INTEGER -> {
        if (value instanceof Number || value instanceof String) {
          number(value, type);
          return;
        }
      }
      default -> {
        // as JSON says it
      }
    }
    value(value, 1);
  }

  /** A number of the JDK that travels as a text. */
  @Override
  protected void number(BigInteger number) throws ConversionException {
    number(number, DECIMAL);
  }

  private void date(Object value) throws ConversionException {
    to.writeByte('d');
    if (value instanceof Integer || value instanceof Long) {
      to.writeLong(((Number) value).longValue());
      return;
    }
    try {
      to.writeLong(Instant.parse(String.valueOf(value)).toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      throw new ConversionException(
          "a date is milliseconds since 1970 or a text such as 2026-01-31T12:00:00Z");
    }
  }

  private void number(Object value, String type) throws ConversionException {
    if (type.equals(INTEGER)) {
      fields(integerOf(value));
      return;
    }
    mapHead(type);
    text(VALUE);
    text(value.toString());
    to.writeByte('z');
  }

  private static BigInteger integerOf(Object value) throws ConversionException {
    String text = value.toString();
    try {
      if (text.length() <= MAX_DIGITS) {
        return new BigInteger(text);
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new ConversionException("a " + INTEGER + " has up to " + MAX_DIGITS + " digits only");
  }

  /** SOFARPC knows no other form of it than what the JDK keeps inside. */
  private void fields(BigInteger number) throws ConversionException {
    byte[] bytes = number.abs().toByteArray();
    mapHead(INTEGER);
    text("signum");
    integer(number.signum());
    text("mag");
    int words = (number.abs().bitLength() + Integer.SIZE - 1) / Integer.SIZE;
    ByteBuffer magnitude = ByteBuffer.allocate((words + 1) * Integer.BYTES);
    magnitude.position(magnitude.capacity() - bytes.length).put(bytes).position(Integer.BYTES);
    to.writeByte('V');
    type("[int");
    length(words);
    for (int i = 0; i < words; i++) {
      integer(magnitude.getInt());
    }
    to.writeByte('z').writeByte('z');
  }

  @Override
  protected void map(Map<?, ?> map, int depth) throws ConversionException {
    if (map.get(CLASS) instanceof String type && !type.isEmpty()) {
      Object only = map.get(VALUE);
      if (type.equals(DATE) && only != null) {
        date(only);
        return;
      }
      if (type.equals(INTEGER) && only != null) {
        number(only, type);
        return;
      }
      mapHead(type);
    } else {
      to.writeByte('M');
    }
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!CLASS.equals(entry.getKey()) || !(entry.getValue() instanceof String)) {
        value(entry.getKey(), depth + 1);
        value(entry.getValue(), depth + 1);
      }
    }
    to.writeByte('z');
  }

  private void mapHead(String type) throws ConversionException {
    to.writeByte('M');
    type(type);
  }

  @Override
  protected void list(List<?> list, int depth) throws ConversionException {
    to.writeByte('V');
    length(list.size());
    for (Object element : list) {
      value(element, depth + 1);
    }
    to.writeByte('z');
  }

  /** Writes an array of texts, which is told so that the reader makes one. */
  void texts(List<String> texts) throws ConversionException {
    to.writeByte('V');
    type("[string");
    length(texts.size());
    for (String text : texts) {
      text(text);
    }
    to.writeByte('z');
  }

  private void length(int length) {
    if (length < BYTE_LENGTH) {
      to.writeByte('n').writeByte(length);
    } else {
      to.writeByte('l').writeInt(length);
    }
  }

  private void type(String type) throws ConversionException {
    if (type.length() > Short.MAX_VALUE) {
      throw new ConversionException("the name of a class is too long");
    }
    to.writeByte('t').writeShort(type.length());
    units(type, 0, type.length());
  }

  /** Defines a class and begins an object of it; its values follow in the order of the fields. */
  void object(String type, String... fields) {
    to.writeByte('O');
    integer(type.length());
    units(type, 0, type.length());
    integer(fields.length);
    for (String field : fields) {
      text(field);
    }
    to.writeByte('o');
    integer(0);
  }

  @Override
  protected void textHead(int units, Piece piece) {
    if (piece == Piece.MORE) {
      to.writeByte('s').writeShort(units);
    } else if (units <= SHORT_TEXT) {
      to.writeByte(units);
    } else {
      to.writeByte('S').writeShort(units);
    }
  }

  @Override
  protected void bytesHead(int length, Piece piece) {
    if (piece == Piece.MORE) {
      to.writeByte('b').writeShort(length);
    } else if (length <= SHORT_BYTES) {
      to.writeByte(0x20 + length);
    } else {
      to.writeByte('B').writeShort(length);
    }
  }
}
