package io.mizzen.filter.accesslog;

import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.route.Route;
import io.mizzen.spi.stream.Outcome;
import io.mizzen.spi.stream.StreamContext;
import io.mizzen.spi.upstream.Endpoint;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields a line may have, by name, in the order of a full line. */
final class LogFields {
  private static final String REQUEST = "request.";
  private static final String RESPONSE = "response.";
  private static final Map<String, LogField> KNOWN = new LinkedHashMap<>();

  static {
    KNOWN.put("time", LogFields::time);
    text("listener", (outcome, stream) -> stream.downstream().listener());
    text("protocol", (outcome, stream) -> stream.request().protocol());
    text("service", (outcome, stream) -> stream.request().service());
    text("operation", (outcome, stream) -> stream.request().operation());
    text("verb", (outcome, stream) -> stream.request().verb());
    text("route", LogFields::route);
    text("cluster", (outcome, stream) -> outcome.cluster());
    text("endpoint", LogFields::endpoint);
    KNOWN.put("code", LogFields::code);
    text("why", (outcome, stream) -> outcome.why().word());
    number("attempts", (outcome, stream) -> outcome.attempts());
    millis("durationMs", Outcome::durationNanos);
    millis("responseAfterMs", Outcome::responseAfterNanos);
    millis("poolWaitMs", Outcome::poolWaitNanos);
    number("requestBytes", (outcome, stream) -> outcome.requestBytes());
    number("responseBytes", (outcome, stream) -> outcome.responseBytes());
    KNOWN.put("remote", LogFields::remote);
    number("streamId", (outcome, stream) -> stream.id());
  }

  private LogFields() {}

  /** The names of the fields that every stream may have. */
  static Set<String> names() {
    return KNOWN.keySet();
  }

  /** The field of a name, or null. {@code request.x} and {@code response.x} are message fields. */
  static @Nullable LogField find(String name) {
    if (name.startsWith(REQUEST) && name.length() > REQUEST.length()) {
      String field = name.substring(REQUEST.length());
      return new TextField((outcome, stream) -> stream.request().get(field));
    }
    if (name.startsWith(RESPONSE) && name.length() > RESPONSE.length()) {
      String field = name.substring(RESPONSE.length());
      return new TextField((outcome, stream) -> responseField(outcome, field));
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

  private static boolean time(Pen pen, Line.Style style, Outcome outcome, StreamContext stream) {
    quote(pen, style);
    pen.time().append(outcome.startedAtMillis(), pen.line());
    quote(pen, style);
    return true;
  }

  private static boolean code(Pen pen, Line.Style style, Outcome outcome, StreamContext stream) {
    if (outcome.code() == 0) {
      return false;
    }
    pen.line().number(outcome.code());
    return true;
  }

  private static boolean remote(Pen pen, Line.Style style, Outcome outcome, StreamContext stream) {
    quote(pen, style);
    pen.line().raw(RemoteText.of(stream.downstream()));
    quote(pen, style);
    return true;
  }

  private static @Nullable CharSequence route(Outcome outcome, StreamContext stream) {
    Route route = stream.route();
    return route == null ? null : route.name();
  }

  private static @Nullable CharSequence endpoint(Outcome outcome, StreamContext stream) {
    Endpoint endpoint = outcome.endpoint();
    return endpoint == null ? null : endpoint.address();
  }

  private static @Nullable CharSequence responseField(Outcome outcome, String field) {
    ResponseHead response = outcome.response();
    return response == null ? null : response.get(field);
  }

  private static void quote(Pen pen, Line.Style style) {
    if (style == Line.Style.JSON) {
      pen.line().raw('"');
    }
  }

  private static void text(String name, TextOf value) {
    KNOWN.put(name, new TextField(value));
  }

  private static void number(String name, NumberOf value) {
    KNOWN.put(
        name,
        (pen, style, outcome, stream) -> {
          pen.line().number(value.of(outcome, stream));
          return true;
        });
  }

  /** A duration; below 0 there is none. */
  private static void millis(String name, java.util.function.ToLongFunction<Outcome> nanos) {
    KNOWN.put(
        name,
        (pen, style, outcome, stream) -> {
          long value = nanos.applyAsLong(outcome);
          if (value < 0) {
            return false;
          }
          pen.line().millis(value);
          return true;
        });
  }

  /** Reads a text; null and empty mean that there is none. */
  private interface TextOf {
    @Nullable CharSequence of(Outcome outcome, StreamContext stream);
  }

  private interface NumberOf {
    long of(Outcome outcome, StreamContext stream);
  }

  private record TextField(TextOf value) implements LogField {
    @Override
    public boolean append(Pen pen, Line.Style style, Outcome outcome, StreamContext stream) {
      CharSequence text = value.of(outcome, stream);
      if (text == null || text.isEmpty()) {
        return false;
      }
      pen.line().text(text, style);
      return true;
    }
  }
}
