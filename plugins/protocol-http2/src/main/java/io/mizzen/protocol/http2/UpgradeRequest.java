package io.mizzen.protocol.http2;

import io.mizzen.lib.http.Lists;
import io.mizzen.lib.http.Octets;
import io.mizzen.spi.protocol.Detection;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request of HTTP/1.1 that becomes the first stream of HTTP/2 (RFC 7540 section 3.2). Whatever is
 * not exactly that, such as a request with a body, is no match and so one of HTTP/1. Once per
 * connection at most, so it is read plainly; its fields pass all rules of HTTP/2 afterwards.
 *
 * <pre>
 *   GET / HTTP/1.1          Connection: Upgrade, HTTP2-Settings
 *   Host: example           Upgrade: h2c      HTTP2-Settings: payload of SETTINGS in base64url
 * </pre>
 *
 * @param section the request's fields, encoded
 * @param settings the payload of the caller's SETTINGS
 */
record UpgradeRequest(byte[] section, byte[] settings) {
  static final byte[] ANSWER =
      Octets.ascii(
          "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n");

  private static final byte[] END = Octets.ascii("\r\n\r\n");
  private static final byte[] UPGRADE = Octets.ascii("upgrade");
  private static final byte[] SETTINGS = Octets.ascii("http2-settings");
  private static final byte[] H2C = Octets.ascii("h2c");
  private static final Set<String> HOP_BY_HOP =
      Set.of("connection", "upgrade", "http2-settings", "keep-alive", "proxy-connection", "host");
  private static final Set<String> BODY = Set.of("content-length", "transfer-encoding", "expect");

  /** A method of HTTP is not longer. */
  private static final int LONGEST_METHOD = 20;

  private static final int METHOD = 2;
  private static final int PATH = 4;
  private static final int HTTP = 6;
  private static final int AUTHORITY = 1;

  /**
   * Whether bytes begin with such a request.
   *
   * @param most octets of its head
   */
  static Detection detect(ByteBuf in, int most) {
    int end = end(in);
    if (end >= 0) {
      // What is refused in pieces is refused as a whole.
      boolean fits = end + END.length <= most && beginsLikeHttp(in);
      return !fits || read(text(in, end)) == null ? Detection.NO_MATCH : Detection.MATCH;
    }
    boolean may = in.readableBytes() < most && beginsLikeHttp(in);
    return may ? Detection.NEED_MORE : Detection.NO_MATCH;
  }

  /** Takes a request that was detected. */
  static UpgradeRequest take(ByteBuf in) {
    int end = end(in);
    UpgradeRequest request = end < 0 ? null : read(text(in, end));
    if (request == null) {
      throw new IllegalStateException("no such request");
    }
    in.skipBytes(end + END.length);
    return request;
  }

  private static boolean beginsLikeHttp(ByteBuf in) {
    int most = Math.min(in.readableBytes(), LONGEST_METHOD);
    for (int i = 0; i < most; i++) {
      byte octet = in.getByte(in.readerIndex() + i);
      if (octet == ' ') {
        return i > 0;
      }
      if (!Octets.is(Octets.TOKEN, octet)) {
        return false;
      }
    }
    return most < LONGEST_METHOD;
  }

  /** Octets before the empty line, or -1. */
  private static int end(ByteBuf in) {
    for (int i = 0; i + END.length <= in.readableBytes(); i++) {
      int at = in.readerIndex() + i;
      if (in.getByte(at) == '\r' && in.getInt(at) == 0x0d0a0d0a) {
        return i;
      }
    }
    return -1;
  }

  private static String text(ByteBuf in, int length) {
    return in.toString(in.readerIndex(), length, StandardCharsets.ISO_8859_1);
  }

  private static @Nullable UpgradeRequest read(String head) {
    List<String> lines = parts(head, "\r\n");
    List<String> start = parts(lines.get(0), " ");
    if (start.size() != 3 || !start.get(2).equals("HTTP/1.1") || !start.get(1).startsWith("/")) {
      return null;
    }
    List<String[]> fields = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      if (colon < 1 || !Octets.isToken(line.substring(0, colon))) {
        return null;
      }
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      fields.add(new String[] {name, trimmed(line, colon + 1)});
    }
    String connection = only(fields, "connection");
    String upgrade = only(fields, "upgrade");
    String host = only(fields, "host");
    byte[] settings = settings(only(fields, "http2-settings"));
    boolean asked = has(connection, UPGRADE) && has(connection, SETTINGS) && has(upgrade, H2C);
    if (!asked
        || host == null
        || settings == null
        || fields.stream().anyMatch(field -> BODY.contains(field[0]))) {
      return null;
    }
    Set<String> left = new HashSet<>(HOP_BY_HOP);
    for (String option : parts(connection == null ? "" : connection, ",")) {
      left.add(trimmed(option, 0).toLowerCase(Locale.ROOT));
    }
    HpackEncoder encoder = new HpackEncoder();
    encoder.begin();
    encoder.named(METHOD, start.get(0));
    encoder.indexed(HTTP);
    encoder.named(PATH, start.get(1));
    encoder.named(AUTHORITY, host);
    for (String[] field : fields) {
      if (!left.contains(field[0]) && !field[0].equals("te")) {
        encoder.field(field[0], field[1]);
      }
    }
    byte[] section = java.util.Arrays.copyOf(encoder.bytes(), encoder.length());
    return new UpgradeRequest(section, settings);
  }

  /** Without blanks at its ends; what else Java takes for white space is none in HTTP. */
  private static String trimmed(String text, int start) {
    int from = start;
    int to = text.length();
    while (from < to && isBlank(text.charAt(from))) {
      from++;
    }
    while (from < to && isBlank(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isBlank(char letter) {
    return letter == ' ' || letter == '\t';
  }

  private static List<String> parts(String text, String separator) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
      parts.add(text.substring(from, at));
      from = at + separator.length();
    }
    parts.add(text.substring(from));
    return parts;
  }

  /** The value of a field that comes once; null for none or several. */
  private static @Nullable String only(List<String[]> fields, String name) {
    String value = null;
    for (String[] field : fields) {
      if (field[0].equals(name)) {
        if (value != null) {
          return null;
        }
        value = field[1];
      }
    }
    return value;
  }

  private static boolean has(@Nullable String value, byte[] word) {
    byte[] octets = value == null ? new byte[0] : Octets.ascii(value);
    return Lists.has(octets, 0, octets.length, word);
  }

  private static byte @Nullable [] settings(@Nullable String coded) {
    if (coded == null) {
      return null;
    }
    try {
      byte[] payload = Base64.getUrlDecoder().decode(coded);
      return payload.length % Frames.SETTING_LENGTH == 0 ? payload : null;
    } catch (IllegalArgumentException noBase64) {
      return null;
    }
  }
}
