package io.mizzen.kernel.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects everything that is wrong. Later stages add what they find to the same collection, so
 * that a user sees all of it at once.
 *
 * <p>The same mistake seen through several aliases is one problem with several "used here". Not
 * safe for use by several threads.
 */
public final class Problems {
  /** A generated file can have one mistake per line; nobody reads on after a thousand. */
  private static final int MOST_KEPT = 1000;

  /** Enough "used here" lines to see the pattern. */
  private static final int MOST_RELATED = 5;

  private record Key(String code, String message, String file, int line, int column) {}

  private final Sources sources;
  private final Map<Key, Problem> problems = new LinkedHashMap<>();
  private int errors;
  private int warnings;

  /** Problems of something that has no source files. */
  public Problems() {
    this(new Sources());
  }

  Problems(Sources sources) {
    this.sources = sources;
  }

  /** Adds a problem; one that is already known at that place only adds its related places. */
  public void add(Problem problem) {
    Place place = problem.place();
    Key key =
        new Key(problem.code(), problem.message(), place.file(), place.line(), place.column());
    Problem known = problems.get(key);
    if (known != null) {
      Set<Problem.Related> related = new LinkedHashSet<>(known.related());
      related.addAll(problem.related());
      if (related.size() <= MOST_RELATED) {
        problems.put(key, known.with(known.place(), List.copyOf(related)));
      }
      return;
    }
    if (problem.severity() == Severity.ERROR) {
      errors++;
    } else {
      warnings++;
    }
    if (problems.size() < MOST_KEPT) {
      problems.put(key, problem);
    }
  }

  /** Adds a problem. */
  public void add(Problem.Builder problem) {
    add(problem.build());
  }

  /** Whether the configuration must not be used. */
  public boolean hasErrors() {
    return errors > 0;
  }

  /** How many errors there are, also beyond those kept. */
  public int errors() {
    return errors;
  }

  /** How many warnings there are. */
  public int warnings() {
    return warnings;
  }

  /** Whether there is nothing to say. */
  public boolean isEmpty() {
    return problems.isEmpty();
  }

  /** Whether a problem with this code was found. */
  public boolean has(String code) {
    return problems.values().stream().anyMatch(p -> p.code().equals(code));
  }

  /** Everything found, file by file in reading order, by line and column within a file. */
  public List<Problem> all() {
    List<Problem> sorted = new ArrayList<>();
    for (Problem problem : problems.values()) {
      sorted.add(problem.with(sources.refresh(problem.place()), problem.related()));
    }
    Map<String, Integer> order = new LinkedHashMap<>();
    sources.names().forEach(name -> order.putIfAbsent(name, order.size()));
    sorted.forEach(p -> order.putIfAbsent(p.place().file(), order.size()));
    sorted.sort(
        Comparator.comparing((Problem p) -> order.getOrDefault(p.place().file(), 0))
            .thenComparing(p -> p.place().line())
            .thenComparing(p -> p.place().column()));
    return sorted;
  }
}
