package io.mizzen.kernel.config;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The configuration as it works: every default in it, every substitution made, includes and aliases
 * written out. Built from the records when asked for; large, so not to be kept.
 */
public final class Effective {
  /** What a dump shows besides the values. */
  public enum Detail {
    /** A comment with file and line, or {@code default}, behind every value. */
    ORIGINS,
    /** Secrets instead of {@code ***}. */
    SECRETS
  }

  private final Tree.Fields root;
  private final Sources sources;

  private Effective(Tree.Fields root, Sources sources) {
    this.root = root;
    this.sources = sources;
  }

  /** The effective form of a bound configuration; call it after {@link Loaded#finish}. */
  public static Effective of(Record root, Origins origins) {
    return new Effective(new TreeBuilder(origins).record(root), origins.sources());
  }

  /** As YAML that loads again to an equal configuration (unless it has secrets and hides them). */
  public String toYaml(Detail... details) {
    Set<Detail> shown = EnumSet.noneOf(Detail.class);
    shown.addAll(List.of(details));
    return new YamlWriter(sources, shown).write(root);
  }

  /** As JSON. */
  public String toJson(Detail... details) {
    return Json.write(plain(root, List.of(details).contains(Detail.SECRETS)));
  }

  /** As maps, lists, texts and numbers, secrets hidden, for an answer that holds more. */
  public Object toPlain() {
    return plain(root, false);
  }

  /**
   * Eight hex digits that are equal for equal configurations, whatever files, comments, order of
   * keys or aliases they were written with. Secrets count, but 32 bits of a hash tell nothing of
   * them.
   */
  public String version() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      hash(root, digest);
      return HexFormat.of().formatHex(digest.digest(), 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** What changes from this configuration to another, by path; secrets hidden. */
  public List<Change> changesTo(Effective newer) {
    return TreeDiff.between(root, newer.root);
  }

  private static Object plain(Tree tree, boolean secrets) {
    if (tree instanceof Tree.Items items) {
      return items.elements().stream().map(e -> plain(e, secrets)).toList();
    }
    if (tree instanceof Tree.Fields fields) {
      Map<String, Object> map = new LinkedHashMap<>();
      fields.fields().forEach((key, value) -> map.put(key, plain(value, secrets)));
      return map;
    }
    Tree.Leaf leaf = (Tree.Leaf) tree;
    if (leaf.secret() && !secrets) {
      return Tree.HIDDEN;
    }
    return leaf.style() == ScalarType.Style.BARE ? bare(leaf.text()) : leaf.text();
  }

  /** A number or truth value as itself, digit for digit as it is written. */
  private static Object bare(String text) {
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    return new BigDecimal(text);
  }

  /** Every part begins with its kind and length, so that no two trees give the same bytes. */
  private static void hash(Tree tree, MessageDigest digest) {
    if (tree instanceof Tree.Leaf leaf) {
      hash("=", leaf.text(), digest);
    } else if (tree instanceof Tree.Items items) {
      hash("[", Integer.toString(items.elements().size()), digest);
      items.elements().forEach(element -> hash(element, digest));
    } else if (tree instanceof Tree.Fields fields) {
      hash("{", Integer.toString(fields.fields().size()), digest);
      new TreeMap<>(fields.fields())
          .forEach(
              (key, value) -> {
                hash(":", key, digest);
                hash(value, digest);
              });
    }
  }

  private static void hash(String kind, String text, MessageDigest digest) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((kind + bytes.length + " ").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
  }
}
