package io.mizzen.protocol.http1;

import io.mizzen.spi.protocol.Fields;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.testkit.RecordingEvents.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * One message as a reader understood it, in words that are the same for every reader.
 *
 * @param start verb, host and path of a request with {@code |} between; the number of a response
 * @param fields end-to-end fields as {@code name: value} in order, names in lower case
 * @param length octets of body announced, or {@link #OPEN}
 * @param body what of it has come, as ISO 8859-1
 * @param ended whether the message is complete
 */
record Seen(String start, List<String> fields, long length, String body, boolean ended) {
  /** The length of a chunked body, and of one that ends with the connection. */
  static final long OPEN = -1;

  /**
   * What a proxy has to change or take out, so that two readings cannot be alike in it: length and
   * host are compared as such, the rest is stated anew for the next hop (RFC 9110 section 7.6, RFC
   * 7239).
   */
  private static final Set<String> RESTATED = restated();

  private static Set<String> restated() {
    Set<String> names = new TreeSet<>();
    for (FieldName name : FieldName.values()) {
      if (name.is(FieldName.Trait.HOP)) {
        names.add(name.name().toLowerCase(Locale.ROOT).replace('_', '-'));
      }
    }
    names.addAll(Set.of("content-length", "host", "via", "max-forwards", "expect", "forwarded"));
    names.addAll(
        Set.of("x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-forwarded-port"));
    return names;
  }

  static Seen request(Message<RequestHead> message) {
    RequestHead head = message.head();
    String start = head.verb() + "|" + head.service() + "|" + head.operation();
    return of(message, start, head);
  }

  static Seen response(Message<ResponseHead> message) {
    return of(message, Integer.toString(message.head().code()), message.head());
  }

  private static Seen of(Message<?> message, String start, Fields head) {
    List<String> fields = new ArrayList<>();
    head.forEach((name, value) -> fields.add(name + ": " + value));
    String body = new String(message.body(), StandardCharsets.ISO_8859_1);
    return new Seen(start, endToEnd(fields), message.head().bodyLength(), body, message.ended());
  }

  /** Without what is restated, and without what a Connection field among them names. */
  static List<String> endToEnd(List<String> fields) {
    Set<String> out = new HashSet<>(RESTATED);
    for (String field : fields) {
      if (name(field).equals("connection")) {
        for (String option : field.substring(field.indexOf(':') + 1).split(",", -1)) {
          out.add(option.strip().toLowerCase(Locale.ROOT));
        }
      }
    }
    List<String> kept = new ArrayList<>();
    for (String field : fields) {
      if (!out.contains(name(field))) {
        kept.add(name(field) + field.substring(field.indexOf(':')));
      }
    }
    return kept;
  }

  private static String name(String field) {
    return field.substring(0, field.indexOf(':')).toLowerCase(Locale.ROOT);
  }

  /** Whether both are the same message, as far as each has come. */
  String differenceTo(Seen other) {
    if (!start.equals(other.start)) {
      return "start";
    }
    if (!fields.equals(other.fields)) {
      return "fields";
    }
    if (length != other.length) {
      return "length";
    }
    boolean same =
        ended && other.ended
            ? body.equals(other.body)
            : body.startsWith(other.body) || other.body.startsWith(body);
    return same ? "" : "body";
  }
}
