package io.mizzen.kernel.config;

import java.util.Map;

/** How one Java type is written as a single piece of text, read, written back and described. */
interface ScalarType {
  /**
   * @param scalar resolved, not null in the sense of YAML
   * @param noun what the value is called in a message
   */
  Object read(ScalarNode scalar, String noun) throws BadScalar;

  /** The text that {@link #read} understands as this value. */
  default String write(Object value) {
    return value.toString();
  }

  /** How {@link #write} is put into YAML and JSON. */
  default Style style() {
    return Style.WORD;
  }

  /** What is expected, with its article: {@code a whole number}. */
  String describe();

  /** The JSON Schema keywords of this type. */
  Map<String, Object> schema();

  /** How a text stands in a dump. */
  enum Style {
    /** Quoted in YAML when a reader could take it for something else. */
    TEXT,
    /** Plain in YAML, a string in JSON: {@code 300ms}. */
    WORD,
    /** Plain in both: a number, true, false. */
    BARE
  }
}
