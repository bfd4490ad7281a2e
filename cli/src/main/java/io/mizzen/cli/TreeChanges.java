package io.mizzen.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What differs between two trees, by path; elements with a name are compared by it. */
final class TreeChanges {
  private final List<String> lines = new ArrayList<>();

  private TreeChanges() {}

  /** One line per difference: {@code +}, {@code -} or {@code ~}. */
  static List<String> between(@Nullable Object before, @Nullable Object after) {
    TreeChanges changes = new TreeChanges();
    changes.compare("", before, after);
    return changes.lines;
  }

  private void compare(String path, @Nullable Object before, @Nullable Object after) {
    if (Objects.equals(before, after)) {
      return;
    }
    if (before instanceof Map<?, ?> b && after instanceof Map<?, ?> a) {
      compareKeys(path.isEmpty() ? "" : path + ".", "", b, a);
    } else if (before instanceof List<?> b && after instanceof List<?> a) {
      compareKeys(path + "[", "]", keyed(b), keyed(a));
    } else {
      lines.add("~ " + path + ": " + text(before) + " -> " + text(after));
    }
  }

  private void compareKeys(String head, String tail, Map<?, ?> before, Map<?, ?> after) {
    Set<Object> keys = new LinkedHashSet<>(before.keySet());
    keys.addAll(after.keySet());
    for (Object key : keys) {
      String path = head + key + tail;
      if (!before.containsKey(key)) {
        lines.add("+ " + path + ": " + text(after.get(key)));
      } else if (!after.containsKey(key)) {
        lines.add("- " + path + ": " + text(before.get(key)));
      } else {
        compare(path, before.get(key), after.get(key));
      }
    }
  }

  private static Map<Object, @Nullable Object> keyed(List<?> list) {
    Map<Object, @Nullable Object> keyed = new LinkedHashMap<>();
    for (int i = 0; i < list.size(); i++) {
      Object element = list.get(i);
      Object name = element instanceof Map<?, ?> map ? map.get("name") : null;
      keyed.put(name == null || keyed.containsKey(name) ? String.valueOf(i) : name, element);
    }
    return keyed;
  }

  private static String text(@Nullable Object value) {
    // A whole cluster on one line is read once; more of it is noise.
    int most = 160;
    String text = io.mizzen.kernel.config.Json.write(value).replaceAll("\\s*\n\\s*", " ").strip();
    return text.length() <= most ? text : text.substring(0, most) + " ...";
  }
}
