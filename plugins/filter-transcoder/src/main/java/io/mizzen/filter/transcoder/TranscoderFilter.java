package io.mizzen.filter.transcoder;

import io.mizzen.filter.transcoder.TranscoderConfig.ContentType;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.Level;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.route.Route;
import io.mizzen.spi.stream.FilterStatus;
import io.mizzen.spi.stream.Outcome;
import io.mizzen.spi.stream.StreamContext;
import io.mizzen.spi.stream.StreamFilter;
import io.mizzen.xprotocol.FrameRequest;
import io.mizzen.xprotocol.FrameResponse;
import io.mizzen.xprotocol.XprotocolPlugin;
import io.mizzen.xprotocol.convert.ConversionException;
import io.mizzen.xprotocol.convert.Result;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns requests into calls and results into JSON. Answers 200 with what the method returned, and
 * for everything else a number of HTTP with {@code {"error": word, "message": ...}}, where the word
 * is the one of logs and metrics.
 */
final class TranscoderFilter implements StreamFilter {
  private static final LocalReply.Field JSON =
      new LocalReply.Field(MediaType.FIELD, "application/json");
  private static final LocalReply.Field ALLOW = new LocalReply.Field("allow", "POST");
  private static final int OK = 200;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int UNSUPPORTED_MEDIA_TYPE = 415;
  private static final int SERVICE_FAILED = 500;

  private final Map<String, Rule> rules;
  private final TranscoderConfig config;

  TranscoderFilter(Map<String, Rule> rules, TranscoderConfig config) {
    this.rules = Map.copyOf(rules);
    this.config = config;
  }

  /** What is remembered of a stream. */
  private static final class Turned {
    final Rule rule;
    final Target target;
    @Nullable FrameResponse answer;

    Turned(Rule rule, Target target) {
      this.rule = rule;
      this.target = target;
    }
  }

  /** It has to understand what the caller says. */
  @Override
  public Level needs() {
    return Level.HEAVY;
  }

  @Override
  public @Nullable String turnsInto(Route route) {
    Rule rule = rules.get(route.name());
    return rule == null ? null : rule.protocol();
  }

  @Override
  public FilterStatus onRoute(RequestHead head, Route route, StreamContext stream) {
    Rule rule = rules.get(route.name());
    if (rule == null) {
      return FilterStatus.CONTINUE;
    }
    if (!"POST".contentEquals(head.verb())) {
      return stream.reply(
          new LocalReply(
              TranscoderPlugin.BAD_CALL,
              METHOD_NOT_ALLOWED,
              List.of(JSON, ALLOW),
              error(TranscoderPlugin.BAD_CALL, "a call is made with POST")));
    }
    Target target = rule.target(head);
    if (target == null) {
      return stream.reply(
          failed(TranscoderPlugin.NO_METHOD, "the path names no service and method"));
    }
    stream.state(new Turned(rule, target));
    return FilterStatus.CONTINUE;
  }

  @Override
  public FilterStatus onRequestBody(ByteBuf borrowed, boolean last, StreamContext stream) {
    if (!(stream.state() instanceof Turned turned)) {
      return FilterStatus.CONTINUE;
    }
    if (borrowed.isReadable()
        && config.contentType() == ContentType.JSON
        && !MediaType.isJson(stream.request().get(MediaType.FIELD))) {
      return stream.reply(
          new LocalReply(
              TranscoderPlugin.BAD_CALL,
              UNSUPPORTED_MEDIA_TYPE,
              List.of(JSON),
              error(TranscoderPlugin.BAD_CALL, "the body must be application/json in UTF-8")));
    }
    ByteBuf frame = stream.worker().allocator().buffer();
    try {
      turned
          .rule
          .conversion()
          .write(turned.rule.call(turned.target, stream.request(), borrowed), frame);
    } catch (JsonException | ConversionException e) {
      frame.release();
      return stream.reply(failed(TranscoderPlugin.BAD_CALL, String.valueOf(e.getMessage())));
    }
    FrameRequest made = turned.rule.requests().head(frame);
    stream.replaceRequest(made, frame);
    return FilterStatus.CONTINUE;
  }

  @Override
  public FilterStatus onResponse(ResponseHead head, StreamContext stream) {
    if (stream.state() instanceof Turned turned && head instanceof FrameResponse answer) {
      turned.answer = answer;
    }
    return FilterStatus.CONTINUE;
  }

  @Override
  public FilterStatus onResponseBody(ByteBuf borrowed, boolean last, StreamContext stream) {
    if (stream.state() instanceof Turned turned && turned.answer != null) {
      return stream.replaceResponse(answer(turned.rule, turned.answer, borrowed));
    }
    return FilterStatus.CONTINUE;
  }

  private LocalReply answer(Rule rule, FrameResponse head, ByteBuf body) {
    try {
      Result result = rule.conversion().read(head, body);
      if (result instanceof Result.Value value) {
        String json =
            JsonWriter.write(
                value.value(), config.classNames(), config.maxAnswer().asInt(), config.maxDepth());
        return new LocalReply(Why.OK, OK, List.of(JSON), json);
      }
      if (result instanceof Result.Thrown thrown) {
        return new LocalReply(
            XprotocolPlugin.SERVICE_ERROR, SERVICE_FAILED, List.of(JSON), error(thrown));
      }
      Result.Refused refused = (Result.Refused) result;
      return failed(why(refused.reason()), refused.text());
    } catch (JsonException | ConversionException e) {
      return failed(TranscoderPlugin.BAD_ANSWER, String.valueOf(e.getMessage()));
    }
  }

  private static Why why(Result.Reason reason) {
    return switch (reason) {
      case NOT_FOUND -> TranscoderPlugin.NO_METHOD;
      case BAD_ARGUMENTS -> TranscoderPlugin.BAD_CALL;
      case OVERLOADED -> Why.OVERLOAD;
      case TIMEOUT -> Why.TIMEOUT_TOTAL;
      case OTHER -> TranscoderPlugin.BAD_ANSWER;
    };
  }

  /** Answers of the kernel and of other filters that have no words yet. */
  @Override
  public LocalReply reword(LocalReply reply, StreamContext stream) {
    if (!reply.body().isEmpty()) {
      return reply;
    }
    List<LocalReply.Field> fields = new ArrayList<>(reply.fields());
    fields.add(JSON);
    return new LocalReply(
        reply.why(), reply.code(), fields, error(reply.why(), reply.why().meaning()));
  }

  private static LocalReply failed(Why why, String message) {
    return new LocalReply(
        why, 0, List.of(JSON), error(why, message.isEmpty() ? why.meaning() : message));
  }

  private static String error(Why why, String message) {
    return JsonWriter.object("error", why.word(), "message", message);
  }

  private static String error(Result.Thrown thrown) {
    return JsonWriter.object(
        "error",
        XprotocolPlugin.SERVICE_ERROR.word(),
        "exception",
        thrown.type(),
        "message",
        thrown.message());
  }

  @Override
  public void onEnd(Outcome outcome, StreamContext stream) {
    if (stream.state() instanceof Turned turned) {
      turned.rule.count(outcome.why(), stream.worker());
    }
  }
}
