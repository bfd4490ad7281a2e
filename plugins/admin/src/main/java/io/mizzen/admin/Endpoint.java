package io.mizzen.admin;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One method on one path.
 *
 * @param method GET, POST, PUT or PATCH
 * @param path the pattern; a part in braces takes any name
 * @param effect whether it changes the process
 * @param arguments what it takes in a query or a body, for people; empty for nothing
 * @param summary what it gives or does, for people: a part of a sentence
 * @param handler answers; on a background thread, may wait
 */
record Endpoint(
    String method, String path, Effect effect, String arguments, String summary, Handler handler) {
  /** What asking does to the process. */
  enum Effect {
    /** Nothing, and it is meant for probes and scrapers too. */
    PROBE,
    /** Nothing. */
    TELLS,
    /** Something. */
    CHANGES
  }

  /** Answers a question. */
  interface Handler {
    CompletionStage<Answer> answer(Question question);
  }

  boolean isOpenTo(Rights rights) {
    return switch (rights) {
      case EVERYTHING -> true;
      case QUESTIONS -> effect != Effect.CHANGES;
      case PROBES -> effect == Effect.PROBE;
    };
  }

  /**
   * The names in a path that fits, or null. Parts are decoded one by one, so a name may hold an
   * encoded slash, as the address of a unix socket does.
   *
   * @param rawPath as it stands in the request
   */
  @Nullable Map<String, String> match(String rawPath) {
    List<String> pattern = List.of(path.split("/", -1));
    List<String> parts = List.of(rawPath.split("/", -1));
    if (pattern.size() != parts.size()) {
      return null;
    }
    Map<String, String> names = new LinkedHashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      String word = pattern.get(i);
      if (word.startsWith("{")) {
        String name = QueryStringDecoder.decodeComponent(parts.get(i).replace("+", "%2B"));
        names.put(word.substring(1, word.length() - 1), name);
      } else if (!word.equals(parts.get(i))) {
        return null;
      }
    }
    return names;
  }
}
