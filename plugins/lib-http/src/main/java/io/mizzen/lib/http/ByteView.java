package io.mizzen.lib.http;

import java.nio.charset.StandardCharsets;

/** Octets of a head seen as ISO-8859-1 text. Moved over other octets by its owner. */
public final class ByteView implements CharSequence {
  private static final byte[] NOTHING = {};

  private byte[] bytes = NOTHING;
  private int from;
  private int to;

  /** Shows other octets from now on. */
  public ByteView over(byte[] newBytes, int newFrom, int newTo) {
    bytes = newBytes;
    from = newFrom;
    to = newTo;
    return this;
  }

  @Override
  public int length() {
    return to - from;
  }

  @Override
  public char charAt(int index) {
    if (index < 0 || index >= to - from) {
      throw new IndexOutOfBoundsException(index);
    }
    return (char) (bytes[from + index] & 0xff);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    if (start < 0 || end < start || end > to - from) {
      throw new IndexOutOfBoundsException(start + ".." + end);
    }
    return new String(bytes, from + start, end - start, StandardCharsets.ISO_8859_1);
  }

  @Override
  public String toString() {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
