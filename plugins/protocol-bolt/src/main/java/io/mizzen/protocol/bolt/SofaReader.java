package io.mizzen.protocol.bolt;

import io.mizzen.xprotocol.convert.ConversionException;
import io.mizzen.xprotocol.convert.Struct;
import io.netty.buffer.ByteBuf;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads SOFARPC's hessian, drawn in {@link SofaWriter}, into neutral values; what peers write
 * besides:
 *
 * <pre>
 *   long     d8-ef, f0-ff with one, 38-3f with two bytes more, w int32
 *   double   g 0.0, h 1.0, i int8, j int16, k float32
 *   list     v type-number int value*     of a type that was named before, without an end
 *   type     u int (or T int)             in place of t: one that was named before
 *   again    J ref8, K ref16, R ref32     a list, map or object that has begun before
 * </pre>
 *
 * <p>No class is looked for: objects become {@link Struct}. What is read is as large as the message
 * at most, by a factor; its depth and the number of definitions are bounded. For one message.
 */
final class SofaReader {
  /** Deeper values come from no honest provider, and would exhaust the stack. */
  static final int MAX_DEPTH = 64;

  /** More kinds of objects than a result of any service has. */
  private static final int MAX_DEFINITIONS = 4096;

  private static final int MAX_FIELDS = 1024;

  /** As many words as the digits that are written. */
  private static final int MAX_WORDS = SofaWriter.MAX_DIGITS / 9;

  private static final byte[] NO_BYTES = {};

  private final ByteBuf in;
  private final List<Object> begun = new ArrayList<>();
  private final List<String> types = new ArrayList<>();
  private final List<Definition> definitions = new ArrayList<>();
  private int depth;

  /** A class of the other end. */
  private record Definition(String type, String[] fields) {}

  /**
   * @param in its reader index moves behind what was read
   */
  SofaReader(ByteBuf in) {
    this.in = in;
  }

  /** The next value. */
  @Nullable Object value() throws ConversionException {
    int tag = tag();
    while (tag == 'O') {
      define();
      tag = tag();
    }
    if (tag == 'V' || tag == 'v' || tag == 'M' || tag == 'o') {
      if (++depth > MAX_DEPTH) {
        throw broken("it is nested deeper than " + MAX_DEPTH + " levels");
      }
      Object holder = holder(tag);
      depth--;
      return holder;
    }
    return plain(tag);
  }

  private Object holder(int tag) throws ConversionException {
    return switch (tag) {
      case 'V' -> list();
      case 'v' -> fixedList();
      case 'M' -> map(type());
      default -> object();
    };
  }

  private @Nullable Object plain(int tag) throws ConversionException {
    if (isText(tag)) {
      return text(tag);
    }
    if (tag >= 0x80 && tag <= 0xd7 || tag == 'I') {
      return integer(tag);
    }
    if (tag >= 0xd8 || tag >= 0x38 && tag <= 0x3f) {
      return smallLong(tag);
    }
    if (tag >= 0x20 && tag <= 0x2f) {
      return binary(tag);
    }
    return switch (tag) {
      case 'N' -> null;
      case 'T' -> Boolean.TRUE;
      case 'F' -> Boolean.FALSE;
      case 'w' -> (long) int32();
      case 'L' -> int64();
      case 'g' -> 0.0;
      case 'h' -> 1.0;
      case 'i' -> (double) (byte) tag();
      case 'j' -> (double) (short) int16();
      case 'k' -> (double) Float.intBitsToFloat(int32());
      case 'D' -> Double.longBitsToDouble(int64());
      case 'd' -> Instant.ofEpochMilli(int64());
      case 'B', 'b' -> binary(tag);
      case 'J' -> again(tag());
      case 'K' -> again(int16());
      case 'R' -> again(int32());
      default -> throw broken("no value begins with " + tag);
    };
  }

  // ---- scalars ------------------------------------------------------------------------------

  private void need(int bytes) throws ConversionException {
    if (in.readableBytes() < bytes) {
      throw broken("it ends within a value");
    }
  }

  private static ConversionException broken(String what) {
    return new ConversionException("the provider's answer cannot be read: " + what);
  }

  private int tag() throws ConversionException {
    need(Byte.BYTES);
    return in.readUnsignedByte();
  }

  private int int16() throws ConversionException {
    need(Short.BYTES);
    return in.readUnsignedShort();
  }

  private int int32() throws ConversionException {
    need(Integer.BYTES);
    return in.readInt();
  }

  private long int64() throws ConversionException {
    need(Long.BYTES);
    return in.readLong();
  }

  private int integer(int tag) throws ConversionException {
    if (tag >= 0x80 && tag <= 0xbf) {
      return tag - 0x90;
    }
    if (tag >= 0xc0 && tag <= 0xcf) {
      return (tag - 0xc8 << 8) + tag();
    }
    if (tag >= 0xd0 && tag <= 0xd7) {
      return (tag - 0xd4 << 16) + int16();
    }
    if (tag == 'I') {
      return int32();
    }
    throw broken("a number was expected");
  }

  private long smallLong(int tag) throws ConversionException {
    if (tag >= 0xd8 && tag <= 0xef) {
      return tag - 0xe0L;
    }
    if (tag >= 0xf0) {
      return ((long) tag - 0xf8 << 8) + tag();
    }
    return ((long) tag - 0x3c << 16) + int16();
  }

  private static boolean isText(int tag) {
    return tag <= 0x1f || tag == 'S' || tag == 's';
  }

  private String text() throws ConversionException {
    int tag = tag();
    if (!isText(tag)) {
      throw broken("a name was expected");
    }
    return text(tag);
  }

  private String text(int first) throws ConversionException {
    int tag = first;
    StringBuilder text = new StringBuilder();
    while (true) {
      units(tag <= 0x1f ? tag : int16(), text);
      if (tag != 's') {
        return text.toString();
      }
      tag = tag();
      if (!isText(tag)) {
        throw broken("a text breaks off");
      }
    }
  }

  /** Units of UTF-16, each in one to three bytes. */
  private void units(int count, StringBuilder text) throws ConversionException {
    need(count); // each has a byte at least
    for (int i = 0; i < count; i++) {
      int first = tag();
      if (first < 0x80) {
        text.append((char) first);
      } else if ((first & 0xe0) == 0xc0) {
        text.append((char) ((first & 0x1f) << 6 | next()));
      } else if ((first & 0xf0) == 0xe0) {
        text.append((char) ((first & 0xf) << 12 | next() << 6 | next()));
      } else {
        throw broken("a text is not UTF-8");
      }
    }
  }

  private int next() throws ConversionException {
    int more = tag();
    if ((more & 0xc0) != 0x80) {
      throw broken("a text is not UTF-8");
    }
    return more & 0x3f;
  }

  private byte[] binary(int first) throws ConversionException {
    byte[] bytes = NO_BYTES;
    int tag = first;
    while (true) {
      int length;
      if (tag >= 0x20 && tag <= 0x2f) {
        length = tag - 0x20;
      } else if (tag == 'B' || tag == 'b') {
        length = int16();
      } else {
        throw broken("bytes break off");
      }
      need(length);
      int at = bytes.length;
      bytes = Arrays.copyOf(bytes, at + length);
      in.readBytes(bytes, at, length);
      if (tag != 'b') {
        return bytes;
      }
      tag = tag();
    }
  }

  // ---- what holds others --------------------------------------------------------------------

  private Object again(int index) throws ConversionException {
    if (index < 0 || index >= begun.size()) {
      throw broken("it mentions a value that did not come before");
    }
    return begun.get(index);
  }

  private String named(int index) throws ConversionException {
    if (index < 0 || index >= types.size()) {
      throw broken("it mentions a type that did not come before");
    }
    return types.get(index);
  }

  /** The type of a list or map; empty if none is told. */
  private String type() throws ConversionException {
    need(1);
    int tag = in.getUnsignedByte(in.readerIndex());
    if (tag == 't') {
      in.skipBytes(1);
      StringBuilder type = new StringBuilder();
      units(int16(), type);
      types.add(type.toString());
      return type.toString();
    }
    if (tag == 'u' || tag == 'T') {
      in.skipBytes(1);
      return named(integer(tag()));
    }
    return "";
  }

  private List<@Nullable Object> list() throws ConversionException {
    type();
    need(1);
    int tag = in.getUnsignedByte(in.readerIndex());
    int said = -1;
    if (tag == 'n') {
      in.skipBytes(1);
      said = tag();
    } else if (tag == 'l') {
      in.skipBytes(1);
      said = int32();
    }
    List<@Nullable Object> list = newList(tag == 'l' ? said : Math.max(said, 0));
    while (!ends()) {
      list.add(value());
    }
    if (said >= 0 && said != list.size()) {
      throw broken("a list has another length than it says");
    }
    return list;
  }

  private List<@Nullable Object> fixedList() throws ConversionException {
    named(integer(tag()));
    int length = integer(tag());
    List<@Nullable Object> list = newList(length);
    for (int i = 0; i < length; i++) {
      list.add(value());
    }
    return list;
  }

  private List<@Nullable Object> newList(int length) throws ConversionException {
    if (length < 0 || length > in.readableBytes()) {
      throw broken("a list is longer than the answer");
    }
    List<@Nullable Object> list = new ArrayList<>();
    begun.add(list);
    return list;
  }

  private boolean ends() throws ConversionException {
    need(1);
    if (in.getByte(in.readerIndex()) != 'z') {
      return false;
    }
    in.skipBytes(1);
    return true;
  }

  /** A map; one of a class that is no map is that class's object. */
  private Object map(String type) throws ConversionException {
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    boolean plain = type.isEmpty() || type.startsWith("java.util.");
    int place = begun.size();
    begun.add(map);
    while (!ends()) {
      Object key = value();
      boolean bad = key instanceof List || key instanceof Map || key instanceof Struct;
      map.put(bad ? "(" + map.size() + ")" : key, value());
    }
    if (plain) {
      return map;
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    map.forEach((key, value) -> fields.put(String.valueOf(key), value));
    Object made = simpler(new Struct(type, fields));
    begun.set(place, made);
    return made;
  }

  private void define() throws ConversionException {
    int length = integer(tag());
    if (length < 0) {
      throw broken("a name was expected");
    }
    StringBuilder type = new StringBuilder();
    units(length, type);
    int count = integer(tag());
    if (count < 0 || count > MAX_FIELDS || definitions.size() == MAX_DEFINITIONS) {
      throw broken("too many kinds of objects, or fields of one");
    }
    String[] fields = new String[count];
    for (int i = 0; i < count; i++) {
      fields[i] = text();
    }
    definitions.add(new Definition(type.toString(), fields));
  }

  private Object object() throws ConversionException {
    int index = integer(tag());
    if (index < 0 || index >= definitions.size()) {
      throw broken("an object of a kind that was not defined");
    }
    Definition definition = definitions.get(index);
    need(definition.fields.length); // each has a byte at least
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    Struct struct = new Struct(definition.type, fields);
    int place = begun.size();
    begun.add(struct);
    for (String field : definition.fields) {
      fields.put(field, value());
    }
    Object made = simpler(struct);
    begun.set(place, made);
    return made;
  }

  /** Numbers and dates of the JDK travel as objects. */
  private static Object simpler(Struct struct) throws ConversionException {
    String type = struct.type();
    Object value = struct.fields().get("value");
    if (value instanceof Instant && type.startsWith("java.sql.")) {
      return value;
    }
    if (type.equals("java.math.BigDecimal") && value instanceof String text) {
      return decimal(text);
    }
    boolean integer = type.equals("java.math.BigInteger");
    return integer && struct.fields().get("mag") instanceof List<?> words
        ? integer(struct, words)
        : struct;
  }

  private static Object decimal(String text) throws ConversionException {
    try {
      return text.length() <= SofaWriter.MAX_DIGITS ? new BigDecimal(text) : text;
    } catch (NumberFormatException e) {
      throw broken("a number is none");
    }
  }

  private static BigInteger integer(Struct struct, List<?> words) throws ConversionException {
    if (words.size() > MAX_WORDS || !(struct.fields().get("signum") instanceof Integer sign)) {
      throw broken("a number is none, or too long");
    }
    ByteBuffer magnitude = ByteBuffer.allocate(words.size() * Integer.BYTES);
    for (Object word : words) {
      if (!(word instanceof Integer bits)) {
        throw broken("a number is none");
      }
      magnitude.putInt(bits);
    }
    BigInteger number = new BigInteger(1, magnitude.array());
    return sign < 0 ? number.negate() : number;
  }
}
