package io.mizzen.kernel.plugin;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where two trees of maps and lists differ, in words: {@code components[filter aFilter].summary}.
 */
final class TreeDifference {
  private final List<String> differences = new ArrayList<>();

  private TreeDifference() {}

  /** One line per difference, in order of the first tree. */
  static List<String> between(Map<String, ?> file, Map<String, ?> code) {
    TreeDifference difference = new TreeDifference();
    difference.maps("", file, code);
    return difference.differences;
  }

  private void compare(String path, @Nullable Object file, @Nullable Object code) {
    if (file instanceof Map<?, ?> left && code instanceof Map<?, ?> right) {
      maps(path, left, right);
    } else if (file instanceof List<?> left && code instanceof List<?> right) {
      lists(path, left, right);
    } else if (!Objects.equals(file, code)) {
      differences.add(
          path + " is " + shown(file) + " in the description, " + shown(code) + " in code");
    }
  }

  private void maps(String path, Map<?, ?> file, Map<?, ?> code) {
    Set<Object> keys = new LinkedHashSet<>(file.keySet());
    keys.addAll(code.keySet());
    String prefix = path.isEmpty() ? "" : path + ".";
    keys.forEach(key -> compare(prefix + key, file.get(key), code.get(key)));
  }

  private void lists(String path, List<?> file, List<?> code) {
    Set<String> names = new LinkedHashSet<>();
    file.forEach(element -> names.add(name(element)));
    code.forEach(element -> names.add(name(element)));
    for (String name : names) {
      compare(path + "[" + name + "]", named(file, name), named(code, name));
    }
  }

  private static @Nullable Object named(List<?> list, String name) {
    return list.stream().filter(element -> name(element).equals(name)).findFirst().orElse(null);
  }

  /** What a reader calls an element: the words that are unique in its list. */
  private static String name(Object element) {
    if (!(element instanceof Map<?, ?> map)) {
      return String.valueOf(element);
    }
    for (String key : new String[] {"name", "word", "id"}) {
      if (map.get(key) != null) {
        return String.valueOf(map.get(key));
      }
    }
    return map.get("kind") + " " + map.get("type");
  }

  private static String shown(@Nullable Object value) {
    if (value == null) {
      return "missing";
    }
    return value instanceof Map || value instanceof List ? "present" : "'" + value + "'";
  }
}
