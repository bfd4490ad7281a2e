package io.mizzen.kernel.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints problems for programs: {@code check --format json}, the admin API, a reload's answer. */
public final class JsonPrinter {
  /** With a thousand clusters, all names as expectation of each problem help nobody. */
  private static final int MOST_WORDS = 50;

  private JsonPrinter() {}

  /** All problems as one array. */
  public static String print(Problems problems) {
    return Json.write(problems.all().stream().map(JsonPrinter::toMap).toList());
  }

  /**
   * All problems inside an object with a verdict.
   *
   * @param label what was checked
   */
  public static String print(String label, Problems problems) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("checked", label);
    answer.put("valid", !problems.hasErrors());
    answer.put("errors", problems.errors());
    answer.put("warnings", problems.warnings());
    answer.put("problems", problems.all().stream().map(JsonPrinter::toMap).toList());
    return Json.write(answer);
  }

  /** One problem as maps, lists, texts and numbers, for an answer that holds more. */
  public static Map<String, Object> toMap(Problem problem) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("code", problem.code());
    map.put("severity", problem.severity().word());
    map.put("message", problem.message());
    putPlace(map, problem.place());
    map.put("path", problem.place().path());
    map.put("pointer", problem.place().pointer());
    map.put("expected", expected(problem));
    Problem.Suggestion suggestion = problem.suggestion();
    if (suggestion != null) {
      map.put("suggestion", suggestion(suggestion));
    }
    putIfPresent(map, "help", problem.help());
    Map<String, Object> source = new LinkedHashMap<>();
    source.put("plugin", problem.plugin());
    putIfPresent(source, "schema", problem.schema());
    map.put("source", source);
    List<Object> related = new ArrayList<>();
    for (Problem.Related other : problem.related()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("message", other.message());
      putPlace(entry, other.place());
      related.add(entry);
    }
    map.put("related", related);
    return map;
  }

  private static Map<String, Object> suggestion(Problem.Suggestion suggestion) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("replace", suggestion.replace());
    map.put("with", suggestion.with());
    return map;
  }

  private static List<String> expected(Problem problem) {
    if (!problem.words().isEmpty()) {
      return problem.words().stream().limit(MOST_WORDS).toList();
    }
    return problem.expected() == null ? List.of() : List.of(problem.expected());
  }

  private static void putPlace(Map<String, Object> map, Place place) {
    map.put("file", place.file());
    if (place.line() > 0) {
      map.put("line", place.line());
      map.put("column", place.column());
      map.put("endLine", place.endLine());
      map.put("endColumn", place.endColumn());
    }
  }

  private static void putIfPresent(Map<String, Object> map, String key, @Nullable String value) {
    if (value != null) {
      map.put(key, value);
    }
  }
}
