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
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection of the API: a request, its answer, the next request. Runs on the API's own event
 * loop; operations run on the background pool and come back here.
 */
final class AdminConnection extends SimpleChannelInboundHandler<FullHttpRequest> {
  private final Door door;
  private final @Nullable Token token;
  private final Endpoints endpoints;
  private final Host host;
  private final BooleanSupplier leaving;
  private boolean busy;

  /**
   * @param leaving whether another process answers from now on: this connection ends with an answer
   */
  AdminConnection(
      Door door, @Nullable Token token, Endpoints endpoints, Host host, BooleanSupplier leaving) {
    this.door = door;
    this.token = token;
    this.endpoints = endpoints;
    this.host = host;
    this.leaving = leaving;
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
    Asked asked;
    try {
      asked = Asked.of(request);
    } catch (IllegalArgumentException e) {
      send(ctx, caller, Answer.error(400, "the request's target cannot be read", Answer.Form.JSON));
      return;
    }
    try {
      host.background().execute(() -> answer(ctx, caller, asked));
    } catch (RejectedExecutionException ending) {
      send(ctx, caller, Answer.error(503, "the process ends", Answer.Form.JSON));
    }
  }

  // ---- on the background pool ---------------------------------------------------------------

  private void answer(ChannelHandlerContext ctx, Caller caller, Asked asked) {
    CompletionStage<Answer> answer;
    try {
      answer = answer(asked);
    } catch (IllegalArgumentException e) {
      answer = told(Answer.error(400, String.valueOf(e.getMessage()), Answer.Form.JSON));
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedStage(e);
    }
    answer.whenComplete((told, failure) -> back(ctx, caller, told, failure));
  }

  private CompletionStage<Answer> answer(Asked asked) {
    Rights rights = door.rights();
    Token wanted = token;
    if (door == Door.HTTP && wanted != null && asked.authorization() != null) {
      try {
        if (!wanted.fits(asked.authorization())) {
          return told(Answer.error(401, "this is not the token", Answer.Form.JSON));
        }
      } catch (IOException e) {
        host.logger().warn("the admin token cannot be read: {}", e.toString());
        return told(Answer.error(401, "the token cannot be checked", Answer.Form.JSON));
      }
      rights = Rights.EVERYTHING;
    }
    Map<String, String> names = new LinkedHashMap<>();
    Endpoint.Handler handler = endpoints.find(asked.method(), asked.rawPath(), rights, names);
    return handler.answer(asked.question(names, rights));
  }

  private static CompletionStage<Answer> told(Answer answer) {
    return CompletableFuture.completedFuture(answer);
  }

  private void back(
      ChannelHandlerContext ctx,
      Caller caller,
      @Nullable Answer told,
      @Nullable Throwable failure) {
    if (failure != null) {
      host.logger().warn("the admin API could not answer {}", caller.uri(), failure);
    }
    Answer answer =
        told != null ? told : Answer.error(500, "failed; the log tells why", Answer.Form.JSON);
    try {
      ctx.executor().execute(() -> send(ctx, caller, answer));
    } catch (RejectedExecutionException stopped) {
      host.logger().debug("nobody is left to be answered");
    }
  }

  // ---- on the event loop again --------------------------------------------------------------

  private void send(ChannelHandlerContext ctx, Caller caller, Answer answer) {
    busy = false;
    final boolean keepAlive = caller.keepAlive() && !leaving.getAsBoolean();
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
    if (answer.status() == 401) {
      response.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
    }
    if (answer.allow() != null) {
      response.headers().set(HttpHeaderNames.ALLOW, answer.allow());
    }
    if (!keepAlive) {
      response.headers().set(HttpHeaderNames.CONNECTION, "close");
    }
    ctx.writeAndFlush(response)
        .addListener(
            keepAlive ? ChannelFutureListener.CLOSE_ON_FAILURE : ChannelFutureListener.CLOSE);
    if (keepAlive) {
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
