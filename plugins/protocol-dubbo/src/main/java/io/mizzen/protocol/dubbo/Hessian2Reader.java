package io.mizzen.protocol.dubbo;

import io.mizzen.lib.hessian.HessianInput;
import io.mizzen.lib.hessian.HessianReader;
import io.mizzen.xprotocol.convert.ConversionException;
import io.mizzen.xprotocol.convert.Struct;
import io.netty.buffer.ByteBuf;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads hessian2. Tags are listed in the grammar of Hessian 2.0; the numbers here are its. */
final class Hessian2Reader extends HessianReader {
  /** Making a number takes the square of its digits. */
  private static final int MAX_DIGITS = 1024;

  private int depth;

  /**
   * @param in borrowed; its reader index moves behind what was read
   */
  Hessian2Reader(ByteBuf in) {
    super(in);
  }

  @Override
  public @Nullable Object value() throws ConversionException {
    if (++depth > MAX_DEPTH) {
      throw HessianInput.broken("values nested deeper than " + MAX_DEPTH + " levels");
    }
    try {
      return value(in.tag());
    } finally {
      depth--;
    }
  }

  private @Nullable Object value(int tag) throws ConversionException {
    Object common = common(tag);
    if (common != null) {
      return common;
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
      case 'Y' -> (long) in.int32();
      case 0x5b -> 0.0;
      case 0x5c -> 1.0;
      case 0x5d -> (double) (byte) in.tag();
      case 0x5e -> (double) (short) in.int16();
      case 0x5f -> in.int32() * 0.001;
      case 'J' -> Instant.ofEpochMilli(in.int64());
      case 'K' -> Instant.ofEpochSecond(in.int32() * 60L);
      case 'Q' -> again(in.integer());
      case 'C' -> {
        define(text());
        yield value();
      }
      case 'O' -> object(in.integer());
      case 'U' -> {
        type();
        yield listUntil('Z', 0);
      }
      case 'V' -> {
        type();
        yield list(in.integer());
      }
      case 'W' -> listUntil('Z', 0);
      case 'X' -> list(in.integer());
      case 'M' -> mapUntil('Z', type());
      case 'H' -> mapUntil('Z', "");
      default -> throw HessianInput.broken("no value begins with " + tag);
    };
  }

  @Override
  protected boolean isText(int tag) {
    return HessianText.isText(tag);
  }

  @Override
  protected boolean isBytes(int tag) {
    return tag >= 0x20 && tag <= 0x2f || tag >= 0x34 && tag <= 0x37 || tag == 'A' || tag == 'B';
  }

  @Override
  protected int length(int tag) throws ConversionException {
    if (tag <= 0x2f) {
      return tag & 0x1f; // texts from 00, bytes from 20
    }
    return tag <= 0x37 ? ((tag & 3) << 8) + in.tag() : in.int16();
  }

  @Override
  protected boolean goesOn(int tag) {
    return tag == 'R' || tag == 'A';
  }

  /** The name of a list's or map's type: a text, or the number of one that was named before. */
  private String type() throws ConversionException {
    int tag = in.tag();
    return isText(tag) ? names(text(tag)) : named(in.integer(tag));
  }

  /** The numbers of the JDK travel as objects with their text. */
  @Override
  protected Object simpler(Struct struct) throws ConversionException {
    boolean decimal = struct.type().equals("java.math.BigDecimal");
    if (!decimal && !struct.type().equals("java.math.BigInteger")
        || !(struct.fields().get("value") instanceof String text)) {
      return struct;
    }
    try {
      if (text.length() <= MAX_DIGITS) {
        return decimal ? new BigDecimal(text) : new BigInteger(text);
      }
    } catch (NumberFormatException e) {
      throw HessianInput.broken("a number is none");
    }
    return text;
  }
}
