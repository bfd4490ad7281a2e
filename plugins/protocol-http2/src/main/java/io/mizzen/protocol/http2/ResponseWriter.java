package io.mizzen.protocol.http2;

import io.mizzen.lib.http.Octets;
import io.mizzen.spi.protocol.Fields;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.protocol.ResponseHead.Kind;

/** Writes response heads of any protocol that has numbers of HTTP. One per worker. */
final class ResponseWriter implements Fields.Visitor {
  private static final int INTERNAL = 500;

  /** What HTTP/1 says by 101 (RFC 8441 section 5.1). */
  private static final int TUNNEL_OPENS = 200;

  /** A proof that only HTTP/1 asks for. */
  private static final String ACCEPT = "sec-websocket-accept";

  private final WorkerPool pool;
  private HpackEncoder encoder;
  private boolean dated;
  private boolean tunnel;
  private boolean measured;

  ResponseWriter(WorkerPool pool) {
    this.pool = pool;
    this.encoder = pool.encoder;
  }

  void write(ResponseHead response, HpackEncoder to) {
    boolean opens = response.kind() == Kind.TUNNEL;
    int code = opens ? TUNNEL_OPENS : response.code();
    tunnel = opens;
    to.status(code >= 100 && code <= 599 ? code : INTERNAL);
    if (response instanceof Http2ResponseHead own) {
      own.encode(0, to);
      dated = own.row(FieldName.DATE, 0) >= 0;
      measured = true;
    } else {
      encoder = to;
      dated = false;
      measured = false;
      response.forEach(this);
    }
    if (response.kind() != Kind.FINAL) {
      return;
    }
    if (!measured && response.bodyLength() > 0) {
      to.field(FieldName.CONTENT_LENGTH.text, Octets.ascii(Long.toString(response.bodyLength())));
    }
    if (!dated) {
      to.field(FieldName.DATE.text, pool.date());
    }
  }

  /** One field of another protocol. */
  @Override
  public void field(CharSequence name, CharSequence value) {
    FieldName known = FieldName.of(name);
    if (known == FieldName.CONTENT_LENGTH) {
      // Also of an answer to HEAD, whose body has no length here.
      measured = true;
      encoder.field(name, value);
    } else if (tunnel && ACCEPT.equalsIgnoreCase(name.toString())) {
      return;
    } else if (FieldRules.isSpeakable(name, value)) {
      dated |= known == FieldName.DATE;
      encoder.field(name, value);
    }
  }
}
