package io.mizzen.kernel.operate;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The last configurations that were applied or refused, newest first. Any thread. */
final class ConfigHistory {
  /** As many as an operator can look through. */
  private static final int KEPT = 20;

  private final Deque<Entry> entries = new ArrayDeque<>();

  /**
   * One attempt.
   *
   * @param version empty if it could not be read
   * @param changes one line each, for an applied one
   * @param errors the report, for a refused one
   */
  record Entry(Instant at, String result, String version, List<String> changes, String errors) {
    Map<String, Object> toTree() {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("at", at.toString());
      tree.put("result", result);
      tree.put("version", version);
      tree.put("changes", changes);
      tree.put("errors", errors);
      return tree;
    }
  }

  synchronized void add(Entry entry) {
    if (entries.size() == KEPT) {
      entries.removeLast();
    }
    entries.addFirst(entry);
  }

  synchronized List<Entry> newestFirst() {
    return new ArrayList<>(entries);
  }
}
