package io.mizzen.filter.accesslog;

import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.route.Route;
import io.mizzen.spi.stream.Outcome;
import io.mizzen.spi.stream.StreamContext;
import io.mizzen.spi.upstream.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * The fields that every stream may have, in the order of a full line.
 *
 * <p>One class and a switch rather than a lambda each: calls stay predictable for the compiler, and
 * classes of lambdas in a plugin are in no class-data archive.
 */
enum KnownField implements LogField {
  TIME("time"),
  LISTENER("listener"),
  PROTOCOL("protocol"),
  SERVICE("service"),
  OPERATION("operation"),
  VERB("verb"),
  ROUTE("route"),
  CLUSTER("cluster"),
  ENDPOINT("endpoint"),
  CODE("code"),
  WHY("why"),
  ATTEMPTS("attempts"),
  DURATION("durationMs"),
  RESPONSE_AFTER("responseAfterMs"),
  POOL_WAIT("poolWaitMs"),
  REQUEST_BYTES("requestBytes"),
  RESPONSE_BYTES("responseBytes"),
  REMOTE("remote"),
  STREAM_ID("streamId");

  private final String word;

  KnownField(String word) {
    this.word = word;
  }

  /** Its name in a configuration and in a line. */
  String word() {
    return word;
  }

  @Override
  public boolean append(Pen pen, Line.Style style, Outcome outcome, StreamContext stream) {
    return switch (this) {
      case TIME -> time(pen, style, outcome);
      case LISTENER -> text(pen, style, stream.downstream().listener());
      case PROTOCOL -> text(pen, style, stream.request().protocol());
      case SERVICE -> text(pen, style, stream.request().service());
      case OPERATION -> text(pen, style, stream.request().operation());
      case VERB -> text(pen, style, stream.request().verb());
      case ROUTE -> route(pen, style, stream.route());
      case CLUSTER -> text(pen, style, outcome.cluster());
      case ENDPOINT -> endpoint(pen, style, outcome.endpoint());
      case CODE -> outcome.code() != 0 && number(pen, outcome.code());
      case WHY -> text(pen, style, outcome.why().word());
      case ATTEMPTS -> number(pen, outcome.attempts());
      case DURATION -> millis(pen, outcome.durationNanos());
      case RESPONSE_AFTER -> millis(pen, outcome.responseAfterNanos());
      case POOL_WAIT -> millis(pen, outcome.poolWaitNanos());
      case REQUEST_BYTES -> number(pen, outcome.requestBytes());
      case RESPONSE_BYTES -> number(pen, outcome.responseBytes());
      case REMOTE -> remote(pen, style, stream);
      case STREAM_ID -> number(pen, stream.id());
    };
  }

  private static boolean time(Pen pen, Line.Style style, Outcome outcome) {
    quote(pen, style);
    pen.time().append(outcome.startedAtMillis(), pen.line());
    quote(pen, style);
    return true;
  }

  private static boolean remote(Pen pen, Line.Style style, StreamContext stream) {
    quote(pen, style);
    pen.line().raw(RemoteText.of(stream.downstream()));
    quote(pen, style);
    return true;
  }

  private static void quote(Pen pen, Line.Style style) {
    if (style == Line.Style.JSON) {
      pen.line().raw('"');
    }
  }

  private static boolean route(Pen pen, Line.Style style, @Nullable Route route) {
    return route != null && text(pen, style, route.name());
  }

  private static boolean endpoint(Pen pen, Line.Style style, @Nullable Endpoint endpoint) {
    return endpoint != null && text(pen, style, endpoint.address());
  }

  private static boolean number(Pen pen, long value) {
    pen.line().number(value);
    return true;
  }

  /** A duration; below 0 there is none. */
  private static boolean millis(Pen pen, long nanos) {
    if (nanos < 0) {
      return false;
    }
    pen.line().millis(nanos);
    return true;
  }

  /** Null and empty mean that there is none. */
  private static boolean text(Pen pen, Line.Style style, @Nullable CharSequence text) {
    if (text == null || text.isEmpty()) {
      return false;
    }
    pen.line().text(text, style);
    return true;
  }

  /** A field of the request head, by its name. */
  record OfRequest(String name) implements LogField {
    @Override
    public boolean append(Pen pen, Line.Style style, Outcome outcome, StreamContext stream) {
      return text(pen, style, stream.request().get(name));
    }
  }

  /** A field of the response head, by its name. */
  record OfResponse(String name) implements LogField {
    @Override
    public boolean append(Pen pen, Line.Style style, Outcome outcome, StreamContext stream) {
      ResponseHead response = outcome.response();
      return response != null && text(pen, style, response.get(name));
    }
  }
}
