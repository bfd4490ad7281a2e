package io.mizzen.filter.transcoder;

import io.netty.buffer.ByteBuf;
import java.math.BigInteger;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON text (RFC 8259), strictly: UTF-8 only, no comments, no trailing commas, no second
 * value of a key. Nesting and the length of numbers are bounded; the size is what the chain lets
 * through. Whole numbers become the smallest of Integer, Long and BigInteger that holds them, all
 * others Double.
 */
final class JsonReader {
  /** Making a number takes the square of its digits. */
  private static final int MAX_NUMBER = 400;

  /** More digits may not fit a long. */
  private static final int LONG_DIGITS = 18;

  private final String text;
  private final int maxDepth;
  private int at;
  private int depth;

  private JsonReader(String text, int maxDepth) {
    this.text = text;
    this.maxDepth = maxDepth;
  }

  /**
   * Reads all of a body.
   *
   * @param body borrowed; indices stay as they were
   * @param maxDepth levels of nesting
   */
  static @Nullable Object read(ByteBuf body, int maxDepth) throws JsonException {
    String text;
    try {
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(body.nioBuffer())
              .toString();
    } catch (CharacterCodingException e) {
      throw new JsonException("the body is not UTF-8");
    }
    JsonReader reader = new JsonReader(text, maxDepth);
    reader.space();
    Object value = reader.value();
    reader.space();
    if (reader.at < text.length()) {
      throw reader.broken("something follows the value");
    }
    return value;
  }

  private JsonException broken(String what) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < at && i < text.length(); i++) {
      if (text.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return new JsonException(
        "line " + line + ", column " + (Math.min(at, text.length()) - lineStart + 1) + ": " + what);
  }

  private void space() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        return;
      }
      at++;
    }
  }

  private char peek() throws JsonException {
    if (at >= text.length()) {
      throw broken("the text ends too early");
    }
    return text.charAt(at);
  }

  private @Nullable Object value() throws JsonException {
    char c = peek();
    return switch (c) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> word("true", Boolean.TRUE);
      case 'f' -> word("false", Boolean.FALSE);
      case 'n' -> word("null", null);
      default -> {
        if (c != '-' && (c < '0' || c > '9')) {
          throw broken("a value was expected");
        }
        yield number();
      }
    };
  }

  private @Nullable Object word(String word, @Nullable Object value) throws JsonException {
    if (!text.startsWith(word, at)) {
      throw broken("a value was expected");
    }
    at += word.length();
    return value;
  }

  private void enter() throws JsonException {
    at++;
    if (++depth > maxDepth) {
      throw broken("nested deeper than " + maxDepth + " levels");
    }
    space();
  }

  private void leave() {
    at++;
    depth--;
  }

  private Map<String, @Nullable Object> object() throws JsonException {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    enter();
    boolean more = peek() != '}';
    while (more) {
      if (peek() != '"') {
        throw broken("a key was expected");
      }
      String key = string();
      space();
      if (peek() != ':') {
        throw broken("':' was expected");
      }
      at++;
      space();
      if (map.containsKey(key)) {
        throw broken("the key \"" + key + "\" comes twice");
      }
      map.put(key, value());
      more = another('}');
    }
    leave();
    return map;
  }

  private List<@Nullable Object> array() throws JsonException {
    List<@Nullable Object> list = new ArrayList<>();
    enter();
    boolean more = peek() != ']';
    while (more) {
      list.add(value());
      more = another(']');
    }
    leave();
    return list;
  }

  /** Whether another element follows; stands on it, or on the end mark. */
  private boolean another(char end) throws JsonException {
    space();
    char c = peek();
    if (c == end) {
      return false;
    }
    if (c != ',') {
      throw broken("',' or '" + end + "' was expected");
    }
    at++;
    space();
    return true;
  }

  private String string() throws JsonException {
    StringBuilder out = new StringBuilder();
    at++;
    while (true) {
      char c = peek();
      if (c == '"') {
        at++;
        return out.toString();
      }
      if (c < 0x20) {
        throw broken("a control character within a text");
      }
      at++;
      out.append(c == '\\' ? escaped() : c);
    }
  }

  private char escaped() throws JsonException {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unit();
      default -> throw broken("an unknown escape");
    };
  }

  private char unit() throws JsonException {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(peek(), 16);
      if (digit < 0 || text.charAt(at) > 'f') {
        throw broken("four hexadecimal digits were expected");
      }
      unit = unit << 4 | digit;
      at++;
    }
    return (char) unit;
  }

  private Object number() throws JsonException {
    int start = at;
    boolean whole = true;
    if (peek() == '-') {
      at++;
    }
    int digits = digits();
    if (digits > 1 && text.charAt(at - digits) == '0') {
      throw broken("a number begins with 0");
    }
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      digits();
      whole = false;
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      at++;
      if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
        at++;
      }
      digits();
      whole = false;
    }
    if (at - start > MAX_NUMBER) {
      throw broken("a number is longer than " + MAX_NUMBER + " characters");
    }
    String word = text.substring(start, at);
    return whole ? integer(word, digits) : (Object) decimal(word);
  }

  private static Object integer(String word, int digits) {
    if (digits > LONG_DIGITS) {
      BigInteger large = new BigInteger(word);
      return large.bitLength() < Long.SIZE ? (Object) large.longValue() : large;
    }
    long value = Long.parseLong(word);
    return value == (int) value ? (Object) (int) value : (Object) value;
  }

  private Double decimal(String word) throws JsonException {
    double value = Double.parseDouble(word);
    if (Double.isInfinite(value)) {
      throw broken("a number is too large");
    }
    return value;
  }

  private int digits() throws JsonException {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == start) {
      throw broken("a digit was expected");
    }
    return at - start;
  }
}
