package io.mizzen.kernel.config;

import io.mizzen.kernel.config.MapNode.Entry;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Builds our small nodes straight from SnakeYAML's events.
 *
 * <p>Why not from its node graph: that graph forgets where an alias stands, lets duplicate keys
 * through, and weighs 76 MiB for 10,000 clusters. Nothing is ever constructed from a tag.
 */
final class TreeReader {
  /** Deeper than any configuration; keeps the recursion here and in the binder harmless. */
  private static final int DEEPEST = 100;

  /** Duplicates are looked for by scanning up to here, with a table beyond. */
  private static final int SCANNED_KEYS = 8;

  /** What {@code !!} stands for. */
  private static final String CORE_TAG = "tag:yaml.org,2002:";

  private final Source source;
  private final Sources sources;
  private final Problems problems;
  private final LoadLimits limits;
  private final Map<String, Node> anchors = new HashMap<>();
  private final Map<String, Long> openAnchors = new HashMap<>();
  private final Map<String, String> keys;
  private final Parser events;
  private long aliased;

  /** Stops the reading of this file; the problem has been reported. */
  private static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreadable() {
      super(null, null, false, false);
    }
  }

  /**
   * @param keys shared by the files of a load, so that ten thousand {@code name} keys are one
   *     string
   * @param text what to read
   */
  TreeReader(
      Source source,
      Sources sources,
      Problems problems,
      LoadLimits limits,
      Map<String, String> keys,
      String text) {
    this.source = source;
    this.sources = sources;
    this.problems = problems;
    this.limits = limits;
    this.keys = keys;
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(limits.codePoints());
    // Not through Yaml, whose constructor prepares for objects of every type.
    this.events = new ParserImpl(new StreamReader(new StringReader(text)), options);
  }

  /** The document, an empty map for an empty one, or null if it cannot be read. */
  @Nullable Node read() {
    try {
      return document();
    } catch (Unreadable reported) {
      return null;
    } catch (MarkedYAMLException e) {
      syntaxError(e);
      return null;
    } catch (ReaderException e) {
      long at = Span.of(source.base() + e.getPosition(), source.base() + e.getPosition() + 1);
      problems.add(
          error(
                  "MZ1001",
                  String.format(Locale.ROOT, "character U+%04X is not allowed", e.getCodePoint()),
                  at)
              .expected("text in UTF-8 without control characters"));
      return null;
    } catch (YAMLException e) {
      problems.add(
          Problem.error("MZ1004", String.valueOf(e.getMessage()))
              .at(Place.file(source.name()))
              .expected("at most " + limits.codePoints() + " characters"));
      return null;
    }
  }

  private @Nullable Node document() {
    next(); // stream start
    Event event = next();
    if (event.is(Event.ID.StreamEnd)) {
      return new MapNode(Span.of(source.base(), source.base()), List.of());
    }
    Node root = node(next(), 0);
    next(); // document end
    Event after = next();
    if (after.is(Event.ID.DocumentStart)) {
      problems.add(
          error("MZ1009", "a second document begins here", span(after))
              .expected("one document per file")
              .help("put it into a file of its own and name that under 'include'"));
      return null;
    }
    return root;
  }

  private Node node(Event event, int depth) {
    if (depth > DEEPEST) {
      problems.add(error("MZ1004", "nested more than " + DEEPEST + " deep", span(event)));
      throw new Unreadable();
    }
    if (event instanceof AliasEvent alias) {
      return alias(alias);
    }
    String anchor = ((NodeEvent) event).getAnchor();
    if (anchor != null) {
      openAnchors.put(anchor, span(event));
    }
    Node node;
    if (event instanceof ScalarEvent scalar) {
      node = scalar(scalar);
    } else if (event instanceof SequenceStartEvent start) {
      refuseTag(start.getTag(), start);
      node = list(start, depth);
    } else {
      refuseTag(((MappingStartEvent) event).getTag(), event);
      node = map(event, depth);
    }
    if (anchor != null) {
      openAnchors.remove(anchor);
      anchors.put(anchor, node);
    }
    return node;
  }

  private Node alias(AliasEvent alias) {
    Node target = anchors.get(alias.getAnchor());
    if (openAnchors.containsKey(alias.getAnchor())) {
      problems.add(
          error("MZ1003", "alias '*" + alias.getAnchor() + "' contains itself", span(alias))
              .see(place(openAnchors.get(alias.getAnchor())), "defined here"));
      throw new Unreadable();
    }
    if (target == null) {
      problems.add(
          error("MZ1003", "alias '*" + alias.getAnchor() + "' is not defined", span(alias))
              .expected("an anchor '&" + alias.getAnchor() + "' above this line")
              .suggest(alias.getAnchor(), Words.nearest(alias.getAnchor(), anchors.keySet())));
      throw new Unreadable();
    }
    aliased += target.weight();
    if (aliased > limits.aliasedNodes()) {
      problems.add(
          error("MZ1004", "aliases stand for too much: over " + limits.aliasedNodes(), span(alias))
              .help("write the value where it is used, or use fewer aliases of aliases"));
      throw new Unreadable();
    }
    return new AliasNode(span(alias), target);
  }

  private Node scalar(ScalarEvent scalar) {
    boolean asText = false;
    if (scalar.getTag() != null && !scalar.getTag().equals("!")) {
      asText = scalar.getTag().equals(CORE_TAG + "str");
      if (!asText) {
        refuseTag(scalar.getTag(), scalar);
      }
    }
    return new ScalarNode(span(scalar), scalar.getValue(), asText || !scalar.isPlain());
  }

  private void refuseTag(@Nullable String tag, Event event) {
    if (tag != null && !tag.equals("!")) {
      problems.add(
          error("MZ1010", "tag '" + shortTag(tag) + "' is not allowed", span(event))
              .expected("a value without a tag; its type follows from where it stands"));
    }
  }

  private static String shortTag(String tag) {
    return tag.startsWith(CORE_TAG) ? "!!" + tag.substring(CORE_TAG.length()) : tag;
  }

  private Node list(SequenceStartEvent start, int depth) {
    List<Node> elements = new ArrayList<>();
    Event event = next();
    while (!event.is(Event.ID.SequenceEnd)) {
      elements.add(node(event, depth + 1));
      event = next();
    }
    return new ListNode(collectionSpan(start), elements);
  }

  private Node map(Event start, int depth) {
    List<Entry> entries = new ArrayList<>();
    Map<String, Entry> seen = null;
    Entry merge = null;
    Event event = next();
    while (!event.is(Event.ID.MappingEnd)) {
      Node key = node(event, depth + 1);
      if (!(key instanceof ScalarNode word)) {
        problems.add(
            error("MZ1001", "a key must be a text, not " + key.what(), span(event))
                .help(key.aliasSpan() == Span.NONE ? null : "an alias cannot be a key"));
        throw new Unreadable();
      }
      Node value = node(next(), depth + 1);
      String text = keys.computeIfAbsent(word.text(), k -> k);
      Entry entry = new Entry(text, word.span(), value, Span.NONE);
      boolean isMerge = text.equals("<<") && !word.isQuoted();
      Entry first = isMerge ? merge : seen == null ? scan(entries, text) : seen.get(text);
      if (first != null) {
        problems.add(
            error("MZ1002", "key '" + text + "' is written twice in this map", word.span())
                .expected("each key once")
                .see(place(first.keySpan()), "first written here"));
      } else if (isMerge) {
        merge = entry;
      } else {
        entries.add(entry);
        if (seen != null) {
          seen.put(text, entry);
        } else if (entries.size() == SCANNED_KEYS) {
          seen = new HashMap<>();
          for (Entry known : entries) {
            seen.put(known.key(), known);
          }
        }
      }
      event = next();
    }
    if (merge != null) {
      entries = merged(entries, merge);
    }
    return new MapNode(collectionSpan(start), entries);
  }

  private static @Nullable Entry scan(List<Entry> entries, String key) {
    for (Entry entry : entries) {
      if (entry.key().equals(key)) {
        return entry;
      }
    }
    return null;
  }

  /** The map's own keys win, then the earlier of several merged maps. */
  private List<Entry> merged(List<Entry> own, Entry merge) {
    Map<String, Entry> all = new LinkedHashMap<>();
    own.forEach(entry -> all.put(entry.key(), entry));
    Node value = merge.value();
    List<Node> maps = value.target() instanceof ListNode list ? list.elements() : List.of(value);
    for (Node from : maps) {
      if (from.target() instanceof MapNode map) {
        long at = from.aliasSpan() != Span.NONE ? from.aliasSpan() : value.aliasSpan();
        for (Entry entry : map.entries()) {
          Node shared = at == Span.NONE ? entry.value() : new AliasNode(at, entry.value());
          all.putIfAbsent(entry.key(), new Entry(entry.key(), entry.keySpan(), shared, at));
        }
      } else {
        problems.add(
            error("MZ1011", "'<<' merges maps, not " + from.what(), merge.keySpan())
                .expected("an alias of a map, or a list of such aliases"));
      }
    }
    return List.copyOf(all.values());
  }

  private void syntaxError(MarkedYAMLException e) {
    Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
    String message = e.getProblem() != null ? e.getProblem() : String.valueOf(e.getMessage());
    if (mark == null) {
      problems.add(Problem.error("MZ1001", message).at(Place.file(source.name())));
      return;
    }
    int at = source.base() + mark.getIndex();
    Problem.Builder problem = error("MZ1001", message, Span.of(at, at + 1));
    Mark context = e.getContextMark();
    if (context != null && e.getContext() != null && context.getIndex() != mark.getIndex()) {
      int from = source.base() + context.getIndex();
      problem.see(place(Span.of(from, from + 1)), e.getContext() + " that begins here");
    }
    problems.add(problem);
  }

  private Problem.Builder error(String code, String message, long span) {
    return Problem.error(code, message).at(place(span));
  }

  private Place place(long span) {
    return sources.place(span, null);
  }

  private Event next() {
    return events.getEvent();
  }

  private long span(Event event) {
    return Span.of(
        source.base() + event.getStartMark().getIndex(),
        source.base() + event.getEndMark().getIndex());
  }

  /** Where a list or map begins: its first character, as its end is rarely where the eye looks. */
  private long collectionSpan(Event start) {
    int at = source.base() + start.getStartMark().getIndex();
    return Span.of(at, at + 1);
  }
}
