package io.mizzen.protocol.http1;

import io.mizzen.lib.http.Octets;
import io.mizzen.lib.http.WebSocketKeys;
import io.mizzen.protocol.http1.Http1RequestHead.Trailers;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.BytesOut;
import io.mizzen.spi.protocol.Fields;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.RequestHead.Exchange;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Writes request heads: what was received as it is, and behind it what this connection needs. */
final class RequestWriter {
  /** What a server of WebSocket has to prove that it has read. */
  static final String KEY = "Sec-WebSocket-Key";

  private RequestWriter() {}

  /** Writes a head of this protocol; it stays as it is, since a retry writes it again. */
  static void write(Http1RequestHead head, BodyWriter.Mode mode, BytesOut out) {
    int upgrade = head.upgradeTo - head.upgradeFrom;
    ByteBuf space = out.space(head.length + upgrade + Wire.OWN_LINES);
    head.write(space);
    if (mode == BodyWriter.Mode.CHUNKED) {
      space.writeBytes(Wire.CHUNKED);
    }
    boolean wantsTrailers = head.trailers == Trailers.WANTED;
    if (upgrade > 0) {
      space.writeBytes(wantsTrailers ? Wire.CONNECTION_UPGRADE_TE : Wire.CONNECTION_UPGRADE);
      space.writeBytes(Wire.UPGRADE);
      space.writeBytes(head.bytes, head.upgradeFrom, upgrade);
      space.writeShort(Wire.CRLF);
    } else if (wantsTrailers) {
      space.writeBytes(Wire.CONNECTION_TE);
    }
    space.writeShort(Wire.CRLF);
  }

  /** What HTTP/2 asks for by extended CONNECT (RFC 8441 section 5.1). */
  private static void askForWebSocket(Http1RequestHead head, RequestHead request, Spares spares) {
    if (!WebSocketKeys.PROTOCOL.contentEquals(request.tunnel()) || head.method != Method.GET) {
      throw new IllegalArgumentException("a tunnel of another protocol");
    }
    head.appendLine(KEY, WebSocketKeys.key(spares.random(), spares.random()));
    head.exchange = Exchange.TUNNEL;
    head.upgradeFrom = head.length;
    head.append(WebSocketKeys.PROTOCOL);
    head.upgradeTo = head.length;
  }

  /** Takes fields over into a head; one per worker, as a request allocates nothing. */
  static final class Copy implements Fields.Visitor {
    private @Nullable Http1RequestHead head;

    Copy into(Http1RequestHead newHead) {
      head = newHead;
      return this;
    }

    @Override
    public void field(CharSequence name, CharSequence value) {
      Http1RequestHead into = head;
      if (into == null) {
        throw new IllegalStateException("no head to copy into");
      }
      FieldName known = FieldName.of(name);
      if (known == FieldName.TE && value.toString().equalsIgnoreCase("trailers")) {
        into.trailers = Trailers.WANTED;
      } else if (known != FieldName.HOST && !(into.exchange == Exchange.TUNNEL && isKey(name))) {
        into.addIfPossible(name, value);
      }
    }

    /** A key of its own has been made. */
    private static boolean isKey(CharSequence name) {
      return KEY.equalsIgnoreCase(name.toString());
    }
  }

  /**
   * The head of another protocol in the words of this one: verb, operation and service become
   * method, target and Host.
   *
   * @throws ProtocolException if HTTP/1 cannot say that
   */
  static Http1RequestHead translate(RequestHead request, boolean last, Spares spares)
      throws ProtocolException {
    Http1RequestHead head = spares.request();
    try {
      String method = request.verb().toString();
      if (!Octets.isToken(method)) {
        throw new IllegalArgumentException("its method is no word");
      }
      head.append(method);
      head.methodTo = head.length;
      head.method = Method.of(head.bytes, 0, head.length);
      if (request.exchange() == Exchange.TUNNEL) {
        askForWebSocket(head, request, spares);
      }
      if (!head.rewriteOperation(request.operation()) || !head.rewriteService(request.service())) {
        throw new IllegalArgumentException("CONNECT of another protocol");
      }
      request.forEach(spares.copy.into(head));
    } catch (IllegalArgumentException unspeakable) {
      head.release();
      throw new ProtocolException(
          Why.DECODE_ERROR, 400, "HTTP/1 cannot carry this request: " + unspeakable.getMessage());
    }
    head.bodyLength = last && request.bodyLength() < 0 ? 0 : request.bodyLength();
    boolean mayHaveBody = head.method != Method.GET && head.method != Method.HEAD;
    if (head.bodyLength > 0 || (head.bodyLength == 0 && mayHaveBody)) {
      head.appendLine("Content-Length", Long.toString(head.bodyLength));
    }
    return head;
  }
}
