package io.mizzen.kernel.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names that the elements of top-level lists have, and the places that refer to them. Both are
 * taken from the text while it is bound, so that a broken block neither hides its wrong references
 * nor makes the references to itself wrong.
 */
final class Names {
  /** A list of more names is not read; the suggestion says what counts. */
  private static final int MOST_SHOWN = 10;

  /** Comparing with 10,000 names takes a moment; nobody reads on after this many. */
  private static final int MOST_SUGGESTIONS = 100;

  private record Definition(long span, Step step) {}

  private record Use(String list, String name, long span, Step step) {}

  private final Map<String, Map<String, Definition>> lists = new HashMap<>();
  private final Set<String> incomplete = new HashSet<>();
  private final List<Use> uses = new ArrayList<>();
  private boolean filesMissing;

  /** A file could not be read: any name may have been in it. */
  void filesMissing() {
    filesMissing = true;
  }

  /** An element's name could not be read: a reference to it must not be called wrong. */
  void incomplete(String list) {
    incomplete.add(list);
  }

  void define(String list, String name, long span, Step step) {
    lists
        .computeIfAbsent(list, k -> new LinkedHashMap<>())
        .putIfAbsent(name, new Definition(span, step));
  }

  void use(String list, String name, long span, Step step) {
    uses.add(new Use(list, name, span, step));
  }

  /** Reports what refers to nothing, and forgets all names. */
  void check(Sources sources, Problems problems) {
    int suggested = 0;
    for (Use use : uses) {
      Map<String, Definition> defined = lists.getOrDefault(use.list(), Map.of());
      boolean known = filesMissing || incomplete.contains(use.list());
      if (!known && !defined.containsKey(use.name())) {
        boolean suggest = suggested++ < MOST_SUGGESTIONS;
        problems.add(undefined(sources, use, defined, suggest));
      }
    }
    uses.clear();
    lists.clear();
  }

  private static Problem.Builder undefined(
      Sources sources, Use use, Map<String, Definition> defined, boolean suggest) {
    String noun = Words.singular(use.list());
    Set<String> names = new TreeSet<>(defined.keySet());
    String nearest = suggest ? Words.nearest(use.name(), names) : null;
    String message = noun + " '" + use.name() + "' is not defined";
    Problem.Builder problem =
        Located.error(sources, "MZ1301", message, use.span(), use.step())
            .expected("the name of " + Words.withArticle(noun) + shown(names))
            .words(names.stream().limit(MOST_SUGGESTIONS).toList())
            .suggest(use.name(), nearest)
            .schema(use.list());
    if (names.isEmpty()) {
      problem.help("define it under '" + use.list() + "'");
    }
    Definition near = nearest == null ? null : defined.get(nearest);
    if (near != null) {
      problem.see(sources.place(near.span(), near.step()), "'" + nearest + "' is defined here");
    }
    return problem;
  }

  private static String shown(Set<String> names) {
    if (names.isEmpty()) {
      return "; none is defined";
    }
    List<String> first = names.stream().limit(MOST_SHOWN).toList();
    int more = names.size() - first.size();
    return " (" + String.join(", ", first) + (more > 0 ? ", and " + more + " more)" : ")");
  }
}
