package io.mizzen.protocol.http1;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The same octets as the decoders of Netty understand them. */
final class NettyReading {
  /** Above our own limits, so that ours are the ones that are met. */
  private static final HttpDecoderConfig CONFIG =
      new HttpDecoderConfig().setMaxInitialLineLength(16 * 1024).setMaxHeaderSize(120 * 1024);

  private final List<Seen> seen = new ArrayList<>();
  private final StringBuilder body = new StringBuilder();
  private @Nullable HttpMessage open;
  private @Nullable String refusal;
  private boolean answered;

  private NettyReading() {}

  static Reading requests(List<byte[]> pieces) {
    return read(new HttpRequestDecoder(CONFIG.clone()), pieces, false);
  }

  /** The answer to one GET; what follows it is no answer any more and is not looked at. */
  static Reading answer(List<byte[]> pieces) {
    return read(new HttpResponseDecoder(CONFIG.clone()), pieces, true);
  }

  private static Reading read(ChannelHandler decoder, List<byte[]> pieces, boolean ends) {
    NettyReading reading = new NettyReading();
    EmbeddedChannel channel = new EmbeddedChannel(decoder);
    try {
      for (byte[] piece : pieces) {
        channel.writeInbound(Unpooled.copiedBuffer(piece));
      }
      if (ends) {
        channel.finish();
      }
      for (Object part = channel.readInbound(); part != null; part = channel.readInbound()) {
        if (part instanceof HttpObject object) {
          reading.take(object);
        }
        ReferenceCountUtil.release(part);
      }
    } finally {
      channel.finishAndReleaseAll();
    }
    reading.leaveOpen();
    return new Reading(reading.seen, reading.refusal, false);
  }

  private void take(HttpObject part) {
    if (refusal == null && !answered) {
      if (part.decoderResult().isFailure()) {
        refusal = part.decoderResult().cause().getClass().getSimpleName();
      } else if (part instanceof HttpMessage message) {
        open = message;
      }
      if (part instanceof HttpContent content && refusal == null) {
        body.append(content.content().toString(StandardCharsets.ISO_8859_1));
        if (part instanceof LastHttpContent) {
          end();
        }
      }
    }
  }

  private void end() {
    HttpMessage message = open;
    if (message == null) {
      throw new AssertionError("an end without a beginning");
    }
    seen.add(seen(message, true));
    answered = message instanceof HttpResponse response && response.status().code() >= 200;
    open = null;
    body.setLength(0);
  }

  private void leaveOpen() {
    if (open != null) {
      seen.add(seen(open, false));
    }
  }

  private Seen seen(HttpMessage message, boolean ended) {
    List<String> fields = new ArrayList<>();
    for (Map.Entry<String, String> field : message.headers()) {
      fields.add(field.getKey() + ": " + field.getValue());
    }
    String start =
        message instanceof HttpRequest request
            ? start(request)
            : Integer.toString(((HttpResponse) message).status().code());
    return new Seen(start, Seen.endToEnd(fields), length(message), body.toString(), ended);
  }

  private static long length(HttpMessage message) {
    int code = message instanceof HttpResponse response ? response.status().code() : 0;
    if (code == 204 || code == 304 || (code > 0 && code < 200)) {
      return 0; // whatever the fields say (RFC 9112 section 6.3)
    }
    if (HttpUtil.isTransferEncodingChunked(message)) {
      return Seen.OPEN;
    }
    return HttpUtil.getContentLength(message, code == 0 ? 0L : Seen.OPEN);
  }

  /** Verb, host and path by RFC 9112 section 3.3, from what Netty leaves as one word. */
  private static String start(HttpRequest request) {
    String verb = request.method().name();
    String uri = request.uri();
    int scheme = uri.indexOf("://");
    if (verb.equals("CONNECT")) {
      return verb + "|" + uri + "|";
    }
    if (uri.startsWith("/") || uri.equals("*") || scheme < 0) {
      String host = request.headers().get(HttpHeaderNames.HOST, "");
      return verb + "|" + host + "|" + uri;
    }
    int host = scheme + "://".length();
    int path = host;
    while (path < uri.length() && uri.charAt(path) != '/' && uri.charAt(path) != '?') {
      path++;
    }
    String rest = uri.substring(path);
    if (rest.isEmpty() && verb.equals("OPTIONS")) {
      rest = "*";
    } else if (!rest.startsWith("/")) {
      rest = "/" + rest;
    }
    return verb + "|" + uri.substring(host, path) + "|" + rest;
  }
}
