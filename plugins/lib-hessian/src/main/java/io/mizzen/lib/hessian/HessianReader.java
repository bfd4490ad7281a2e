package io.mizzen.lib.hessian;

import io.mizzen.xprotocol.convert.ConversionException;
import io.mizzen.xprotocol.convert.Struct;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads values of one message; what they are by their tags is a form's affair. Objects become a
 * {@link Struct}. What is read is as large as the message at most, by a factor: definitions are
 * bounded here, the depth is bounded by the form's {@link #value}.
 */
public abstract class HessianReader {
  /** Deeper values come from no honest provider, and would exhaust the stack. */
  public static final int MAX_DEPTH = 64;

  /** More kinds of objects than a result of any service has. */
  private static final int MAX_DEFINITIONS = 4096;

  private static final int MAX_FIELDS = 1024;

  private static final byte[] NO_BYTES = {};

  protected final HessianInput in;

  // Lists, maps and objects in order of their beginning, for those that are mentioned again.
  private final List<Object> begun = new ArrayList<>();
  private final List<String> types = new ArrayList<>();
  private final List<Definition> definitions = new ArrayList<>();

  /** A class of the other end. */
  private record Definition(String type, String[] fields) {}

  /**
   * @param in borrowed; its reader index moves behind what was read
   */
  protected HessianReader(ByteBuf in) {
    this.in = new HessianInput(in);
  }

  /** The next value. */
  public abstract @Nullable Object value() throws ConversionException;

  /**
   * A value that begins with a tag which means the same in all forms: a text, bytes, a number or a
   * boolean; null for every other tag.
   */
  protected final @Nullable Object common(int tag) throws ConversionException {
    if (isText(tag)) {
      return text(tag);
    }
    if (tag >= 0x80 && tag <= 0xd7 || tag == 'I') {
      return in.integer(tag);
    }
    if (tag >= 0xd8 || tag >= 0x38 && tag <= 0x3f) {
      return in.smallLong(tag);
    }
    if (isBytes(tag)) {
      return bytes(tag);
    }
    return switch (tag) {
      case 'T' -> Boolean.TRUE;
      case 'F' -> Boolean.FALSE;
      case 'L' -> in.int64();
      case 'D' -> Double.longBitsToDouble(in.int64());
      default -> null;
    };
  }

  // ---- texts and bytes, which come in pieces ------------------------------------------------

  /** Whether a text, or another piece of one, begins with that tag. */
  protected abstract boolean isText(int tag);

  /** Whether bytes, or another piece of them, begin with that tag. */
  protected abstract boolean isBytes(int tag);

  /** The length of the piece that begins with a tag: units of a text, or bytes. */
  protected abstract int length(int tag) throws ConversionException;

  /** Whether another piece follows the one that begins with this tag. */
  protected abstract boolean goesOn(int tag);

  /** A text, where nothing else may stand. */
  protected final String text() throws ConversionException {
    int tag = in.tag();
    if (!isText(tag)) {
      throw HessianInput.broken("a name was expected");
    }
    return text(tag);
  }

  /** The text that begins with a tag. */
  protected final String text(int first) throws ConversionException {
    StringBuilder text = new StringBuilder();
    in.units(length(first), text);
    for (int tag = first; goesOn(tag); in.units(length(tag), text)) {
      tag = in.tag();
      if (!isText(tag)) {
        throw HessianInput.broken("a text breaks off");
      }
    }
    return text.toString();
  }

  /** The bytes that begin with a tag. */
  protected final byte[] bytes(int first) throws ConversionException {
    byte[] bytes = in.append(NO_BYTES, length(first));
    for (int tag = first; goesOn(tag); bytes = in.append(bytes, length(tag))) {
      tag = in.tag();
      if (!isBytes(tag)) {
        throw HessianInput.broken("bytes break off");
      }
    }
    return bytes;
  }

  // ---- what came before ---------------------------------------------------------------------

  /** A value that has begun before, by its number. */
  protected final Object again(int index) throws ConversionException {
    if (index < 0 || index >= begun.size()) {
      throw HessianInput.broken("it mentions a value that did not come before");
    }
    return begun.get(index);
  }

  /** A type that was named before, by its number. */
  protected final String named(int index) throws ConversionException {
    if (index < 0 || index >= types.size()) {
      throw HessianInput.broken("it mentions a type that did not come before");
    }
    return types.get(index);
  }

  /** Keeps a type, which may be mentioned by its number from now on. */
  protected final String names(String type) {
    types.add(type);
    return type;
  }

  // ---- what holds others --------------------------------------------------------------------

  /** A list of so many values. */
  protected final List<@Nullable Object> list(int length) throws ConversionException {
    List<@Nullable Object> list = begin(length);
    for (int i = 0; i < length; i++) {
      list.add(value());
    }
    return list;
  }

  /**
   * A list up to its end.
   *
   * @param said a length that came before it, which the message has bytes for, or 0
   */
  protected final List<@Nullable Object> listUntil(int end, int said) throws ConversionException {
    List<@Nullable Object> list = begin(said);
    while (!in.takes(end)) {
      list.add(value());
    }
    return list;
  }

  private List<@Nullable Object> begin(int length) throws ConversionException {
    if (length < 0 || length > in.left()) {
      throw HessianInput.broken("a list is longer than the answer");
    }
    List<@Nullable Object> list = new ArrayList<>();
    begun.add(list);
    return list;
  }

  /** A map up to its end; one of a class that is no map is that class's object. */
  protected final Object mapUntil(int end, String type) throws ConversionException {
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    int place = begun.size();
    begun.add(map);
    while (!in.takes(end)) {
      Object key = value();
      // what may hold itself has no hash
      boolean bad = key instanceof List || key instanceof Map || key instanceof Struct;
      map.put(bad ? "(" + map.size() + ")" : key, value());
    }
    if (type.isEmpty() || type.startsWith("java.util.")) {
      return map;
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    map.forEach((key, value) -> fields.put(String.valueOf(key), value));
    return made(place, new Struct(type, fields));
  }

  /** Takes the fields of a class, whose objects are told by its number from now on. */
  protected final void define(String type) throws ConversionException {
    int count = in.integer();
    if (count < 0 || count > MAX_FIELDS || definitions.size() == MAX_DEFINITIONS) {
      throw HessianInput.broken("too many kinds of objects, or fields of one");
    }
    String[] fields = new String[count];
    for (int i = 0; i < count; i++) {
      fields[i] = text();
    }
    definitions.add(new Definition(type, fields));
  }

  /** An object of a class, by its number. */
  protected final Object object(int index) throws ConversionException {
    if (index < 0 || index >= definitions.size()) {
      throw HessianInput.broken("an object of a kind that was not defined");
    }
    Definition definition = definitions.get(index);
    in.need(definition.fields.length); // each has a byte at least
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    Struct struct = new Struct(definition.type, fields);
    int place = begun.size();
    begun.add(struct);
    for (String field : definition.fields) {
      fields.put(field, value());
    }
    return made(place, struct);
  }

  private Object made(int place, Struct struct) throws ConversionException {
    Object made = simpler(struct);
    begun.set(place, made);
    return made;
  }

  /** Numbers and dates of the JDK travel as objects; anything else is returned as it is. */
  protected abstract Object simpler(Struct struct) throws ConversionException;
}
