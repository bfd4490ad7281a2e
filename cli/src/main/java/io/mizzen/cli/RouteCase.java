package io.mizzen.cli;

import io.mizzen.kernel.operate.Blueprint;
import io.mizzen.kernel.operate.RouteExplanation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * One case of {@code mizzen route test}.
 *
 * @param name what it is about
 * @param given the request, as arguments of an explanation
 * @param expect what must come of it: route, cluster, reply
 */
public record RouteCase(String name, Map<String, String> given, Map<String, String> expect) {
  private static final Set<String> KEYS = Set.of("name", "listener", "chain", "given", "expect");
  private static final Set<String> EXPECTATIONS = Set.of("route", "cluster", "reply", "code");

  /**
   * Reads a file of cases.
   *
   * @throws Failure if it cannot be read; tells where
   */
  public static List<RouteCase> read(Path file) throws Failure {
    Object tree;
    try {
      tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
    } catch (IOException e) {
      throw new Failure(
          Exit.USAGE,
          "mizzen: cannot read "
              + file
              + (Files.notExists(file)
                  ? ": there is no such file"
                  : ": this user may not read it"));
    } catch (MarkedYAMLException e) {
      var at = e.getProblemMark();
      String place = at == null ? "" : ":" + (at.getLine() + 1) + ":" + (at.getColumn() + 1);
      throw new Failure(Exit.USAGE, file + place + ": error: " + e.getProblem());
    } catch (YAMLException e) {
      throw new Failure(Exit.USAGE, file + ": error: " + e.getMessage());
    }
    if (!(tree instanceof List<?> list)) {
      throw new Failure(Exit.USAGE, file + ": error: expected a list of cases");
    }
    List<RouteCase> cases = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      cases.add(one(file, i, list.get(i)));
    }
    return cases;
  }

  private static RouteCase one(Path file, int index, @Nullable Object element) throws Failure {
    String where = file + ": case " + (index + 1);
    if (!(element instanceof Map<?, ?> map)) {
      throw new Failure(Exit.USAGE, where + ": error: expected name, listener, given, expect");
    }
    known(where, map, KEYS);
    Map<String, String> given = new LinkedHashMap<>();
    texts(where, map.get("given"), "given")
        .forEach(
            (key, value) -> {
              if (!key.equals("headers")) {
                given.put(key, value);
              }
            });
    if (map.get("given") instanceof Map<?, ?> request && request.get("headers") != null) {
      texts(where, request.get("headers"), "headers")
          .forEach((key, value) -> given.put("header." + key, value));
    }
    for (String key : List.of("listener", "chain")) {
      if (map.get(key) != null) {
        given.put(key, String.valueOf(map.get(key)));
      }
    }
    Map<String, String> expect = texts(where, map.get("expect"), "expect");
    known(where + ": expect", expect, EXPECTATIONS);
    if (expect.isEmpty()) {
      throw new Failure(Exit.USAGE, where + ": error: expect names nothing");
    }
    Object name = map.get("name");
    return new RouteCase(name == null ? "case " + (index + 1) : name.toString(), given, expect);
  }

  private static void known(String where, Map<?, ?> map, Set<String> known) throws Failure {
    for (Object key : map.keySet()) {
      if (!known.contains(String.valueOf(key))) {
        throw new Failure(
            Exit.USAGE,
            where
                + ": error: unknown property '"
                + key
                + "'; there are "
                + String.join(", ", known.stream().sorted().toList()));
      }
    }
  }

  private static Map<String, String> texts(String where, @Nullable Object value, String key)
      throws Failure {
    if (!(value instanceof Map<?, ?> map)) {
      throw new Failure(Exit.USAGE, where + ": error: '" + key + "' must be a map");
    }
    Map<String, String> texts = new LinkedHashMap<>();
    map.forEach((name, of) -> texts.put(String.valueOf(name), String.valueOf(of)));
    return texts;
  }

  /** What is not as expected, one line each. */
  public List<String> differences(Blueprint blueprint) {
    List<String> lines = new ArrayList<>();
    Json.Tree found;
    try {
      found = Json.Tree.of(RouteExplanation.of(blueprint, given));
    } catch (IllegalArgumentException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
    expect.forEach(
        (key, wanted) -> {
          Json.Tree value = found.get(key);
          if (!matches(key, wanted, value)) {
            String got = value.text();
            lines.add(key + ": expected " + wanted + ", got " + (got.isEmpty() ? "none" : got));
          }
        });
    if (!lines.isEmpty()) {
      found.get("steps").elements().forEach(step -> lines.add("  " + step.text()));
    }
    return lines;
  }

  /** A weighted route goes to any of its clusters; {@code noRoute} is {@code no_route}. */
  private static boolean matches(String key, String wanted, Json.Tree value) {
    if (key.equals("cluster") && value.value() instanceof List<?>) {
      return value.elements().stream().anyMatch(cluster -> cluster.text().contains(wanted));
    }
    if (key.equals("reply")) {
      return plain(wanted).equals(plain(value.text()));
    }
    return wanted.equals(value.text());
  }

  private static String plain(String word) {
    return word.replace("_", "").toLowerCase(Locale.ROOT);
  }
}
