package io.mizzen.protocol.bolt;

import io.mizzen.xprotocol.convert.ConversionException;
import io.netty.buffer.ByteBuf;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
 * <p>No references: what occurs twice is written twice. An object with the key {@code class} is a
 * map of that type, of which the reader makes an instance; other maps become what the reader's
 * declarations ask for.
 */
final class SofaWriter {
  /** As Java peers cut long texts and bytes. */
  private static final int CHUNK = 0x8000;

  /** Deeper values come from no honest caller, and would exhaust the stack. */
  static final int MAX_DEPTH = 64;

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

  private final ByteBuf to;

  SofaWriter(ByteBuf to) {
    this.to = to;
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

  void value(@Nullable Object value, int depth) throws ConversionException {
    if (depth > MAX_DEPTH) {
      throw new ConversionException("an argument is nested deeper than " + MAX_DEPTH + " levels");
    }
    if (value == null) {
      to.writeByte('N');
    } else if (value instanceof String text) {
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
      number(number, DECIMAL); // a number of the JDK that travels as a text
    } else if (value instanceof byte[] bytes) {
      binary(bytes);
    } else if (value instanceof List<?> list) {
      list(list, depth);
    } else if (value instanceof Map<?, ?> map) {
      map(map, depth);
    } else {
      throw new ConversionException("an argument is a " + value.getClass().getSimpleName());
    }
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

  private void map(Map<?, ?> map, int depth) throws ConversionException {
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

  private void list(List<?> list, int depth) throws ConversionException {
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

  private void integer(int value) {
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

  void text(String text) {
    int at = 0;
    while (text.length() - at > CHUNK) {
      int end = at + CHUNK;
      if (Character.isHighSurrogate(text.charAt(end - 1))) {
        end--; // peers keep pairs together
      }
      to.writeByte('s').writeShort(end - at);
      units(text, at, end);
      at = end;
    }
    int rest = text.length() - at;
    if (rest <= SHORT_TEXT) {
      to.writeByte(rest);
    } else {
      to.writeByte('S').writeShort(rest);
    }
    units(text, at, text.length());
  }

  /** Each unit by itself: peers know no sequences of four bytes. */
  private void units(String text, int from, int end) {
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

  private static boolean isAscii(String text, int from, int end) {
    for (int i = from; i < end; i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private void binary(byte[] bytes) {
    int at = 0;
    while (bytes.length - at > CHUNK) {
      to.writeByte('b').writeShort(CHUNK).writeBytes(bytes, at, CHUNK);
      at += CHUNK;
    }
    int rest = bytes.length - at;
    if (rest <= SHORT_BYTES) {
      to.writeByte(0x20 + rest);
    } else {
      to.writeByte('B').writeShort(rest);
    }
    to.writeBytes(bytes, at, rest);
  }
}
