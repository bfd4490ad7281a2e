package io.mizzen.cli;

import io.mizzen.kernel.config.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code mizzen get}: the running state as tables. */
@Command(name = "get", description = "Show the running state.")
final class GetVerb extends Verb {
  /** What there is, and which keys of its elements make a table. */
  private enum Thing {
    LISTENERS("name", "bind", "direction", "state", "connections", "accepted", "refused", "chains"),
    ROUTES("table", "route", "target", "hits", "place"),
    CLUSTERS(
        "name", "protocol", "loadBalancer", "endpoints", "usable", "activeRequests", "retries"),
    ENDPOINTS(
        "cluster",
        "endpoint",
        "state",
        "healthy",
        "weight",
        "active",
        "requests",
        "failures",
        "lastChange"),
    CONNECTIONS("id", "listener", "remote", "protocol", "worker", "bytesIn", "bytesOut"),
    STREAMS(
        "id",
        "listener",
        "service",
        "operation",
        "phase",
        "ageMs",
        "cluster",
        "endpoint",
        "attempts"),
    ERRORS("at", "listener", "protocol", "peer", "rule"),
    LOGGERS("logger", "level", "origin", "revertsAt");

    private final List<String> columns;

    Thing(String... columns) {
      this.columns = List.of(columns);
    }
  }

  @Mixin private InstanceOption instance = new InstanceOption();
  @Mixin private Output output = new Output();

  @Parameters(
      index = "0",
      paramLabel = "WHAT",
      description =
          "listeners, routes, clusters, endpoints, connections, streams, errors or loggers.")
  private String what = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME",
      description = "One listener or cluster, the table of routes, the cluster of endpoints.")
  private @Nullable String name;

  @Option(
      names = "--slow",
      paramLabel = "TIME",
      description = "Streams that are older than this, such as 1s.")
  private @Nullable String slow;

  @Override
  public Integer call() throws Failure {
    final Thing thing = thing();
    Map<String, String> query = new LinkedHashMap<>();
    if (name != null) {
      query.put(nameKey(thing), name);
    }
    if (slow != null) {
      Home.duration("--slow", slow);
      query.put("slow", slow);
    }
    String path = "/v1/" + thing.name().toLowerCase(Locale.ROOT);
    AdminClient.Reply reply = instance.client().get(path + "?" + AdminClient.form(query));
    if (!reply.isFine()) {
      throw new Failure(Exit.WRONG, "mizzen: " + reply.error());
    }
    Json.Tree tree = reply.tree();
    if (!output.printed(tree.value(), out())) {
      print(thing, tree.value() instanceof Map<?, ?> ? List.of(tree) : tree.elements());
    }
    return Exit.FINE;
  }

  private Thing thing() {
    List<String> words =
        Arrays.stream(Thing.values()).map(one -> one.name().toLowerCase(Locale.ROOT)).toList();
    int at = words.indexOf(what);
    if (at < 0) {
      String meant = Words.nearest(what, words);
      throw new ParameterException(
          spec.commandLine(),
          "there is no '"
              + what
              + "' to get"
              + (meant == null ? "" : " (did you mean '" + meant + "'?)")
              + "; there are "
              + String.join(", ", words));
    }
    return Thing.values()[at];
  }

  private static String nameKey(Thing thing) {
    return switch (thing) {
      case ROUTES -> "table";
      case ENDPOINTS -> "cluster";
      case CONNECTIONS, ERRORS, STREAMS -> "listener";
      default -> "name";
    };
  }

  private void print(Thing thing, List<Json.Tree> elements) {
    List<String> columns = thing.columns;
    List<List<String>> rows = new ArrayList<>();
    for (Json.Tree element : elements) {
      rows.add(columns.stream().map(column -> cell(element, column)).toList());
    }
    Output.table(columns.stream().map(GetVerb::title).toList(), rows, out());
  }

  private static String cell(Json.Tree element, String column) {
    if (column.equals("bind")) {
      return Foreground.address(element);
    }
    if (!column.equals("chains")) {
      return element.text(column);
    }
    List<String> chains = new ArrayList<>();
    for (Json.Tree chain : element.get("chains").elements()) {
      String routes = chain.text("routes");
      chains.add(
          routes.isEmpty()
              ? "tcp->" + chain.text("tcpProxy")
              : chain.text("protocols") + "->" + routes);
    }
    return String.join(" ", chains);
  }

  /** {@code lastChange} is headed LAST CHANGE. */
  private static String title(String key) {
    StringBuilder title = new StringBuilder();
    for (char c : key.toCharArray()) {
      if (Character.isUpperCase(c)) {
        title.append(' ');
      }
      title.append(Character.toUpperCase(c));
    }
    return title.toString();
  }
}
