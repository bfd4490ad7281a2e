package io.mizzen.kernel.telemetry;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the Prometheus text format 0.0.4 strictly: HELP and TYPE before the samples of a metric,
 * all samples of a metric together, nothing twice, histograms cumulative and complete.
 */
final class PrometheusParser {
  private static final Pattern HELP = Pattern.compile("# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)");
  private static final Pattern TYPE =
      Pattern.compile("# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)");
  private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\"";
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{" + LABEL + "(?:," + LABEL + ")*\\})? ([-+.0-9eEInf]+)");
  private static final Pattern BOUND = Pattern.compile("^(.*?),?le=\"([^\"]+)\"}$");

  private final Map<String, Double> samples = new LinkedHashMap<>();
  private final Map<String, TreeMap<Double, Double>> buckets = new HashMap<>();
  private final Set<String> seen = new HashSet<>();
  private String metric = "";
  private String type = "";

  /** All samples by name and label set. */
  static Map<String, Double> parse(String text) {
    PrometheusParser parser = new PrometheusParser();
    if (!text.endsWith("\n")) {
      throw new AssertionError("the last line is cut");
    }
    for (String line : text.split("\n")) {
      parser.line(line);
    }
    parser.checkHistograms();
    return parser.samples;
  }

  private void line(String line) {
    Matcher help = HELP.matcher(line);
    if (help.matches()) {
      metric = help.group(1);
      type = "";
      check(seen.add(metric), "a metric in two places: " + line);
      return;
    }
    Matcher typed = TYPE.matcher(line);
    if (typed.matches()) {
      check(typed.group(1).equals(metric) && type.isEmpty(), "TYPE not after its HELP: " + line);
      type = typed.group(2);
      check(
          !type.equals("counter") || metric.endsWith("_total"), "counter without _total: " + line);
      return;
    }
    Matcher sample = SAMPLE.matcher(line);
    check(sample.matches(), "no sample: " + line);
    check(!type.isEmpty(), "sample without a TYPE: " + line);
    String labels = sample.group(2) == null ? "" : sample.group(2);
    double value = number(sample.group(3));
    check(samples.put(sample.group(1) + labels, value) == null, "twice: " + line);
    if (!type.equals("histogram")) {
      check(sample.group(1).equals(metric), "sample of another metric: " + line);
    } else if (sample.group(1).equals(metric + "_bucket")) {
      Matcher bound = BOUND.matcher(labels);
      check(bound.matches(), "bucket without a bound: " + line);
      String rest = bound.group(1).equals("{") ? "" : bound.group(1) + "}";
      buckets
          .computeIfAbsent(metric + "|" + rest, key -> new TreeMap<>())
          .put(number(bound.group(2)), value);
    } else {
      check(
          sample.group(1).equals(metric + "_sum") || sample.group(1).equals(metric + "_count"),
          "no part of a histogram: " + line);
    }
  }

  private void checkHistograms() {
    buckets.forEach(
        (key, bounds) -> {
          String name = key.substring(0, key.indexOf('|'));
          String labels = key.substring(key.indexOf('|') + 1);
          double last = 0;
          for (double count : bounds.values()) {
            check(count >= last, "not cumulative: " + key);
            last = count;
          }
          check(bounds.lastKey() == Double.POSITIVE_INFINITY, "no +Inf: " + key);
          check(samples.get(name + "_count" + labels) == last, "count is not +Inf: " + key);
          check(samples.containsKey(name + "_sum" + labels), "no sum: " + key);
        });
  }

  private static double number(String text) {
    return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new AssertionError(message);
    }
  }
}
