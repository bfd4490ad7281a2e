package io.mizzen.xprotocol;

import java.nio.charset.StandardCharsets;

/**
 * ASCII bytes of an array seen as text, without a copy. Moved from value to value, so whoever wants
 * to keep one takes its string.
 */
public final class BytesText implements CharSequence {
  private byte[] bytes = {};
  private int start;
  private int length;

  /**
   * Shows other bytes.
   *
   * @return this view, or a new string if the bytes are not ASCII
   */
  public CharSequence show(byte[] newBytes, int newStart, int newLength) {
    for (int i = newStart; i < newStart + newLength; i++) {
      if (newBytes[i] < 0) {
        return new String(newBytes, newStart, newLength, StandardCharsets.UTF_8);
      }
    }
    bytes = newBytes;
    start = newStart;
    length = newLength;
    return this;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public char charAt(int index) {
    if (index < 0 || index >= length) {
      throw new IndexOutOfBoundsException("index " + index + ", length " + length);
    }
    return (char) bytes[start + index];
  }

  @Override
  public CharSequence subSequence(int from, int to) {
    return toString().substring(from, to);
  }

  @Override
  public String toString() {
    return new String(bytes, start, length, StandardCharsets.ISO_8859_1);
  }
}
