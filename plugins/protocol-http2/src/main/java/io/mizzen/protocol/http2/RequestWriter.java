package io.mizzen.protocol.http2;

import io.mizzen.lib.http.Authority;
import io.mizzen.lib.http.Octets;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.Fields;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.RequestHead.Exchange;

/** Writes request heads of any protocol that has verbs, hosts and paths. One per worker. */
final class RequestWriter implements Fields.Visitor {
  private static final int METHOD_GET = 2;
  private static final int METHOD_POST = 3;
  private static final int PATH = 4;
  private static final int SCHEME_HTTP = 6;
  private static final int AUTHORITY = 1;
  private static final int BAD_REQUEST = 400;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private static final int NOT_BRIDGED =
      FieldName.HOST.bit | FieldName.CONTENT_TYPE.bit | FieldName.CONTENT_LENGTH.bit;

  /** A question that only HTTP/1 asks. */
  private static final String KEY = "sec-websocket-key";

  private HpackEncoder encoder = new HpackEncoder();
  private final byte[] host = new byte[Authority.LONGEST];
  private boolean tunnel;

  /** Whether an upstream is asked for tunnels. */
  enum Tunnels {
    NONE,
    SENT
  }

  /** One protocol, that of a request in HTTP/1 too if it offers no other. */
  private static boolean isTunnel(RequestHead request) {
    return Octets.isToken(request.tunnel());
  }

  /** Whether a head can be said in HTTP/2; fails before anything is written. */
  void check(RequestHead request, Tunnels tunnels) throws ProtocolException {
    if (request.exchange() == Exchange.TUNNEL && (tunnels == Tunnels.NONE || !isTunnel(request))) {
      throw new ProtocolException(Why.DECODE_ERROR, 501, "a tunnel cannot go over HTTP/2 here");
    }
    if (request instanceof Http2RequestHead) {
      return;
    }
    if (request.exchange() == Exchange.ONE_WAY || request.verb().toString().equals("CONNECT")) {
      throw new ProtocolException(Why.DECODE_ERROR, 501, "a tunnel cannot go over HTTP/2 here");
    }
    boolean speakable =
        Octets.isToken(request.verb())
            && Targets.isGood(request.operation())
            && Authority.isGood(request.service(), host);
    if (!speakable) {
      throw new ProtocolException(
          Why.DECODE_ERROR, BAD_REQUEST, "a method, path or host that HTTP/2 cannot carry");
    }
  }

  /**
   * Writes a head.
   *
   * @param now by the worker's clock: what has passed of a gRPC deadline is taken off
   */
  void write(RequestHead request, boolean last, long now, HpackEncoder to) {
    tunnel = request.exchange() == Exchange.TUNNEL;
    if (tunnel) {
      to.named(METHOD_GET, "CONNECT");
      to.field(FieldName.PROTOCOL.text, Octets.ascii(request.tunnel().toString()));
    } else {
      method(request.verb(), to);
    }
    to.indexed(SCHEME_HTTP);
    if (request instanceof Http2RequestHead own) {
      path(own, to);
      int host = own.row(FieldName.HOST, 0);
      if (host >= 0) {
        to.named(AUTHORITY, own.bytes, own.valueFrom(host), own.valueTo(host));
      }
      fields(own, now, to);
      return;
    }
    to.named(PATH, request.operation());
    to.named(AUTHORITY, request.service());
    encoder = to;
    request.forEach(this);
    long length = request.bodyLength();
    if (length > 0 || (length == 0 && last && mayHaveBody(request.verb()))) {
      to.field(FieldName.CONTENT_LENGTH.text, Octets.ascii(Long.toString(length)));
    }
  }

  /** Writes the head of a call of gRPC-Web as gRPC has it. */
  void writeBridged(RequestHead request, String contentType, HpackEncoder to) {
    method(request.verb(), to);
    to.indexed(SCHEME_HTTP);
    to.named(PATH, request.operation());
    to.named(AUTHORITY, request.service());
    to.field("content-type", contentType);
    to.field("te", "trailers");
    request.forEach(
        (name, value) -> {
          if ((FieldName.of(name).bit & NOT_BRIDGED) == 0
              && FieldRules.isSpeakable(name, value)
              && !"x-grpc-web".contentEquals(name)) {
            to.field(name, value);
          }
        });
  }

  private static void fields(Http2RequestHead own, long now, HpackEncoder to) {
    long passed = own.timeoutMillis == 0 ? 0 : (now - own.receivedAt) / NANOS_PER_MILLI;
    int row = passed == 0 ? -1 : own.row(FieldName.GRPC_TIMEOUT, 0);
    // What stands there now: a filter may have given less, or no deadline.
    long said = row < 0 ? 0 : GrpcTimeout.millis(own.bytes, own.valueFrom(row), own.valueTo(row));
    if (said == 0) {
      own.encode(FieldName.HOST.bit, to);
    } else {
      own.encode(FieldName.HOST.bit | FieldName.GRPC_TIMEOUT.bit, to);
      to.field(FieldName.GRPC_TIMEOUT.text, GrpcTimeout.text(said - passed));
    }
  }

  private static void path(Http2RequestHead own, HpackEncoder to) {
    if (own.pathTo - own.pathFrom == 1 && own.bytes[own.pathFrom] == '/') {
      to.indexed(PATH);
    } else {
      to.named(PATH, own.bytes, own.pathFrom, own.pathTo);
    }
  }

  private static void method(CharSequence verb, HpackEncoder to) {
    if (is(verb, "GET")) {
      to.indexed(METHOD_GET);
    } else if (is(verb, "POST")) {
      to.indexed(METHOD_POST);
    } else {
      to.named(METHOD_GET, verb);
    }
  }

  private static boolean mayHaveBody(CharSequence verb) {
    return is(verb, "POST") || is(verb, "PUT") || is(verb, "PATCH");
  }

  private static boolean is(CharSequence verb, String word) {
    return word.contentEquals(verb);
  }

  /** One field of another protocol. */
  @Override
  public void field(CharSequence name, CharSequence value) {
    if (tunnel && KEY.equalsIgnoreCase(name.toString())) {
      return;
    }
    FieldName known = FieldName.of(name);
    boolean goesOn =
        known == FieldName.TE
            ? FieldRules.isTrailers(value)
            : known != FieldName.HOST && FieldRules.isSpeakable(name, value);
    if (goesOn) {
      encoder.field(name, value);
    }
  }
}
