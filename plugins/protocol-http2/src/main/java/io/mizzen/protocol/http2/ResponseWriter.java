package io.mizzen.protocol.http2;

import io.mizzen.lib.http.Octets;
import io.mizzen.spi.protocol.Fields;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.protocol.ResponseHead.Kind;

/** Writes response heads of any protocol that has numbers of HTTP. One per worker. */
final class ResponseWriter implements Fields.Visitor {
  private static final int INTERNAL = 500;

  private final WorkerPool pool;
  private HpackEncoder encoder;
  private boolean dated;
  private boolean measured;

  ResponseWriter(WorkerPool pool) {
    this.pool = pool;
    this.encoder = pool.encoder;
  }

  void write(ResponseHead response, HpackEncoder to) {
    int code = response.code();
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
    } else if (FieldRules.isSpeakable(name, value)) {
      dated |= known == FieldName.DATE;
      encoder.field(name, value);
    }
  }
}
