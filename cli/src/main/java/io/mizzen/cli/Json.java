package io.mizzen.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON (RFC 8259) into maps, lists, texts, {@code Long} or {@code Double}, {@code Boolean}
 * and null. Numbers without fraction that a {@code long} holds stay exact.
 */
final class Json {
  /** Deeper than any answer; a foreign server must not end us by its nesting. */
  private static final int DEEPEST = 64;

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /**
   * Reads one value.
   *
   * @throws IllegalArgumentException if the text is not JSON
   */
  static @Nullable Object parse(String text) {
    Json reader = new Json(text);
    Object value = reader.value(0);
    reader.blanks();
    if (reader.at < text.length()) {
      throw reader.wrong("something after the end");
    }
    return value;
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("not JSON, at character " + at + ": " + what);
  }

  private void blanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() {
    if (at == text.length()) {
      throw wrong("it ends too early");
    }
    return text.charAt(at);
  }

  private void expect(char c) {
    if (peek() != c) {
      throw wrong("expected " + c);
    }
    at++;
  }

  private @Nullable Object value(int depth) {
    if (depth > DEEPEST) {
      throw wrong("nested too deeply");
    }
    blanks();
    return switch (peek()) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      case 't' -> word("true", Boolean.TRUE);
      case 'f' -> word("false", Boolean.FALSE);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private @Nullable Object word(String word, @Nullable Object value) {
    if (!text.startsWith(word, at)) {
      throw wrong("expected " + word);
    }
    at += word.length();
    return value;
  }

  private Map<String, @Nullable Object> object(int depth) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    at++;
    blanks();
    if (peek() == '}') {
      at++;
      return map;
    }
    while (true) {
      blanks();
      if (peek() != '"') {
        throw wrong("expected a key");
      }
      String key = string();
      blanks();
      expect(':');
      map.put(key, value(depth + 1));
      blanks();
      if (peek() == '}') {
        at++;
        return map;
      }
      expect(',');
    }
  }

  private List<@Nullable Object> array(int depth) {
    List<@Nullable Object> list = new ArrayList<>();
    at++;
    blanks();
    if (peek() == ']') {
      at++;
      return list;
    }
    while (true) {
      list.add(value(depth + 1));
      blanks();
      if (peek() == ']') {
        at++;
        return list;
      }
      expect(',');
    }
  }

  private String string() {
    StringBuilder out = new StringBuilder();
    at++;
    while (peek() != '"') {
      char c = text.charAt(at++);
      if (c < 0x20) {
        throw wrong("a control character in a text");
      }
      out.append(c == '\\' ? escape() : c);
    }
    at++;
    return out.toString();
  }

  private char escape() {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw wrong("an unknown escape");
    };
  }

  private char unicode() {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(peek(), 16);
      if (digit < 0) {
        throw wrong("expected four hexadecimal digits");
      }
      value = value << 4 | digit;
      at++;
    }
    return (char) value;
  }

  private Object number() {
    int start = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String digits = text.substring(start, at);
    try {
      if (digits.chars().noneMatch(c -> c == '.' || c == 'e' || c == 'E')) {
        return Long.valueOf(digits);
      }
      return Double.valueOf(digits);
    } catch (NumberFormatException e) {
      throw wrong("expected a value");
    }
  }

  /** A value of an answer, read without asking at each step whether it is there. */
  record Tree(@Nullable Object value) {
    static Tree of(@Nullable Object value) {
      return new Tree(value);
    }

    Tree get(String key) {
      return new Tree(value instanceof Map<?, ?> map ? map.get(key) : null);
    }

    /** Its elements; none if it is no list. */
    List<Tree> elements() {
      List<Tree> elements = new ArrayList<>();
      if (value instanceof Iterable<?> list) {
        list.forEach(element -> elements.add(new Tree(element)));
      }
      return elements;
    }

    /** Its keys in order; none if it is no object. */
    List<String> keys() {
      List<String> keys = new ArrayList<>();
      if (value instanceof Map<?, ?> map) {
        map.keySet().forEach(key -> keys.add(String.valueOf(key)));
      }
      return keys;
    }

    /** The text of a key; empty if it is not there; the elements of a list joined by commas. */
    String text(String key) {
      return get(key).text();
    }

    String text() {
      if (value instanceof Iterable<?>) {
        return String.join(",", elements().stream().map(Tree::text).toList());
      }
      if (value instanceof Map<?, ?> map) {
        List<String> pairs = new ArrayList<>();
        map.forEach((key, of) -> pairs.add(key + "=" + new Tree(of).text()));
        return String.join(",", pairs);
      }
      return value == null ? "" : value.toString();
    }

    long number(String key) {
      return get(key).value() instanceof Number number ? number.longValue() : 0;
    }

    boolean isPresent() {
      return value != null;
    }
  }
}
