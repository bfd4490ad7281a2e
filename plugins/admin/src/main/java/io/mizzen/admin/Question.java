package io.mizzen.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as endpoints see it.
 *
 * @param path decoded names of the path, by their word in the pattern
 * @param query the query, and the fields of a form that was posted
 * @param body the posted text; empty if it was a form
 * @param form how the answer is wanted
 * @param known the version the caller has, from If-None-Match, or null
 * @param rights what the caller may do
 */
record Question(
    Map<String, String> path,
    Map<String, String> query,
    String body,
    Answer.Form form,
    @Nullable String known,
    Rights rights) {

  /** Names of the path and everything asked for, for {@code Operations}; the path wins. */
  Map<String, String> arguments() {
    Map<String, String> all = new LinkedHashMap<>(query);
    all.remove("o");
    all.putAll(path);
    return all;
  }
}
