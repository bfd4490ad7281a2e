package io.mizzen.protocol.dubbo;

import io.mizzen.xprotocol.convert.ConversionException;
import io.mizzen.xprotocol.convert.Struct;
import io.netty.buffer.ByteBuf;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads hessian2 values into neutral ones. No class is looked for, loaded or made, whatever the
 * bytes name: objects become a {@link Struct}. Nesting, definitions and sizes are bounded, so what
 * a reader holds is a small multiple of the bytes it was given. Tags are listed in the grammar of
 * Hessian 2.0; the numbers here are its.
 */
final class HessianReader {
  /** Providers answer with trees, not with chains. */
  private static final int MAX_DEPTH = 64;

  /** Kinds of objects in one answer, and fields of one kind. */
  private static final int MAX_DEFINITIONS = 4096;

  private static final int MAX_FIELDS = 1024;

  private static final byte[] NO_BYTES = {};

  private final ByteBuf in;
  private final List<Definition> definitions = new ArrayList<>();
  private final List<String> types = new ArrayList<>();
  // Lists, maps and objects in order of their beginning, for those that are mentioned again.
  private final List<Object> mentioned = new ArrayList<>();
  private int depth;

  private record Definition(String type, String[] fields) {}

  /**
   * @param in read from its reader index on
   */
  HessianReader(ByteBuf in) {
    this.in = in;
  }

  @Nullable Object value() throws ConversionException {
    if (++depth > MAX_DEPTH) {
      throw broken("values nested deeper than " + MAX_DEPTH + " levels");
    }
    try {
      return value(tag());
    } finally {
      depth--;
    }
  }

  private @Nullable Object value(int tag) throws ConversionException {
    if (HessianText.isText(tag)) {
      return text(tag);
    }
    if (tag >= 0x80 && tag <= 0xd7 || tag == 'I') {
      return integer(tag);
    }
    if (tag >= 0xd8 || tag >= 0x38 && tag <= 0x3f) {
      return smallLong(tag);
    }
    if (tag >= 0x20 && tag <= 0x2f || tag >= 0x34 && tag <= 0x37) {
      return binary(tag);
    }
    if (tag >= 0x60 && tag <= 0x6f) {
      return object(tag - 0x60);
    }
    if (tag >= 0x70 && tag <= 0x77) {
      type();
      return list(tag - 0x70);
    }
    if (tag >= 0x78 && tag <= 0x7f) {
      return list(tag - 0x78);
    }
    return switch (tag) {
      case 'N' -> null;
      case 'T' -> Boolean.TRUE;
      case 'F' -> Boolean.FALSE;
      case 'L' -> {
        need(8);
        yield in.readLong();
      }
      case 'Y' -> {
        need(4);
        yield (long) in.readInt();
      }
      case 0x5b -> 0.0;
      case 0x5c -> 1.0;
      case 0x5d -> {
        need(1);
        yield (double) in.readByte();
      }
      case 0x5e -> {
        need(2);
        yield (double) in.readShort();
      }
      case 0x5f -> {
        need(4);
        yield in.readInt() * 0.001;
      }
      case 'D' -> {
        need(8);
        yield in.readDouble();
      }
      case 'J' -> {
        need(8);
        yield Instant.ofEpochMilli(in.readLong());
      }
      case 'K' -> {
        need(4);
        yield Instant.ofEpochSecond(in.readInt() * 60L);
      }
      case 'A', 'B' -> binary(tag);
      case 'Q' -> again();
      case 'C' -> {
        define();
        yield value();
      }
      case 'O' -> object(integer(tag()));
      case 'U' -> {
        type();
        yield openList();
      }
      case 'V' -> {
        type();
        yield list(integer(tag()));
      }
      case 'W' -> openList();
      case 'X' -> list(integer(tag()));
      case 'M' -> {
        String type = type();
        yield map(type);
      }
      case 'H' -> map("");
      default -> throw broken("no value begins with " + tag);
    };
  }

  // ---- scalars ------------------------------------------------------------------------------

  private int tag() throws ConversionException {
    need(1);
    return in.readUnsignedByte();
  }

  private void need(int bytes) throws ConversionException {
    if (in.readableBytes() < bytes) {
      throw broken("it ends within a value");
    }
  }

  private static ConversionException broken(String what) {
    return new ConversionException("the provider's answer cannot be read: " + what);
  }

  private int integer(int tag) throws ConversionException {
    if (tag >= 0x80 && tag <= 0xbf) {
      return tag - 0x90;
    }
    if (tag >= 0xc0 && tag <= 0xcf) {
      need(1);
      return (tag - 0xc8 << 8) + in.readUnsignedByte();
    }
    if (tag >= 0xd0 && tag <= 0xd7) {
      need(2);
      return (tag - 0xd4 << 16) + in.readUnsignedShort();
    }
    if (tag == 'I') {
      need(4);
      return in.readInt();
    }
    throw broken("a number was expected");
  }

  private long smallLong(int tag) throws ConversionException {
    if (tag >= 0xd8 && tag <= 0xef) {
      return tag - 0xe0L;
    }
    if (tag >= 0xf0) {
      need(1);
      return ((long) tag - 0xf8 << 8) + in.readUnsignedByte();
    }
    need(2);
    return ((long) tag - 0x3c << 16) + in.readUnsignedShort();
  }

  private String text() throws ConversionException {
    int tag = tag();
    if (!HessianText.isText(tag)) {
      throw broken("a name was expected");
    }
    return text(tag);
  }

  private String text(int first) throws ConversionException {
    StringBuilder text = new StringBuilder();
    int tag = first;
    while (true) {
      int units;
      if (tag <= 0x1f) {
        units = tag;
      } else if (tag <= 0x33) {
        need(1);
        units = (tag - 0x30 << 8) + in.readUnsignedByte();
      } else {
        need(2);
        units = in.readUnsignedShort();
      }
      units(units, text);
      if (tag != 'R') {
        return text.toString();
      }
      tag = tag();
      if (!HessianText.isText(tag)) {
        throw broken("a text breaks off");
      }
    }
  }

  private void units(int units, StringBuilder text) throws ConversionException {
    int left = units;
    while (left > 0) {
      int first = tag();
      int more = first < 0x80 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
      if (first >= 0x80 && first < 0xc0 || first >= 0xf8) {
        throw broken("a text is not UTF-8");
      }
      need(more);
      int c = more == 0 ? first : first & 0x3f >> more;
      for (int i = 0; i < more; i++) {
        c = c << 6 | in.readByte() & 0x3f;
      }
      // Some peers write a pair as one sequence of four bytes; it counts as the two it stands for.
      left -= more == 3 ? 2 : 1;
      if (left < 0 || more == 3 && !Character.isSupplementaryCodePoint(c)) {
        throw broken("a text is not UTF-8");
      }
      text.appendCodePoint(c);
    }
  }

  private byte[] binary(int first) throws ConversionException {
    byte[] bytes = NO_BYTES;
    int tag = first;
    while (true) {
      int length;
      if (tag >= 0x20 && tag <= 0x2f) {
        length = tag - 0x20;
      } else if (tag >= 0x34 && tag <= 0x37) {
        need(1);
        length = (tag - 0x34 << 8) + in.readUnsignedByte();
      } else if (tag == 'A' || tag == 'B') {
        need(2);
        length = in.readUnsignedShort();
      } else {
        throw broken("bytes break off");
      }
      need(length);
      int at = bytes.length;
      bytes = Arrays.copyOf(bytes, at + length);
      in.readBytes(bytes, at, length);
      if (tag != 'A') {
        return bytes;
      }
      tag = tag();
    }
  }

  // ---- what holds others --------------------------------------------------------------------

  private Object again() throws ConversionException {
    int index = integer(tag());
    if (index < 0 || index >= mentioned.size()) {
      throw broken("it mentions a value that did not come before");
    }
    return mentioned.get(index);
  }

  /** The name of a list's or map's type: a text, or the number of one that was named before. */
  private String type() throws ConversionException {
    int tag = tag();
    if (HessianText.isText(tag)) {
      String type = text(tag);
      types.add(type);
      return type;
    }
    int index = integer(tag);
    if (index < 0 || index >= types.size()) {
      throw broken("it mentions a type that did not come before");
    }
    return types.get(index);
  }

  private List<@Nullable Object> list(int length) throws ConversionException {
    if (length < 0 || length > in.readableBytes()) {
      throw broken("a list is longer than the answer");
    }
    List<@Nullable Object> list = new ArrayList<>(length);
    mentioned.add(list);
    for (int i = 0; i < length; i++) {
      list.add(value());
    }
    return list;
  }

  private List<@Nullable Object> openList() throws ConversionException {
    List<@Nullable Object> list = new ArrayList<>();
    mentioned.add(list);
    while (!ends()) {
      list.add(value());
    }
    return list;
  }

  private boolean ends() throws ConversionException {
    need(1);
    if (in.getByte(in.readerIndex()) != 'Z') {
      return false;
    }
    in.skipBytes(1);
    return true;
  }

  /** A map; one of a class of its own is that class's object. */
  private Object map(String type) throws ConversionException {
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    boolean plain = type.isEmpty() || type.startsWith("java.util.");
    mentioned.add(map);
    while (!ends()) {
      Object key = value();
      // what may hold itself has no hash
      boolean bad = key instanceof List || key instanceof Map || key instanceof Struct;
      map.put(bad ? "(" + map.size() + ")" : key, value());
    }
    if (plain) {
      return map;
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    map.forEach((key, value) -> fields.put(String.valueOf(key), value));
    return new Struct(type, fields);
  }

  private void define() throws ConversionException {
    String type = text();
    int count = integer(tag());
    if (count < 0 || count > MAX_FIELDS || definitions.size() == MAX_DEFINITIONS) {
      throw broken("too many kinds of objects, or fields of one");
    }
    String[] fields = new String[count];
    for (int i = 0; i < count; i++) {
      fields[i] = text();
    }
    definitions.add(new Definition(type, fields));
  }

  private Object object(int index) throws ConversionException {
    if (index < 0 || index >= definitions.size()) {
      throw broken("an object of a kind that was not defined");
    }
    Definition definition = definitions.get(index);
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    Struct struct = new Struct(definition.type, fields);
    int place = mentioned.size();
    mentioned.add(struct);
    for (String field : definition.fields) {
      fields.put(field, value());
    }
    Object number = number(struct);
    if (number != null) {
      mentioned.set(place, number);
      return number;
    }
    return struct;
  }

  /** The numbers of the JDK travel as objects with their text. */
  private static @Nullable Object number(Struct struct) throws ConversionException {
    boolean decimal = struct.type().equals("java.math.BigDecimal");
    if (!decimal && !struct.type().equals("java.math.BigInteger")
        || !(struct.fields().get("value") instanceof String text)) {
      return null;
    }
    try {
      // Short texts only: making a number of a long one takes the square of its length.
      if (text.length() <= MAX_FIELDS) {
        return decimal ? new BigDecimal(text) : new BigInteger(text);
      }
    } catch (NumberFormatException e) {
      throw broken("a number is none");
    }
    return text;
  }
}
