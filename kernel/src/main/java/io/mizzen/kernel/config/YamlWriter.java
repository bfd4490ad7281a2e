package io.mizzen.kernel.config;

import io.mizzen.kernel.config.ScalarType.Style;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes a tree as block YAML; lists of plain values stay on one line while they fit. */
final class YamlWriter {
  /** Beyond it a list goes over several lines. */
  private static final int WIDTH = 100;

  /** Plain words that some YAML reader takes for something else. */
  private static final Set<String> RESERVED =
      Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf");

  private final Sources sources;
  private final boolean origins;
  private final boolean secrets;
  private final StringBuilder out = new StringBuilder();

  YamlWriter(Sources sources, Set<Effective.Detail> details) {
    this.sources = sources;
    this.origins = details.contains(Effective.Detail.ORIGINS);
    this.secrets = details.contains(Effective.Detail.SECRETS);
  }

  String write(Tree.Fields root) {
    if (root.fields().isEmpty()) {
      return "{}\n";
    }
    fields(root, 0);
    return out.toString();
  }

  /** The whole tree in flow style, secrets hidden. */
  static String inOneLine(Tree tree) {
    return flow(tree, false);
  }

  private void fields(Tree.Fields fields, int depth) {
    boolean first = true;
    for (Map.Entry<String, Tree> field : fields.fields().entrySet()) {
      // The first key of a list element stands behind its dash.
      boolean behindDash = first && out.length() > 0 && out.charAt(out.length() - 1) == ' ';
      out.append(behindDash ? "" : "  ".repeat(depth)).append(quoted(field.getKey())).append(':');
      value(field.getValue(), depth);
      first = false;
    }
  }

  private void value(Tree tree, int depth) {
    if (tree instanceof Tree.Fields fields && !fields.fields().isEmpty()) {
      out.append('\n');
      fields(fields, depth + 1);
      return;
    }
    if (tree instanceof Tree.Items items && !items.elements().isEmpty()) {
      boolean flat = items.elements().stream().allMatch(Tree.Leaf.class::isInstance);
      String line = flat ? flow(items, secrets) : "";
      if (!flat || line.length() + 2 * depth > WIDTH) {
        out.append('\n');
        items.elements().forEach(element -> element(element, depth + 1));
        return;
      }
    }
    out.append(' ').append(flow(tree, secrets));
    endLine(tree.span());
  }

  private void element(Tree element, int depth) {
    out.append("  ".repeat(depth)).append("- ");
    if (element instanceof Tree.Fields fields && !fields.fields().isEmpty()) {
      fields(fields, depth + 1);
    } else {
      out.append(flow(element, secrets));
      endLine(element.span());
    }
  }

  private void endLine(long span) {
    if (origins) {
      Place place = sources.place(span, null);
      String where = span == Span.NONE ? "default" : place.file() + ":" + place.line();
      out.append("  # ").append(where);
    }
    out.append('\n');
  }

  private static String flow(Tree tree, boolean secrets) {
    if (tree instanceof Tree.Items items) {
      List<String> parts = items.elements().stream().map(e -> flow(e, secrets)).toList();
      return "[" + String.join(", ", parts) + "]";
    }
    if (tree instanceof Tree.Fields fields) {
      return fields.fields().entrySet().stream()
          .map(e -> quoted(e.getKey()) + ": " + flow(e.getValue(), secrets))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    Tree.Leaf leaf = (Tree.Leaf) tree;
    if (leaf.secret() && !secrets) {
      return "\"" + Tree.HIDDEN + "\"";
    }
    return leaf.style() == Style.TEXT ? quoted(leaf.text().replace("${", "$${")) : leaf.text();
  }

  /** Plain only when no reader of any YAML version could misunderstand it. */
  static String quoted(String text) {
    boolean plain =
        !text.isEmpty()
            && (Character.isLetter(text.charAt(0)) && text.charAt(0) < 128
                || text.charAt(0) == '/'
                || text.charAt(0) == '_')
            && text.chars().allMatch(YamlWriter::isPlain)
            && !RESERVED.contains(text.toLowerCase(Locale.ROOT));
    if (plain) {
      return text;
    }
    StringBuilder quoted = new StringBuilder();
    Json.appendText(quoted, text);
    return quoted.toString();
  }

  private static boolean isPlain(int c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || "_-./".indexOf(c) >= 0;
  }
}
