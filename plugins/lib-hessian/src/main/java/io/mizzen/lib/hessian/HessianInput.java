package io.mizzen.lib.hessian;

import io.mizzen.xprotocol.convert.ConversionException;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** The bytes of a message that somebody else wrote: nothing is read that is not there. */
public final class HessianInput {
  private final ByteBuf in;

  /**
   * @param in borrowed; its reader index moves behind what was read
   */
  HessianInput(ByteBuf in) {
    this.in = in;
  }

  /** What every refusal of the other end's bytes says. */
  public static ConversionException broken(String what) {
    return new ConversionException("the provider's answer cannot be read: " + what);
  }

  /** Refuses a message that ends before so many bytes more. */
  public void need(int bytes) throws ConversionException {
    if (in.readableBytes() < bytes) {
      throw broken("it ends within a value");
    }
  }

  /** The next byte, unsigned. */
  public int tag() throws ConversionException {
    need(Byte.BYTES);
    return in.readUnsignedByte();
  }

  /** The next byte, unsigned, which stays. */
  public int peek() throws ConversionException {
    need(Byte.BYTES);
    return in.getUnsignedByte(in.readerIndex());
  }

  /** Takes the next byte if it is this one. */
  public boolean takes(int tag) throws ConversionException {
    if (peek() != tag) {
      return false;
    }
    in.skipBytes(Byte.BYTES);
    return true;
  }

  /** Two bytes, unsigned. */
  public int int16() throws ConversionException {
    need(Short.BYTES);
    return in.readUnsignedShort();
  }

  /** Four bytes. */
  public int int32() throws ConversionException {
    need(Integer.BYTES);
    return in.readInt();
  }

  /** Eight bytes. */
  public long int64() throws ConversionException {
    need(Long.BYTES);
    return in.readLong();
  }

  /** An int with its tag. */
  public int integer() throws ConversionException {
    return integer(tag());
  }

  /** An int after its tag: 80-bf, c0-cf and d0-d7 with one and two bytes more, I. */
  public int integer(int tag) throws ConversionException {
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

  /** A long after its tag: d8-ef, f0-ff with one byte more, 38-3f with two. */
  public long smallLong(int tag) throws ConversionException {
    if (tag >= 0xd8 && tag <= 0xef) {
      return tag - 0xe0L;
    }
    if (tag >= 0xf0) {
      return ((long) tag - 0xf8 << 8) + tag();
    }
    return ((long) tag - 0x3c << 16) + int16();
  }

  /**
   * Units of UTF-16, each in one to three bytes. Some peers write a pair as one sequence of four
   * bytes; it counts as the two it stands for.
   */
  public void units(int count, StringBuilder text) throws ConversionException {
    int left = count;
    while (left > 0) {
      int first = tag();
      int more = first < 0x80 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
      if (first >= 0x80 && first < 0xc0 || first >= 0xf8) {
        throw broken("a text is not UTF-8");
      }
      int c = more == 0 ? first : first & 0x3f >> more;
      for (int i = 0; i < more; i++) {
        int next = tag();
        if ((next & 0xc0) != 0x80) {
          throw broken("a text is not UTF-8");
        }
        c = c << 6 | next & 0x3f;
      }
      left -= more == 3 ? 2 : 1;
      if (left < 0 || more == 3 && !Character.isSupplementaryCodePoint(c)) {
        throw broken("a text is not UTF-8");
      }
      text.appendCodePoint(c);
    }
  }

  /** So many bytes behind those that came before. */
  byte[] append(byte[] before, int length) throws ConversionException {
    need(length);
    byte[] all = Arrays.copyOf(before, before.length + length);
    in.readBytes(all, before.length, length);
    return all;
  }

  /** How many bytes are left. */
  int left() {
    return in.readableBytes();
  }
}
