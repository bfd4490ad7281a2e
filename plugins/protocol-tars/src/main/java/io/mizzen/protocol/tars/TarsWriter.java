package io.mizzen.protocol.tars;

import java.nio.charset.StandardCharsets;

/** Puts a frame together that nobody sent. */
final class TarsWriter {
  /** Fits a text with a length of one byte. */
  static final int MAX_TEXT = 200;

  private static final int ZERO = 12;

  private final byte[] bytes = new byte[1024];
  private int at = 4;

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return at;
  }

  /** An answer with an empty buffer, in the struct that the version wants. */
  void answer(int version, long id, int ret, String text) {
    number(1, version);
    number(2, 0);
    if (version == 2 || version == 3) {
      number(3, 0);
      number(4, (int) id);
      text(5, "");
      text(6, "");
      buffer(7, 0);
      number(8, 0);
      map(9);
      map(10, "STATUS_RESULT_CODE", String.valueOf(ret), "STATUS_RESULT_DESC", text);
    } else {
      number(3, (int) id);
      number(4, 0);
      number(5, ret);
      buffer(6, 0);
      map(7);
      if (!text.isEmpty()) {
        text(8, text);
      }
    }
    end();
  }

  /** A call with that many bytes of arguments. */
  void call(int id, String servant, String function, int arguments) {
    number(1, 1);
    number(2, 0);
    number(3, 0);
    number(4, id);
    text(5, servant);
    text(6, function);
    buffer(7, arguments);
    number(8, 3000);
    map(9, "k", "v");
    map(10);
    end();
  }

  private void end() {
    put4(0, at);
  }

  /** As an int32, or zero: readers take any width. */
  private void number(int tag, int value) {
    if (value == 0) {
      bytes[at++] = (byte) (tag << 4 | ZERO);
    } else if (value == (byte) value) {
      bytes[at++] = (byte) (tag << 4);
      bytes[at++] = (byte) value;
    } else {
      bytes[at++] = (byte) (tag << 4 | Field.INT32);
      put4(at, value);
      at += 4;
    }
  }

  private void text(int tag, String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    bytes[at++] = (byte) (tag << 4 | Field.SHORT_TEXT);
    bytes[at++] = (byte) encoded.length;
    System.arraycopy(encoded, 0, bytes, at, encoded.length);
    at += encoded.length;
  }

  private void buffer(int tag, int length) {
    bytes[at++] = (byte) (tag << 4 | 13);
    bytes[at++] = 0;
    number(0, length);
    at += length;
  }

  private void map(int tag, String... texts) {
    bytes[at++] = (byte) (tag << 4 | Field.MAP);
    number(0, texts.length / 2);
    for (int i = 0; i < texts.length; i++) {
      text(i % 2, texts[i]);
    }
  }

  private void put4(int place, int value) {
    put(bytes, place, value);
  }

  static void put(byte[] to, int place, int value) {
    to[place] = (byte) (value >> 24);
    to[place + 1] = (byte) (value >> 16);
    to[place + 2] = (byte) (value >> 8);
    to[place + 3] = (byte) value;
  }
}
