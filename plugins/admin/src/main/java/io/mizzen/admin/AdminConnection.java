package io.mizzen.admin;

import io.mizzen.spi.Host;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.timeout.IdleStateEvent;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One connection of the API: a request, its answer, the next request. Runs on the API's own event
 * loop; operations run on the background pool and come back here.
 */
final class AdminConnection extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final String FORM = "application/x-www-form-urlencoded";

  private final Door door;
  private final Endpoints endpoints;
  private final Host host;
  private boolean busy;

  AdminConnection(Door door, Endpoints endpoints, Host host) {
    this.door = door;
    this.endpoints = endpoints;
    this.host = host;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    ctx.read();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
    busy = true;
    Caller caller = new Caller(request, HttpUtil.isKeepAlive(request));
    String refusal = door.refusal(request.headers());
    if (request.decoderResult().isFailure()) {
      Answer answer = Answer.error(400, "not an HTTP request", Answer.Form.JSON);
      send(ctx, new Caller(request, false), answer);
    } else if (refusal != null) {
      send(ctx, caller, Answer.error(403, refusal, Answer.Form.JSON));
    } else {
      ask(ctx, caller, request);
    }
  }

  private void ask(ChannelHandlerContext ctx, Caller caller, FullHttpRequest request) {
    Map<String, String> names = new LinkedHashMap<>();
    Question question;
    Endpoint.Handler handler;
    try {
      QueryStringDecoder uri = new QueryStringDecoder(request.uri());
      handler = endpoints.find(request.method().name(), uri.rawPath(), door, names);
      question = question(names, uri, request);
    } catch (IllegalArgumentException e) {
      send(ctx, caller, Answer.error(400, "the request's target cannot be read", Answer.Form.JSON));
      return;
    }
    try {
      host.background().execute(() -> answer(ctx, caller, handler, question));
    } catch (RejectedExecutionException ending) {
      send(ctx, caller, Answer.error(503, "the process ends", question.form()));
    }
  }

  private static Question question(
      Map<String, String> names, QueryStringDecoder uri, FullHttpRequest request) {
    Map<String, String> query = new LinkedHashMap<>();
    uri.parameters().forEach((key, values) -> query.put(key, last(values)));
    String body = request.content().toString(StandardCharsets.UTF_8);
    String type = request.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
    // curl calls whatever it posts with -d a form.
    if (type.startsWith(FORM) && !uri.rawPath().equals(Endpoints.CHECK)) {
      new QueryStringDecoder(body, false)
          .parameters()
          .forEach((key, values) -> query.put(key, last(values)));
      body = "";
    }
    Answer.Form form = "text".equals(query.get("o")) ? Answer.Form.TEXT : Answer.Form.JSON;
    return new Question(
        names, query, body, form, request.headers().get(HttpHeaderNames.IF_NONE_MATCH));
  }

  private static String last(List<String> values) {
    return values.get(values.size() - 1);
  }

  // ---- on the background pool ---------------------------------------------------------------

  private void answer(
      ChannelHandlerContext ctx, Caller caller, Endpoint.Handler handler, Question question) {
    CompletionStage<Answer> answer;
    try {
      answer = handler.answer(question);
    } catch (RuntimeException e) {
      answer = java.util.concurrent.CompletableFuture.failedStage(e);
    }
    answer.whenComplete((told, failure) -> back(ctx, caller, question, told, failure));
  }

  private void back(
      ChannelHandlerContext ctx,
      Caller caller,
      Question question,
      @Nullable Answer told,
      @Nullable Throwable failure) {
    if (failure != null) {
      host.logger().warn("the admin API could not answer {}", caller.uri(), failure);
    }
    Answer answer =
        told != null ? told : Answer.error(500, "failed; the log tells why", question.form());
    try {
      ctx.executor().execute(() -> send(ctx, caller, answer));
    } catch (RejectedExecutionException stopped) {
      host.logger().debug("nobody is left to be answered");
    }
  }

  // ---- on the event loop again --------------------------------------------------------------

  private void send(ChannelHandlerContext ctx, Caller caller, Answer answer) {
    busy = false;
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    host.metrics()
        .counter(AdminPlugin.REQUESTS.name(), door.word(), answer.status() / 100 + "xx")
        .add(1);
    ByteBuf content = caller.head() ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(bytes);
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), content);
    if (answer.status() != 304) {
      response.headers().set(HttpHeaderNames.CONTENT_TYPE, answer.type());
      response.headers().set(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
    }
    response.headers().set(HttpHeaderNames.CACHE_CONTROL, "no-cache");
    response.headers().set("x-content-type-options", "nosniff");
    if (answer.etag() != null) {
      response.headers().set(HttpHeaderNames.ETAG, answer.etag());
    }
    if (answer.allow() != null) {
      response.headers().set(HttpHeaderNames.ALLOW, answer.allow());
    }
    if (!caller.keepAlive()) {
      response.headers().set(HttpHeaderNames.CONNECTION, "close");
    }
    ctx.writeAndFlush(response)
        .addListener(
            caller.keepAlive()
                ? ChannelFutureListener.CLOSE_ON_FAILURE
                : ChannelFutureListener.CLOSE);
    if (caller.keepAlive()) {
      ctx.read();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof IdleStateEvent && !busy) {
      ctx.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    host.logger().debug("admin connection failed", cause);
    ctx.close();
  }

  /** What of a request is needed to answer it, after its buffers are gone. */
  private record Caller(String uri, boolean head, boolean keepAlive) {
    Caller(FullHttpRequest request, boolean keepAlive) {
      this(request.uri(), request.method().name().equals("HEAD"), keepAlive);
    }
  }
}
