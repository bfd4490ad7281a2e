package io.mizzen.admin;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes trees for people: an object as lines of key and value, a list of objects as a table. A
 * text of several lines stands below its key.
 */
final class TextTree {
  private TextTree() {}

  static String write(@Nullable Object tree) {
    StringBuilder out = new StringBuilder(256);
    append(out, tree, "");
    return out.toString();
  }

  private static void append(StringBuilder out, @Nullable Object value, String indent) {
    if (value instanceof Map<?, ?> map) {
      appendMap(out, map, indent);
    } else if (value instanceof List<?> list && isTable(list)) {
      appendTable(out, list, indent);
    } else if (value instanceof Iterable<?> list) {
      list.forEach(element -> append(out, element, indent));
    } else {
      String.valueOf(value)
          .lines()
          .forEach(line -> out.append(indent).append(clean(line)).append('\n'));
    }
  }

  private static void appendMap(StringBuilder out, Map<?, ?> map, String indent) {
    int width = map.keySet().stream().mapToInt(key -> String.valueOf(key).length()).max().orElse(0);
    map.forEach(
        (key, value) -> {
          String name = clean(String.valueOf(key));
          if (isOneLine(value)) {
            out.append(indent).append(pad(name, width)).append("  ");
            out.append(cell(value)).append('\n');
          } else {
            out.append(indent).append(name).append('\n');
            append(out, value, indent + "  ");
          }
        });
  }

  private static boolean isTable(List<?> list) {
    return !list.isEmpty() && list.stream().allMatch(Map.class::isInstance);
  }

  private static void appendTable(StringBuilder out, List<?> list, String indent) {
    Set<String> columns = new LinkedHashSet<>();
    for (Object row : list) {
      ((Map<?, ?>) row).keySet().forEach(key -> columns.add(String.valueOf(key)));
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.copyOf(columns));
    for (Object row : list) {
      List<String> cells = new ArrayList<>();
      columns.forEach(column -> cells.add(cell(((Map<?, ?>) row).get(column))));
      rows.add(cells);
    }
    int[] widths = new int[columns.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(indent);
      for (int i = 0; i < widths.length; i++) {
        line.append(pad(row.get(i), widths[i])).append("  ");
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
  }

  private static boolean isOneLine(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list.stream().noneMatch(e -> e instanceof Map || e instanceof List);
    }
    return !(value instanceof Map<?, ?> map && !map.isEmpty())
        && !(value instanceof String text && text.indexOf('\n') >= 0);
  }

  private static String cell(@Nullable Object value) {
    if (value == null) {
      return "-";
    }
    if (value instanceof Map<?, ?> map) {
      List<String> pairs = new ArrayList<>();
      map.forEach((key, of) -> pairs.add(key + "=" + cell(of)));
      return String.join(",", pairs);
    }
    if (value instanceof Iterable<?> list) {
      List<String> words = new ArrayList<>();
      list.forEach(element -> words.add(cell(element)));
      return String.join(",", words);
    }
    String text = clean(value.toString());
    return text.isEmpty() ? "-" : text;
  }

  /** What a peer sent may be in here; a terminal would obey control characters. */
  private static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints().forEach(c -> clean.appendCodePoint(Character.isISOControl(c) ? '?' : c));
    return clean.toString();
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
