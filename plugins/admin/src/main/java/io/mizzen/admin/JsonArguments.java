package io.mizzen.admin;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads a posted JSON object (RFC 8259) as arguments: texts, numbers and truth values by their key;
 * those of an object inside by {@code outer.inner}. Lists and null are refused, since no argument
 * has them, and so is a key that is there twice.
 */
final class JsonArguments {
  /** Arguments have no deeper structure; a bound keeps a posted text from using up the stack. */
  private static final int DEEPEST = 4;

  private final String text;
  private final Map<String, String> arguments = new LinkedHashMap<>();
  private int at;

  private JsonArguments(String text) {
    this.text = text;
  }

  /**
   * Reads.
   *
   * @throws IllegalArgumentException if it is no such object; the message is for the caller
   */
  static Map<String, String> read(String text) {
    JsonArguments reader = new JsonArguments(text);
    reader.space();
    reader.object("", 1);
    reader.space();
    if (reader.at < text.length()) {
      throw reader.wrong("the end");
    }
    return reader.arguments;
  }

  private void object(String prefix, int depth) {
    if (depth > DEEPEST) {
      throw wrong("a text, a number, true or false");
    }
    expect('{');
    space();
    if (take('}')) {
      return;
    }
    do {
      space();
      String key = prefix + string();
      space();
      expect(':');
      space();
      value(key, depth);
      space();
    } while (take(','));
    expect('}');
  }

  private void value(String key, int depth) {
    if (at < text.length() && text.charAt(at) == '{') {
      object(key + ".", depth + 1);
      return;
    }
    String value = at < text.length() && text.charAt(at) == '"' ? string() : word();
    if (arguments.put(key, value) != null) {
      throw new IllegalArgumentException("the posted JSON has '" + key + "' twice");
    }
  }

  /** A number or a truth value, as it is written. */
  private String word() {
    int begin = at;
    while (at < text.length() && isWordPart(text.charAt(at))) {
      at++;
    }
    String word = text.substring(begin, at);
    boolean number = !word.isEmpty() && "-0123456789".indexOf(word.charAt(0)) >= 0;
    if (!number && !word.equals("true") && !word.equals("false")) {
      at = begin;
      throw wrong("a text, a number, true or false");
    }
    return word;
  }

  private static boolean isWordPart(char c) {
    return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c == 'E' || "+-.".indexOf(c) >= 0;
  }

  private String string() {
    expect('"');
    StringBuilder out = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at++);
      if (c < 0x20) {
        at--;
        throw wrong("no control character");
      }
      out.append(c == '\\' ? escaped() : c);
    }
    expect('"');
    return out.toString();
  }

  private char escaped() {
    char c = at < text.length() ? text.charAt(at++) : 0;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw wrong("an escape");
    };
  }

  private char unicode() {
    int value = 0;
    for (int end = at + 4; at < end; at++) {
      int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
      if (digit < 0) {
        throw wrong("four hexadecimal digits");
      }
      value = value << 4 | digit;
    }
    return (char) value;
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean take(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char c) {
    if (!take(c)) {
      throw wrong("'" + c + "'");
    }
  }

  private IllegalArgumentException wrong(String expected) {
    return new IllegalArgumentException(
        "the posted JSON is wrong at character " + (at + 1) + ": expected " + expected);
  }
}
