package io.mizzen.admin;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came, without its buffers: taken apart on the event loop, read on the background
 * pool.
 *
 * @param method as sent
 * @param rawPath undecoded
 * @param query of the target
 * @param type of the body, in lower case; empty if none was named
 * @param body the text that was posted
 * @param known from If-None-Match, or null
 * @param authorization as sent, or null
 */
record Asked(
    String method,
    String rawPath,
    Map<String, String> query,
    String type,
    String body,
    @Nullable String known,
    @Nullable String authorization) {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String JSON = "application/json";

  /**
   * Takes a request apart.
   *
   * @throws IllegalArgumentException if its target cannot be decoded
   */
  static Asked of(FullHttpRequest request) {
    QueryStringDecoder uri = new QueryStringDecoder(request.uri());
    Map<String, String> query = new LinkedHashMap<>();
    uri.parameters().forEach((key, values) -> query.put(key, last(values)));
    return new Asked(
        request.method().name(),
        uri.rawPath(),
        query,
        request.headers().get(HttpHeaderNames.CONTENT_TYPE, "").toLowerCase(Locale.ROOT),
        request.content().toString(StandardCharsets.UTF_8),
        request.headers().get(HttpHeaderNames.IF_NONE_MATCH),
        request.headers().get(HttpHeaderNames.AUTHORIZATION));
  }

  private static String last(List<String> values) {
    return values.get(values.size() - 1);
  }

  /**
   * What endpoints see.
   *
   * @throws IllegalArgumentException if the posted form or object cannot be read
   */
  Question question(Map<String, String> names, Rights rights) {
    Map<String, String> all = new LinkedHashMap<>(query);
    String text = body;
    // The one path that takes a text as it is; curl calls whatever it posts with -d a form.
    if (!rawPath.equals(Endpoints.CHECK)) {
      if (type.startsWith(FORM)) {
        new QueryStringDecoder(body, false)
            .parameters()
            .forEach((key, values) -> all.put(key, last(values)));
        text = "";
      } else if (type.startsWith(JSON) && !body.isBlank()) {
        all.putAll(JsonArguments.read(body));
        text = "";
      }
    }
    Answer.Form form = "text".equals(all.get("o")) ? Answer.Form.TEXT : Answer.Form.JSON;
    return new Question(names, all, text, form, known, rights);
  }
}
