package io.mizzen.kernel.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Prints problems as SARIF 2.1.0, which code hosts show beside the lines they are about. */
public final class SarifPrinter {
  private SarifPrinter() {}

  /**
   * One run with all problems.
   *
   * @param version the version of Mizzen that checked
   * @param codes where the rules' texts come from
   */
  public static String print(Problems problems, String version, ErrorCodes codes) {
    List<Object> rules = new ArrayList<>();
    List<Object> results = new ArrayList<>();
    for (String code : new TreeSet<>(problems.all().stream().map(Problem::code).toList())) {
      ErrorCodes.Entry entry = codes.find(code);
      Map<String, Object> rule = new LinkedHashMap<>();
      rule.put("id", code);
      if (entry != null) {
        rule.put("shortDescription", Map.of("text", entry.title()));
        rule.put("help", Map.of("text", entry.why() + "\n" + entry.fix()));
      }
      rules.add(rule);
    }
    problems.all().forEach(problem -> results.add(result(problem)));
    Map<String, Object> driver = new LinkedHashMap<>();
    driver.put("name", "mizzen check");
    driver.put("version", version);
    driver.put("rules", rules);
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("tool", Map.of("driver", driver));
    run.put("columnKind", "unicodeCodePoints");
    run.put("results", results);
    Map<String, Object> log = new LinkedHashMap<>();
    log.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    log.put("version", "2.1.0");
    log.put("runs", List.of(run));
    return Json.write(log);
  }

  private static Map<String, Object> result(Problem problem) {
    StringBuilder text = new StringBuilder(problem.message());
    if (problem.expected() != null) {
      text.append("; expected ").append(problem.expected());
    }
    if (problem.help() != null) {
      text.append("; ").append(problem.help());
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("ruleId", problem.code());
    result.put("level", problem.severity().word());
    result.put("message", Map.of("text", text.toString()));
    result.put("locations", List.of(location(problem.place())));
    if (!problem.related().isEmpty()) {
      List<Object> related = new ArrayList<>();
      for (Problem.Related other : problem.related()) {
        Map<String, Object> location = location(other.place());
        location.put("message", Map.of("text", other.message()));
        related.add(location);
      }
      result.put("relatedLocations", related);
    }
    return result;
  }

  private static Map<String, Object> location(Place place) {
    Map<String, Object> physical = new LinkedHashMap<>();
    physical.put("artifactLocation", Map.of("uri", place.file().replace('\\', '/')));
    if (place.line() > 0) {
      Map<String, Object> region = new LinkedHashMap<>();
      region.put("startLine", place.line());
      region.put("startColumn", place.column());
      region.put("endLine", place.endLine());
      region.put("endColumn", place.endColumn());
      physical.put("region", region);
    }
    Map<String, Object> location = new LinkedHashMap<>();
    location.put("physicalLocation", physical);
    return location;
  }
}
