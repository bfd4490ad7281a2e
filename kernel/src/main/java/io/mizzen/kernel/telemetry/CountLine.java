package io.mizzen.kernel.telemetry;

import io.mizzen.spi.telemetry.MetricSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one series has counted, as text between two processes:
 *
 * <pre>
 *   c TAB name TAB label=value ... TAB +amount
 *   h TAB name TAB label=value ... TAB +sum TAB nanos:times ...
 * </pre>
 *
 * <p>Backslash, tab and line feed in values are written {@code \\ \t \n}.
 *
 * @param labels names and values, one after the other
 * @param amount of a counter, or the sum of a histogram in nanoseconds
 * @param buckets lowest value and times, one after the other; empty for a counter
 */
record CountLine(
    MetricSpec.Kind kind, String name, List<String> labels, long amount, List<Long> buckets) {

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(80);
    out.append(kind == MetricSpec.Kind.COUNTER ? 'c' : 'h').append('\t').append(name);
    for (int i = 0; i < labels.size(); i += 2) {
      out.append('\t').append(labels.get(i)).append('=');
      escape(labels.get(i + 1), out);
    }
    out.append("\t+").append(amount);
    for (int i = 0; i < buckets.size(); i += 2) {
      out.append('\t').append(buckets.get(i)).append(':').append(buckets.get(i + 1));
    }
    return out.toString();
  }

  /** Reads one; null if it is none of those that are known here. */
  static @Nullable CountLine parse(String line) {
    List<String> words = List.of(line.split("\t", -1));
    if (words.size() < 3 || !(words.get(0).equals("c") || words.get(0).equals("h"))) {
      return null;
    }
    int at = 2;
    List<String> labels = new ArrayList<>();
    while (at < words.size() && !words.get(at).startsWith("+")) {
      int equals = words.get(at).indexOf('=');
      if (equals < 0) {
        return null;
      }
      labels.add(words.get(at).substring(0, equals));
      labels.add(unescaped(words.get(at).substring(equals + 1)));
      at++;
    }
    try {
      long amount = Long.parseLong(words.get(at).substring(1));
      List<Long> buckets = new ArrayList<>();
      for (String bucket : words.subList(at + 1, words.size())) {
        int colon = bucket.indexOf(':');
        buckets.add(Long.parseLong(bucket.substring(0, colon)));
        buckets.add(Long.parseLong(bucket.substring(colon + 1)));
      }
      return new CountLine(
          words.get(0).equals("c") ? MetricSpec.Kind.COUNTER : MetricSpec.Kind.HISTOGRAM,
          words.get(1),
          labels,
          amount,
          buckets);
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      return null;
    }
  }

  private static void escape(String value, StringBuilder out) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\\' -> out.append("\\\\");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        default -> out.append(c);
      }
    }
  }

  private static String unescaped(String value) {
    if (value.indexOf('\\') < 0) {
      return value;
    }
    StringBuilder out = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' && i + 1 < value.length()) {
        char escaped = value.charAt(++i);
        out.append(escaped == 't' ? '\t' : escaped == 'n' ? '\n' : escaped);
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
