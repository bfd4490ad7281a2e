package io.mizzen.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is sent back.
 *
 * @param status the HTTP status
 * @param type the media type
 * @param body the content
 * @param etag the version of what is shown, quoted, or null
 * @param allow the methods there are, for 405, or null
 */
record Answer(int status, String type, String body, @Nullable String etag, @Nullable String allow) {
  static final String JSON = "application/json";
  static final String TEXT = "text/plain; charset=utf-8";

  /** How the caller wants trees. */
  enum Form {
    JSON,
    TEXT
  }

  static Answer tree(int status, @Nullable Object tree, Form form) {
    return form == Form.TEXT
        ? text(status, TextTree.write(tree))
        : new Answer(status, JSON, JsonTree.write(tree), null, null);
  }

  static Answer text(int status, String text) {
    return new Answer(status, TEXT, text, null, null);
  }

  /** An error: one sentence for people, in the same place every time for programs. */
  static Answer error(int status, String message, Form form) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("error", message);
    return form == Form.TEXT ? text(status, message + "\n") : tree(status, tree, form);
  }

  Answer withEtag(String version) {
    return new Answer(status, type, body, '"' + version + '"', allow);
  }

  Answer withAllow(String methods) {
    return new Answer(status, type, body, etag, methods);
  }
}
