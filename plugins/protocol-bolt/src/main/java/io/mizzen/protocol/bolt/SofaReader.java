package io.mizzen.protocol.bolt;

import io.mizzen.lib.hessian.HessianInput;
import io.mizzen.lib.hessian.HessianReader;
import io.mizzen.xprotocol.convert.ConversionException;
import io.mizzen.xprotocol.convert.Struct;
import io.netty.buffer.ByteBuf;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
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
 */
final class SofaReader extends HessianReader {
  /** As many words as the digits that are written. */
  private static final int MAX_WORDS = SofaWriter.MAX_DIGITS / 9;

  /** Of lists and maps. */
  private static final int END = 'z';

  private int depth;

  /**
   * @param in borrowed; its reader index moves behind what was read
   */
  SofaReader(ByteBuf in) {
    super(in);
  }

  @Override
  public @Nullable Object value() throws ConversionException {
    int tag = in.tag();
    while (tag == 'O') {
      define();
      tag = in.tag();
    }
    if (tag == 'V' || tag == 'v' || tag == 'M' || tag == 'o') {
      if (++depth > MAX_DEPTH) {
        throw HessianInput.broken("it is nested deeper than " + MAX_DEPTH + " levels");
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
      case 'M' -> mapUntil(END, type());
      default -> object(in.integer());
    };
  }

  private @Nullable Object plain(int tag) throws ConversionException {
    Object common = common(tag);
    if (common != null) {
      return common;
    }
    return switch (tag) {
      case 'N' -> null;
      case 'w' -> (long) in.int32();
      case 'g' -> 0.0;
      case 'h' -> 1.0;
      case 'i' -> (double) (byte) in.tag();
      case 'j' -> (double) (short) in.int16();
      case 'k' -> (double) Float.intBitsToFloat(in.int32());
      case 'd' -> Instant.ofEpochMilli(in.int64());
      case 'J' -> again(in.tag());
      case 'K' -> again(in.int16());
      case 'R' -> again(in.int32());
      default -> throw HessianInput.broken("no value begins with " + tag);
    };
  }

  @Override
  protected boolean isText(int tag) {
    return tag <= 0x1f || tag == 'S' || tag == 's';
  }

  @Override
  protected boolean isBytes(int tag) {
    return tag >= 0x20 && tag <= 0x2f || tag == 'B' || tag == 'b';
  }

  @Override
  protected int length(int tag) throws ConversionException {
    return tag <= 0x2f ? tag & 0x1f : in.int16(); // texts from 00, bytes from 20
  }

  @Override
  protected boolean goesOn(int tag) {
    return tag == 's' || tag == 'b';
  }

  /** The type of a list or map; empty if none is told. */
  private String type() throws ConversionException {
    if (in.takes('t')) {
      return names(name(in.int16()));
    }
    return in.takes('u') || in.takes('T') ? named(in.integer()) : "";
  }

  private String name(int units) throws ConversionException {
    StringBuilder name = new StringBuilder();
    in.units(units, name);
    return name.toString();
  }

  private List<@Nullable Object> list() throws ConversionException {
    type();
    if (in.takes('n')) {
      return listOf(in.tag());
    }
    return in.takes('l') ? listOf(in.int32()) : listUntil(END, 0);
  }

  /** Its length is told, and it has an end all the same. */
  private List<@Nullable Object> listOf(int length) throws ConversionException {
    List<@Nullable Object> list = listUntil(END, length);
    if (list.size() != length) {
      throw HessianInput.broken("a list has another length than it says");
    }
    return list;
  }

  private List<@Nullable Object> fixedList() throws ConversionException {
    named(in.integer());
    return list(in.integer());
  }

  private void define() throws ConversionException {
    int length = in.integer();
    if (length < 0) {
      throw HessianInput.broken("a name was expected");
    }
    define(name(length));
  }

  /** Numbers and dates of the JDK travel as objects. */
  @Override
  protected Object simpler(Struct struct) throws ConversionException {
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
      throw HessianInput.broken("a number is none");
    }
  }

  private static BigInteger integer(Struct struct, List<?> words) throws ConversionException {
    if (words.size() > MAX_WORDS || !(struct.fields().get("signum") instanceof Integer sign)) {
      throw HessianInput.broken("a number is none, or too long");
    }
    ByteBuffer magnitude = ByteBuffer.allocate(words.size() * Integer.BYTES);
    for (Object word : words) {
      if (!(word instanceof Integer bits)) {
        throw HessianInput.broken("a number is none");
      }
      magnitude.putInt(bits);
    }
    BigInteger number = new BigInteger(1, magnitude.array());
    return sign < 0 ? number.negate() : number;
  }
}
