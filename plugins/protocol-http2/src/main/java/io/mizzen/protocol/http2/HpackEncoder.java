package io.mizzen.protocol.http2;

import io.mizzen.lib.http.Octets;
import io.mizzen.protocol.http2.HpackDecoder.Indexing;
import java.util.Arrays;

/**
 * Encodes field sections without memory: what the static table has as an index, everything else as
 * a literal that is not indexed (RFC 7541 section 6.2.2). So a section can be encoded long before
 * it is sent, an idle connection holds no table, and nobody learns a secret from the length of what
 * was sent before (section 7.1). One per worker.
 */
final class HpackEncoder {
  /** Enough for most sections; grows by need. */
  private static final int INITIAL = 4096;

  /** A buffer that grew beyond this is not kept. */
  private static final int KEPT = 64 * 1024;

  /** An integer of 31 bits takes so many octets at most, prefix included. */
  private static final int LONGEST_INTEGER = 6;

  private static final byte INDEXED = (byte) 0x80;
  private static final byte LITERAL = 0;
  private static final byte NEVER_INDEXED = 0x10;

  private byte[] out = new byte[INITIAL];
  private int length;

  /** Begins a section. */
  void begin() {
    length = 0;
    if (out.length > KEPT) {
      out = new byte[INITIAL];
    }
  }

  byte[] bytes() {
    return out;
  }

  int length() {
    return length;
  }

  /** Shrinks the table to nothing (RFC 7541 section 6.3). */
  void noTable() {
    room(1);
    out[length++] = 0x20;
  }

  /** Fields that were encoded before. */
  void encoded(byte[] fields) {
    room(fields.length);
    System.arraycopy(fields, 0, out, length, fields.length);
    length += fields.length;
  }

  /** A field whose index in the static table is known. */
  void indexed(int index) {
    room(1);
    out[length++] = (byte) (INDEXED | index);
  }

  /** {@code :status}. */
  void status(int code) {
    int index =
        switch (code) {
          case 200 -> 8;
          case 204 -> 9;
          case 206 -> 10;
          case 304 -> 11;
          case 400 -> 12;
          case 404 -> 13;
          case 500 -> 14;
          default -> 0;
        };
    if (index > 0) {
      indexed(index);
      return;
    }
    room(5);
    out[length++] = 8;
    out[length++] = 3;
    out[length++] = (byte) ('0' + code / 100);
    out[length++] = (byte) ('0' + code / 10 % 10);
    out[length++] = (byte) ('0' + code % 10);
  }

  /** A field with a name of the static table. */
  void named(int nameIndex, byte[] value, int from, int to) {
    named(LITERAL, nameIndex, value, from, to);
  }

  private void named(byte pattern, int nameIndex, byte[] value, int from, int to) {
    room(LONGEST_INTEGER);
    integer(pattern, 4, nameIndex);
    string(value, from, to);
  }

  void named(int nameIndex, CharSequence value) {
    room(LONGEST_INTEGER);
    integer(LITERAL, 4, nameIndex);
    string(value, Case.AS_IT_IS);
  }

  /** A field of our own. */
  void field(byte[] name, byte[] value) {
    field(name, 0, name.length, value, 0, value.length, Indexing.ALLOWED);
  }

  /** Any field; the name is in lower case. */
  void field(
      byte[] names, int nameFrom, int nameTo, byte[] values, int from, int to, Indexing indexing) {
    byte pattern = indexing == Indexing.NEVER ? NEVER_INDEXED : LITERAL;
    int index = StaticTable.indexOf(names, nameFrom, nameTo);
    if (index > 0) {
      named(pattern, index, values, from, to);
      return;
    }
    room(1);
    out[length++] = pattern;
    string(names, nameFrom, nameTo);
    string(values, from, to);
  }

  /** Any field of another protocol; upper case of the name is lowered. */
  void field(CharSequence name, CharSequence value) {
    room(1);
    int start = length;
    out[length++] = LITERAL;
    string(name, Case.LOWERED);
    int from = length - name.length();
    int index = StaticTable.indexOf(out, from, length);
    if (index > 0) {
      length = start;
      room(LONGEST_INTEGER);
      integer(LITERAL, 4, index);
    }
    string(value, Case.AS_IT_IS);
  }

  private enum Case {
    AS_IT_IS,
    LOWERED
  }

  private void string(byte[] text, int from, int to) {
    int size = to - from;
    room(LONGEST_INTEGER + size);
    integer(LITERAL, 7, size);
    System.arraycopy(text, from, out, length, size);
    length += size;
  }

  private void string(CharSequence text, Case letters) {
    int size = text.length();
    room(LONGEST_INTEGER + size);
    integer(LITERAL, 7, size);
    for (int i = 0; i < size; i++) {
      char letter = text.charAt(i);
      out[length + i] = (byte) (letters == Case.LOWERED ? Octets.lower(letter) : letter);
    }
    length += size;
  }

  private void integer(byte pattern, int bits, int value) {
    int mask = (1 << bits) - 1;
    if (value < mask) {
      out[length++] = (byte) (pattern | value);
      return;
    }
    out[length++] = (byte) (pattern | mask);
    int rest = value - mask;
    while (rest >= 0x80) {
      out[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    out[length++] = (byte) rest;
  }

  private void room(int octets) {
    if (out.length - length < octets) {
      out = Arrays.copyOf(out, Math.max(length + octets, out.length * 2));
    }
  }
}
