package io.mizzen.filter.transcoder;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The field {@code content-type} of a request. */
final class MediaType {
  static final String FIELD = "content-type";

  private static final String CHARSET = "charset=";

  private MediaType() {}

  /** Whether it says JSON (RFC 8259, or a kind of it by RFC 6839) in UTF-8. */
  static boolean isJson(@Nullable CharSequence field) {
    if (field == null) {
      return false;
    }
    String value = field.toString().toLowerCase(Locale.ROOT);
    int end = value.indexOf(';');
    String type = (end < 0 ? value : value.substring(0, end)).strip();
    boolean json =
        type.equals("application/json")
            || type.startsWith("application/") && type.endsWith("+json");
    int charset = end < 0 ? -1 : value.indexOf(CHARSET, end);
    return json && (charset < 0 || isUtf8(value.substring(charset + CHARSET.length())));
  }

  private static boolean isUtf8(String parameter) {
    return parameter.startsWith("utf-8") || parameter.startsWith("\"utf-8\"");
  }
}
