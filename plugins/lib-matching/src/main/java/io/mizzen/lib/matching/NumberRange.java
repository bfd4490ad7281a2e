package io.mizzen.lib.matching;

import io.mizzen.spi.config.Doc;

/**
 * Whole numbers from one to another.
 *
 * @param from the first one
 * @param to the last one
 */
@Doc("Whole numbers, both ends included.")
public record NumberRange(
    @Doc("The smallest number that matches.") long from,
    @Doc("The largest number that matches.") long to) {
  /** A long has at most 19 digits; one less cannot overflow, and nobody counts beyond. */
  private static final int MAX_DIGITS = 18;

  public NumberRange {
    if (from > to) {
      throw new IllegalArgumentException("range must not be empty, got from " + from + " to " + to);
    }
  }

  /** Whether a text is a decimal number (optional minus, at most 18 digits) in the range. */
  public boolean holds(CharSequence text) {
    int length = text.length();
    int first = length > 0 && text.charAt(0) == '-' ? 1 : 0;
    if (length == first || length - first > MAX_DIGITS) {
      return false;
    }
    long number = 0;
    for (int i = first; i < length; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return false;
      }
      number = number * 10 + digit;
    }
    number = first == 1 ? -number : number;
    return number >= from && number <= to;
  }
}
