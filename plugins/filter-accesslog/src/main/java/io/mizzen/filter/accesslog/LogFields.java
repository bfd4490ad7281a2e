package io.mizzen.filter.accesslog;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields a line may have, by name. */
final class LogFields {
  private static final String REQUEST = "request.";
  private static final String RESPONSE = "response.";
  private static final Map<String, LogField> KNOWN = known();

  private LogFields() {}

  private static Map<String, LogField> known() {
    Map<String, LogField> known = new LinkedHashMap<>();
    for (KnownField field : KnownField.values()) {
      known.put(field.word(), field);
    }
    return Collections.unmodifiableMap(known);
  }

  /** The names of the fields that every stream may have, in the order of a full line. */
  static Set<String> names() {
    return KNOWN.keySet();
  }

  /** The field of a name, or null. {@code request.x} and {@code response.x} are message fields. */
  static @Nullable LogField find(String name) {
    if (name.startsWith(REQUEST) && name.length() > REQUEST.length()) {
      return new KnownField.OfRequest(name.substring(REQUEST.length()));
    }
    if (name.startsWith(RESPONSE) && name.length() > RESPONSE.length()) {
      return new KnownField.OfResponse(name.substring(RESPONSE.length()));
    }
    return KNOWN.get(name);
  }

  /** What to tell about a name that is no field. */
  static String unknown(String name) {
    return "no field '"
        + name
        + "'; there are "
        + String.join(", ", KNOWN.keySet())
        + ", request.<name>, response.<name>";
  }
}
