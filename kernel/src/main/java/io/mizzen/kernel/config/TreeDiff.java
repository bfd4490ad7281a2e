package io.mizzen.kernel.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares two trees; elements that have names are matched by name, wherever they stand. */
final class TreeDiff {
  private final List<Change> changes = new ArrayList<>();

  private TreeDiff() {}

  static List<Change> between(Tree before, Tree after) {
    TreeDiff diff = new TreeDiff();
    diff.compare("", before, after);
    return diff.changes;
  }

  private void compare(String path, @Nullable Tree before, @Nullable Tree after) {
    if (before != null && after != null && Tree.sameValue(before, after)) {
      return;
    }
    if (before instanceof Tree.Fields a && after instanceof Tree.Fields b) {
      compareAll(path, a.fields(), b.fields(), (key, at) -> at.isEmpty() ? key : at + "." + key);
    } else if (before instanceof Tree.Items a
        && after instanceof Tree.Items b
        && !holdsLeaves(a)
        && !holdsLeaves(b)) {
      compareAll(path, byName(a), byName(b), (key, at) -> at + "[" + key + "]");
    } else {
      changes.add(new Change(path, shown(before), shown(after)));
    }
  }

  private interface Paths {
    String of(String key, String around);
  }

  private void compareAll(
      String path, Map<String, Tree> before, Map<String, Tree> after, Paths paths) {
    Set<String> keys = new LinkedHashSet<>(before.keySet());
    keys.addAll(after.keySet());
    for (String key : keys) {
      compare(paths.of(key, path), before.get(key), after.get(key));
    }
  }

  /** A list of plain values is compared as a whole: one changed address is one line. */
  private static boolean holdsLeaves(Tree.Items items) {
    return items.elements().stream().anyMatch(Tree.Leaf.class::isInstance);
  }

  private static Map<String, Tree> byName(Tree.Items items) {
    Map<String, Tree> byName = new LinkedHashMap<>();
    for (Tree element : items.elements()) {
      String index = Integer.toString(byName.size());
      boolean named =
          element instanceof Tree.Fields fields
              && fields.fields().get("name") instanceof Tree.Leaf name
              && byName.putIfAbsent(name.text(), element) == null;
      if (!named) {
        byName.put(index, element);
      }
    }
    return byName;
  }

  private static @Nullable String shown(@Nullable Tree tree) {
    return tree == null ? null : YamlWriter.inOneLine(tree);
  }
}
