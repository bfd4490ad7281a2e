package io.mizzen.bench;

import io.mizzen.bench.load.Fault;
import io.mizzen.bench.load.HttpExchange;
import io.mizzen.bench.load.Sample;
import io.mizzen.bench.proxy.Mode;
import io.mizzen.bench.proxy.Tools;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Load by wrk or h2load, to see that our own generator tells the same. Only as fast as answers
 * come, only HTTP/1.1.
 */
final class ExternalTool {
  private static final Pattern WRK_TOTAL =
      Pattern.compile("([0-9]+) requests in ([0-9.]+)(m?s|m),");
  private static final Pattern WRK_ERRORS =
      Pattern.compile("(?:connect|read|write|timeout|responses:) ([0-9]+)");
  private static final Pattern H2LOAD_TOTAL =
      Pattern.compile("finished in ([0-9.]+)(m?s|m), ([0-9.]+) req/s");
  private static final Pattern H2LOAD_COUNTS =
      Pattern.compile("([0-9]+) succeeded, ([0-9]+) failed, ([0-9]+) errored, ([0-9]+) timeout");

  private ExternalTool() {}

  static boolean fits(Scenario scenario) {
    return scenario.traffic() instanceof Scenario.Traffic.Http && scenario.mode() != Mode.BOLT;
  }

  static Sample run(
      Settings.Tool tool, Scenario scenario, InetSocketAddress target, Settings settings, Path work)
      throws IOException {
    HttpExchange exchange = ((Scenario.Traffic.Http) scenario.traffic()).exchange();
    String url = "http://127.0.0.1:" + target.getPort() + exchange.path();
    String connections = Integer.toString(scenario.connections());
    String seconds = Long.toString(Math.max(1, settings.duration().toSeconds()));
    return tool == Settings.Tool.WRK
        ? wrk(exchange, connections, seconds, url, work)
        : h2load(exchange, connections, seconds, url, work);
  }

  private static Sample wrk(
      HttpExchange exchange, String connections, String seconds, String url, Path work)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of("wrk", "-t1", "-c" + connections, "-d" + seconds + "s", "--latency"));
    if (exchange.isPost()) {
      Path script =
          Files.writeString(
              work.resolve("post.lua"),
              "wrk.method = 'POST'\nwrk.body = string.rep('x', " + exchange.requestBytes() + ")\n");
      command.addAll(List.of("-s", script.toString()));
    }
    command.add(url);
    String text = Tools.output(command.toArray(String[]::new));
    Matcher total = find(WRK_TOTAL, text);
    long errors = 0;
    Matcher wrong = WRK_ERRORS.matcher(text);
    while (wrong.find()) {
      errors += Long.parseLong(wrong.group(1));
    }
    return sample(
        Long.parseLong(total.group(1)) - errors,
        micros(total.group(2), total.group(3)) * 1e3,
        percentile(text, "50%"),
        percentile(text, "99%"),
        errors,
        text);
  }

  private static Sample h2load(
      HttpExchange exchange, String connections, String seconds, String url, Path work)
      throws IOException {
    List<String> command =
        new ArrayList<>(List.of("h2load", "--h1", "-t1", "-c" + connections, "-D" + seconds));
    if (exchange.isPost()) {
      Path body = Files.writeString(work.resolve("body"), "x".repeat(exchange.requestBytes()));
      command.addAll(List.of("-d", body.toString()));
    }
    command.add(url);
    String text = Tools.output(command.toArray(String[]::new));
    Matcher total = find(H2LOAD_TOTAL, text);
    Matcher counts = find(H2LOAD_COUNTS, text);
    long errors = 0;
    for (int group = 2; group <= 4; group++) {
      errors += Long.parseLong(counts.group(group));
    }
    // h2load tells minimum, maximum and mean of latency, none of which compares with a percentile.
    return sample(
        Long.parseLong(counts.group(1)),
        micros(total.group(1), total.group(2)) * 1e3,
        Double.NaN,
        Double.NaN,
        errors,
        text);
  }

  private static Sample sample(
      long answers, double nanos, double p50, double p99, long errors, String text) {
    @Nullable String first = errors == 0 ? null : text;
    return new Sample(
        answers,
        Math.round(nanos),
        p50,
        p99,
        Double.NaN,
        Double.NaN,
        errors == 0 ? Map.of() : Map.of(Fault.STATUS, errors),
        first);
  }

  private static double percentile(String text, String word) throws IOException {
    Matcher found = find(Pattern.compile(word + " +([0-9.]+)(us|ms|s|m)"), text);
    return micros(found.group(1), found.group(2));
  }

  private static double micros(String number, String unit) {
    double scale =
        switch (unit) {
          case "us" -> 1;
          case "ms" -> 1e3;
          case "s" -> 1e6;
          default -> 60e6;
        };
    return Double.parseDouble(number) * scale;
  }

  private static Matcher find(Pattern pattern, String text) throws IOException {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IOException("cannot read what the load tool printed:\n" + text);
    }
    return matcher;
  }
}
