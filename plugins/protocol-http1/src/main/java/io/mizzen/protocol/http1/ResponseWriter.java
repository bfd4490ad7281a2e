package io.mizzen.protocol.http1;

import io.mizzen.lib.http.WebSocketKeys;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.BytesOut;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.protocol.ResponseHead.Kind;
import io.netty.buffer.ByteBuf;

/** Writes response heads: what was received as it is, and around it what this connection needs. */
final class ResponseWriter {
  private static final byte[] NO_LINE = {};

  private final Spares spares;
  private final byte[] via;

  /**
   * @param via a whole Via line, or empty for none
   */
  ResponseWriter(Spares spares, byte[] via) {
    this.spares = spares;
    this.via = via;
  }

  /**
   * Writes a head.
   *
   * @param mode how the body's end will be told
   * @param noContent says {@code Content-Length: 0}, which the head does not say itself
   */
  void write(
      ResponseHead response,
      BodyWriter.Mode mode,
      boolean noContent,
      Persistence after,
      BytesOut out)
      throws ProtocolException {
    boolean own = response instanceof Http1ResponseHead;
    Http1ResponseHead head = own ? (Http1ResponseHead) response : copy(response);
    boolean informational = head.kind == Kind.INFORMATIONAL;
    int upgrade = head.upgradeTo - head.upgradeFrom;
    ByteBuf space = out.space(head.length + via.length + upgrade + Wire.OWN_LINES);
    head.write(space);
    if (!informational && !head.has(FieldName.DATE)) {
      space.writeBytes(spares.dateLine());
    }
    space.writeBytes(informational ? NO_LINE : via);
    if (noContent) {
      space.writeBytes(Wire.NO_CONTENT);
    } else if (mode == BodyWriter.Mode.CHUNKED) {
      space.writeBytes(Wire.CHUNKED);
    }
    if (head.code == 101) {
      space.writeBytes(Wire.CONNECTION_UPGRADE);
      space.writeBytes(Wire.UPGRADE);
      space.writeBytes(head.bytes, head.upgradeFrom, upgrade);
      space.writeShort(Wire.CRLF);
    } else if (after == Persistence.CLOSE && head.kind == Kind.FINAL) {
      space.writeBytes(Wire.CONNECTION_CLOSE);
    }
    space.writeShort(Wire.CRLF);
    if (!own) {
      head.release();
    }
  }

  /**
   * Agrees to a WebSocket in the words of HTTP/1, which HTTP/2 does by 200 alone (RFC 8441).
   *
   * @throws ProtocolException if that is not what was asked for; nothing was written then
   */
  void writeUpgrade(ResponseHead response, RequestHead request, BytesOut out)
      throws ProtocolException {
    CharSequence key = request.get(RequestWriter.KEY);
    if (key == null || !WebSocketKeys.PROTOCOL.contentEquals(request.tunnel())) {
      throw Rule.UNASKED_UPGRADE.broken(Side.RESPONSE);
    }
    Http1ResponseHead head = spares.response();
    head.status(101);
    response.forEach(head::addIfPossible);
    head.appendLine("Sec-WebSocket-Accept", WebSocketKeys.accept(key));
    head.kind = Kind.TUNNEL;
    head.code = 101;
    head.upgradeFrom = head.length;
    head.append(WebSocketKeys.PROTOCOL);
    head.upgradeTo = head.length;
    try {
      write(head, BodyWriter.Mode.RAW, false, Persistence.CLOSE, out);
    } finally {
      head.release();
    }
  }

  /** The head of another protocol in the words of this one. */
  private Http1ResponseHead copy(ResponseHead response) throws ProtocolException {
    int code = response.code();
    if (code < 100 || code > 599 || code == 101) {
      throw new ProtocolException(
          Why.INTERNAL, 500, "a response of another protocol has no HTTP status");
    }
    Http1ResponseHead head = spares.response();
    head.status(code);
    response.forEach(head::addIfPossible);
    head.kind = response.kind();
    head.bodyLength = response.bodyLength();
    if (head.bodyLength >= 0 && code >= 200 && code != 204 && head.kind == Kind.FINAL) {
      head.appendLine("Content-Length", Long.toString(head.bodyLength));
    }
    return head;
  }
}
