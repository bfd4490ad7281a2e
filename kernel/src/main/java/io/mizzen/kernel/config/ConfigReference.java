package io.mizzen.kernel.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code mizzen explain WORD}: an error code, the type of an installed extension, or a path
 * in the configuration such as {@code clusters.connectTimeout}. Made from the records' own words.
 */
public final class ConfigReference {
  private final RecordShape root;
  private final ExtensionCatalog catalog;
  private final List<String> kinds;

  /**
   * @param kinds the kinds of extensions that are looked through for a type
   */
  public ConfigReference(
      Class<? extends Record> root, ExtensionCatalog catalog, Collection<String> kinds) {
    this.root = RecordShape.of(root);
    this.catalog = catalog;
    this.kinds = List.copyOf(kinds);
  }

  /** What is known of a word, in lines for people; null if nothing is. */
  public @Nullable String explain(String word) {
    if (word.startsWith("MZ")) {
      ErrorCodes.Entry entry = ErrorCodes.load().find(word.toUpperCase(Locale.ROOT));
      return entry == null ? null : entry.explain();
    }
    StringBuilder found = new StringBuilder();
    for (String kind : kinds) {
      Class<? extends Record> config = catalog.configType(kind, word);
      if (config != null) {
        found.append(found.length() == 0 ? "" : "\n").append(extension(kind, word, config));
      }
    }
    String path = path(word);
    if (path != null) {
      found.append(found.length() == 0 ? "" : "\n").append(path);
    }
    return found.length() == 0 ? null : found.toString();
  }

  /** The known word that is nearest to one that is not known, or null. */
  public @Nullable String nearest(String word) {
    TreeSet<String> words = new TreeSet<>(root.keys());
    ErrorCodes.load().all().forEach(entry -> words.add(entry.code()));
    kinds.forEach(kind -> words.addAll(catalog.types(kind)));
    return Words.nearest(word, words);
  }

  private String extension(String kind, String type, Class<? extends Record> config) {
    String plugin = catalog.providedBy(kind, type);
    String doc = catalog.doc(kind, type);
    int role = kind.indexOf('.');
    return type
        + "  "
        + Words.ofKind(kind)
        + (role < 0 ? "" : " (" + kind.substring(role + 1) + ")")
        + (plugin == null ? "" : ", plugin " + plugin)
        + (doc == null ? "" : "\n" + doc)
        + "\n"
        + record(RecordShape.of(config));
  }

  private @Nullable String path(String path) {
    RecordShape around = root;
    ComponentShape component = null;
    // [name] and [0] may be left in a path that was copied from an error.
    for (String key : path.replaceAll("\\[[^\\]]*\\]", "").split("\\.")) {
      component = around == null ? null : around.component(key);
      if (component == null) {
        return null;
      }
      around = inside(component.shape());
    }
    if (component == null) {
      return null;
    }
    StringBuilder text = new StringBuilder(path).append("  ").append(typeOf(component));
    text.append(defaultOf(component).isEmpty() ? "" : ", " + defaultOf(component)).append('\n');
    if (component.doc() != null) {
      text.append(component.doc()).append('\n');
    }
    if (component.shape() instanceof Shape.Extension extension) {
      String types = String.join(", ", new TreeSet<>(catalog.types(extension.kind())));
      text.append("installed: ").append(types.isEmpty() ? "none" : types).append('\n');
    }
    return text.append(around == null ? "" : record(around)).toString();
  }

  private static @Nullable RecordShape inside(Shape shape) {
    if (shape instanceof Shape.Many many) {
      return inside(many.element());
    }
    if (shape instanceof Shape.Keyed keyed) {
      return inside(keyed.value());
    }
    return shape instanceof Shape.Nested nested ? nested.record() : null;
  }

  private static String record(RecordShape shape) {
    List<String[]> rows = new ArrayList<>();
    for (ComponentShape component : shape.components()) {
      if (!component.rest()) {
        String doc = component.doc() == null ? "" : component.doc();
        rows.add(new String[] {component.name(), typeOf(component), defaultOf(component), doc});
      }
    }
    return rows.isEmpty() ? "no settings\n" : table(rows);
  }

  private static String table(List<String[]> rows) {
    int[] widths = new int[3];
    for (String[] row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder(" ");
      for (int i = 0; i < row.length; i++) {
        int width = i < widths.length ? widths[i] : 0;
        line.append(' ').append(row[i]).append(" ".repeat(Math.max(0, width - row[i].length())));
        line.append(' ');
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static String typeOf(ComponentShape component) {
    if (component.shape() instanceof Shape.Many many) {
      return "list: " + many.element().describe();
    }
    if (component.shape() instanceof Shape.Keyed keyed) {
      return "map to " + keyed.value().describe();
    }
    return component.describe();
  }

  private static String defaultOf(ComponentShape component) {
    if (component.defaultText() != null) {
      return "default " + component.defaultText();
    }
    return component.required() ? "required" : "";
  }
}
