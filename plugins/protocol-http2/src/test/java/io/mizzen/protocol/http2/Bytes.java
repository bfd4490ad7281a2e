package io.mizzen.protocol.http2;

import io.mizzen.testkit.Fragments;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Frames as a peer writes them. Field sections are literals, so that any codec can read them. */
final class Bytes {
  static final byte[] PREFACE = Preface.OCTETS;
  static final byte[] SETTINGS = frame(Frames.SETTINGS, 0, 0);
  static final byte[] OPENING = Fragments.glue(PREFACE, SETTINGS);
  static final List<String> GET =
      List.of(":method: GET", ":scheme: http", ":path: /a", ":authority: host.example");
  static final List<String> POST =
      List.of(":method: POST", ":scheme: http", ":path: /a", ":authority: host.example");

  private Bytes() {}

  static byte[] frame(int type, int flags, int stream, int... payload) {
    byte[] bytes = new byte[payload.length];
    for (int i = 0; i < payload.length; i++) {
      bytes[i] = (byte) payload[i];
    }
    return frame(type, flags, stream, bytes);
  }

  static byte[] frame(int type, int flags, int stream, byte[] payload) {
    ByteBuf out = Unpooled.buffer();
    Frames.header(payload.length, type, flags, stream, out);
    out.writeBytes(payload);
    return Arrays.copyOf(out.array(), out.writerIndex());
  }

  /** Four octets. */
  static byte[] number(int value) {
    return new byte[] {
      (byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value
    };
  }

  /** A section of literals, each without indexing. */
  static byte[] section(List<String> fields) {
    ByteBuf out = Unpooled.buffer();
    for (String field : fields) {
      int colon = field.indexOf(": ", 1);
      out.writeByte(0);
      string(field.substring(0, colon), out);
      string(field.substring(colon + 2), out);
    }
    return Arrays.copyOf(out.array(), out.writerIndex());
  }

  private static void string(String text, ByteBuf out) {
    byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
    if (octets.length < 127) {
      out.writeByte(octets.length);
    } else {
      out.writeByte(127);
      int rest = octets.length - 127;
      while (rest >= 0x80) {
        out.writeByte(rest | 0x80);
        rest >>>= 7;
      }
      out.writeByte(rest);
    }
    out.writeBytes(octets);
  }

  static byte[] headers(int stream, int flags, List<String> fields) {
    return frame(Frames.HEADERS, flags | Frames.END_HEADERS, stream, section(fields));
  }

  static byte[] data(int stream, int flags, int length) {
    byte[] content = new byte[length];
    Arrays.fill(content, (byte) 'd');
    return frame(Frames.DATA, flags, stream, content);
  }

  static byte[] reset(int stream, int code) {
    return frame(Frames.RST_STREAM, 0, stream, number(code));
  }

  static byte[] windowUpdate(int stream, int increment) {
    return frame(Frames.WINDOW_UPDATE, 0, stream, number(increment));
  }

  static byte[] goAway(int last, int code) {
    return frame(Frames.GOAWAY, 0, 0, Fragments.glue(number(last), number(code)));
  }

  static byte[] settings(int number, int value) {
    byte[] pair = Fragments.glue(new byte[] {(byte) (number >>> 8), (byte) number}, number(value));
    return frame(Frames.SETTINGS, 0, 0, pair);
  }

  static List<String> with(List<String> fields, String... more) {
    List<String> all = new java.util.ArrayList<>(fields);
    all.addAll(List.of(more));
    return all;
  }

  static byte[] all(byte[]... pieces) {
    return Fragments.glue(List.of(pieces));
  }
}
