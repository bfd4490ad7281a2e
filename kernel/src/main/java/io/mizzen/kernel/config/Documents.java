package io.mizzen.kernel.config;

import io.mizzen.kernel.config.MapNode.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Joins the top-level maps of several files: lists are concatenated, all else may stand once. */
final class Documents {
  private Documents() {}

  static MapNode join(List<MapNode> documents, Sources sources, Problems problems, Names names) {
    Map<String, List<Entry>> byKey = new LinkedHashMap<>();
    for (MapNode document : documents) {
      for (Entry entry : document.entries()) {
        boolean ours = !entry.key().startsWith("x-") && !entry.key().equals("include");
        if (ours) {
          byKey.computeIfAbsent(entry.key(), k -> new ArrayList<>(1)).add(entry);
        }
      }
    }
    List<Entry> joined = new ArrayList<>();
    byKey.values().forEach(same -> joined.add(joinKey(same, sources, problems, names)));
    long span = documents.isEmpty() ? Span.of(0, 1) : documents.get(0).span();
    return new MapNode(span, joined);
  }

  private static Entry joinKey(List<Entry> same, Sources sources, Problems problems, Names names) {
    Entry first = same.get(0);
    if (same.size() == 1) {
      return first;
    }
    List<Node> elements = new ArrayList<>();
    for (Entry entry : same) {
      if (entry.value().target() instanceof ListNode list) {
        long alias = entry.value().aliasSpan();
        for (Node element : list.elements()) {
          elements.add(alias == Span.NONE ? element : new AliasNode(alias, element));
        }
      } else if (!(entry.value().target() instanceof ScalarNode scalar && scalar.isNull())) {
        return refuse(same, sources, problems, names);
      }
    }
    ListNode list = new ListNode(first.value().span(), elements);
    return new Entry(first.key(), first.keySpan(), list, Span.NONE);
  }

  private static Entry refuse(List<Entry> same, Sources sources, Problems problems, Names names) {
    Entry first = same.get(0);
    names.incomplete(first.key());
    for (Entry again : same.subList(1, same.size())) {
      Step step = Step.TOP.key(again.key(), again.value());
      problems.add(
          Located.error(
                  sources,
                  "MZ1007",
                  "'" + again.key() + "' is written in two files",
                  again.keySpan(),
                  step)
              .expected("it in one file; only lists are joined")
              .see(sources.place(first.keySpan(), step), "first written here"));
    }
    return first;
  }
}
