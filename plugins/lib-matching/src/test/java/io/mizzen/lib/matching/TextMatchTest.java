package io.mizzen.lib.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TextMatchTest {
  private static TextMatch match(String way, String text, boolean ignoreCase) {
    return new TextMatch(
        way.equals("exact") ? text : null,
        way.equals("prefix") ? text : null,
        way.equals("suffix") ? text : null,
        way.equals("contains") ? text : null,
        way.equals("regex") ? text : null,
        null,
        null,
        ignoreCase);
  }

  private static TextMatch range(long from, long to) {
    return new TextMatch(null, null, null, null, null, new NumberRange(from, to), null, false);
  }

  private static TextMatch present(boolean present) {
    return new TextMatch(null, null, null, null, null, null, present, false);
  }

  private static boolean passes(String way, String text, String value) {
    return TextTest.of(match(way, text, false)).passes(value);
  }

  @Test
  void eachWayComparesAsItSays() {
    assertTrue(passes("exact", "abc", "abc"));
    assertFalse(passes("exact", "abc", "abcd"));
    assertFalse(passes("exact", "abc", "ABC"));
    assertTrue(passes("prefix", "ab", "abc"));
    assertFalse(passes("prefix", "abcd", "abc"));
    assertTrue(passes("suffix", "bc", "abc"));
    assertFalse(passes("suffix", "zabc", "abc"));
    assertTrue(passes("contains", "b", "abc"));
    assertTrue(passes("contains", "", ""));
    assertFalse(passes("contains", "cb", "abc"));
    assertTrue(passes("regex", "a.*c", "abc"));
  }

  @Test
  void aRegexMustMatchTheWholeValue() {
    assertFalse(passes("regex", "b", "abc"));
    assertFalse(passes("regex", "a|ab", "abc"));
  }

  @Test
  void ignoreCaseHoldsForEveryWay() {
    for (String way : new String[] {"exact", "prefix", "suffix", "contains", "regex"}) {
      assertTrue(TextTest.of(match(way, "aBc", true)).passes("AbC"), way);
    }
  }

  @Test
  void onlyAsciiLettersAreFolded() {
    assertFalse(TextTest.of(match("exact", "\u00e4", true)).passes("\u00c4"));
    // U+212A KELVIN SIGN is a k to String.equalsIgnoreCase.
    assertFalse(TextTest.of(match("exact", "k", true)).passes("\u212a"));
  }

  @Test
  void aRangeTakesWholeNumbersOnly() {
    TextTest test = TextTest.of(range(-5, 100));
    for (String good : new String[] {"-5", "0", "100", "007"}) {
      assertTrue(test.passes(good), good);
    }
    for (String bad :
        new String[] {"", "-", "-6", "101", "1.0", "1e1", " 1", "99999999999999999999"}) {
      assertFalse(test.passes(bad), bad);
    }
  }

  @Test
  void exactlyOneWayIsAllowed() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new TextMatch(null, null, null, null, null, null, null, false));
    assertThrows(
        IllegalArgumentException.class,
        () -> new TextMatch("a", "b", null, null, null, null, null, false));
  }

  @Test
  void aBadRegexIsToldInWords() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> match("regex", "a(b", false));
    assertTrue(e.getMessage().startsWith("not a regular expression of RE2: "), e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> match("regex", "(a)\\1", false));
  }

  @Test
  void hostileValuesTakeLinearTime() {
    TextTest test = TextTest.of(match("regex", "(a+)+b", false));
    String value = "a".repeat(20_000);
    assertTimeoutPreemptively(Duration.ofSeconds(10), () -> assertFalse(test.passes(value)));
  }

  @Test
  void allConditionsMustHoldAndTheFirstFailureIsTold() {
    Map<String, TextMatch> conditions = new LinkedHashMap<>();
    conditions.put("user", TextMatch.exactly("u1"));
    conditions.put("debug", present(false));
    conditions.put("trace", present(true));
    FieldTests tests = new FieldTests(conditions);
    Map<String, String> fields = new LinkedHashMap<>(Map.of("user", "u1", "trace", ""));
    assertTrue(tests.passFrom(fields::get));
    assertNull(tests.failure("header", fields::get));
    fields.put("debug", "1");
    assertFalse(tests.passFrom(fields::get));
    assertEquals("header 'debug' is there and must not be", tests.failure("header", fields::get));
    fields.put("user", "u2");
    assertEquals(
        "header 'user' is 'u2'; it matches if it is exactly 'u1'",
        tests.failure("header", fields::get));
    fields.remove("user");
    assertEquals("header 'user' is absent", tests.failure("header", fields::get));
  }
}
