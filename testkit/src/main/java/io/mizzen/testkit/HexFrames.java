package io.mizzen.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads golden frames. A file holds one or more of them, each begun by its name in brackets:
 *
 * <pre>
 * # comment to the end of the line
 * [heartbeat]
 * 01 01 0000 01     # protocol, type, command, version of the command
 * 00000007          # request id
 * "text\r\n"        # the bytes of a text in UTF-8; \r \n \t \\ \" and \x00 are known
 * 00 *16            # the byte before, so many times in all
 * </pre>
 */
public final class HexFrames {
  private HexFrames() {}

  /**
   * All frames of a resource, in order of the file.
   *
   * @param near the class whose loader and package find the resource
   * @param resource its name, relative to the class or absolute with a slash
   */
  public static Map<String, byte[]> load(Class<?> near, String resource) {
    try (InputStream in = near.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + resource + " near " + near.getName());
      }
      return parse(resource, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One frame of a resource by its name. */
  public static byte[] load(Class<?> near, String resource, String name) {
    byte[] frame = load(near, resource).get(name);
    if (frame == null) {
      throw new IllegalArgumentException("no frame [" + name + "] in " + resource);
    }
    return frame;
  }

  /** The bytes of a text without names in the same notation. */
  public static byte[] bytes(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int number = 0;
    for (String line : text.split("\n")) {
      number++;
      readLine("text:" + number, line, out);
    }
    return out.toByteArray();
  }

  private static Map<String, byte[]> parse(String file, String text) {
    Map<String, ByteArrayOutputStream> frames = new LinkedHashMap<>();
    ByteArrayOutputStream current = null;
    int number = 0;
    for (String line : text.split("\n")) {
      String place = file + ":" + ++number;
      String stripped = line.strip();
      if (stripped.startsWith("[") && stripped.endsWith("]")) {
        current = new ByteArrayOutputStream();
        String name = stripped.substring(1, stripped.length() - 1);
        if (frames.put(name, current) != null) {
          throw new IllegalArgumentException(place + ": second frame named " + name);
        }
      } else if (current != null) {
        readLine(place, line, current);
      } else if (!stripped.isEmpty() && !stripped.startsWith("#")) {
        throw new IllegalArgumentException(place + ": bytes before the first [name]");
      }
    }
    Map<String, byte[]> result = new LinkedHashMap<>();
    frames.forEach((name, bytes) -> result.put(name, bytes.toByteArray()));
    return Collections.unmodifiableMap(result);
  }

  private static void readLine(String place, String line, ByteArrayOutputStream out) {
    int at = 0;
    int last = -1;
    while (at < line.length()) {
      char c = line.charAt(at);
      if (c == '#') {
        return;
      } else if (Character.isWhitespace(c)) {
        at++;
      } else if (c == '"') {
        at = readText(place, line, at + 1, out);
      } else if (c == '*' && last >= 0) {
        int end = at + 1;
        while (end < line.length() && Character.isDigit(line.charAt(end))) {
          end++;
        }
        for (int i = Integer.parseInt(line.substring(at + 1, end)); i > 1; i--) {
          out.write(last);
        }
        at = end;
      } else if (at + 1 < line.length()
          && HexFormat.isHexDigit(c)
          && HexFormat.isHexDigit(line.charAt(at + 1))) {
        last = HexFormat.fromHexDigits(line, at, at + 2);
        out.write(last);
        at += 2;
      } else {
        throw new IllegalArgumentException(place + ": not a pair of hex digits at '" + c + "'");
      }
    }
  }

  private static int readText(String place, String line, int from, ByteArrayOutputStream out) {
    int at = from;
    while (at < line.length() && line.charAt(at) != '"') {
      char c = line.charAt(at++);
      if (c != '\\') {
        out.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
        continue;
      }
      char escaped = line.charAt(at++);
      switch (escaped) {
        case 'r' -> out.write('\r');
        case 'n' -> out.write('\n');
        case 't' -> out.write('\t');
        case '\\', '"' -> out.write(escaped);
        case 'x' -> {
          out.write(HexFormat.fromHexDigits(line, at, at + 2));
          at += 2;
        }
        default -> throw new IllegalArgumentException(place + ": unknown escape \\" + escaped);
      }
    }
    if (at == line.length()) {
      throw new IllegalArgumentException(place + ": text without its closing quote");
    }
    return at + 1;
  }
}
