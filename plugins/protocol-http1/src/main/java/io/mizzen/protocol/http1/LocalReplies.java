package io.mizzen.protocol.http1;

import io.mizzen.lib.http.Numbers;
import io.mizzen.lib.http.Octets;
import io.mizzen.spi.Status;
import io.mizzen.spi.protocol.BytesOut;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.ServerCodec.Reply;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * Answers made here. The text is the code and its phrase and nothing else, so it tells nothing
 * about the inside; whoever wants to know more reads {@code why} in the access log.
 */
final class LocalReplies {
  private static final int BAD_REQUEST = 400;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int UPGRADE_REQUIRED = 426;
  private static final byte[] PLAIN_TEXT = Octets.ascii("Content-Type: text/plain\r\n");
  private static final byte[] LENGTH = Octets.ascii("Content-Length: ");

  /** A 426 has to say what to upgrade to (RFC 9110 section 15.5.22). */
  private static final byte[] CLOSE_AND_UPGRADE =
      Octets.ascii("Connection: close, upgrade\r\nUpgrade: HTTP/1.1\r\n");

  private LocalReplies() {}

  /** The number of an error answer without a stream: a time-out there is the caller's. */
  static int failureCode(ProtocolException failure) {
    if (failure.code() >= BAD_REQUEST && failure.code() <= 599) {
      return failure.code();
    }
    return failure.why().status() == Status.TIMEOUT ? REQUEST_TIMEOUT : Numbers.of(failure.why());
  }

  static byte[] text(int code) {
    String phrase = StatusText.reason(code);
    return Octets.ascii(phrase.isEmpty() ? code + "\n" : code + " " + phrase + "\n");
  }

  /** Says a local reply in HTTP; a code or field that HTTP cannot say makes it a plain 500. */
  static Reply reply(LocalReply local, Spares spares) {
    int code = local.code() == 0 ? Numbers.of(local.why()) : local.code();
    if (code < 200 || code > 599) {
      code = 500;
    }
    Http1ResponseHead head = spares.response();
    head.status(code);
    boolean typed = false;
    try {
      for (LocalReply.Field field : local.fields()) {
        head.add(field.name(), field.value());
        typed |= FieldName.of(field.name()) == FieldName.CONTENT_TYPE;
      }
    } catch (IllegalArgumentException unspeakable) {
      head.clear();
      code = 500;
      head.status(code);
      typed = false;
    }
    if (code == 204 || code == 304) {
      return new Reply(head, new byte[0]);
    }
    byte[] body =
        local.body().isEmpty() ? text(code) : local.body().getBytes(StandardCharsets.UTF_8);
    if (!typed) {
      head.appendLine(
          "Content-Type", local.body().isEmpty() ? "text/plain" : "text/plain; charset=utf-8");
    }
    head.appendLine("Content-Length", Integer.toString(body.length));
    head.bodyLength = body.length;
    return new Reply(head, body);
  }

  /** Writes an error answer without a stream; the connection ends after it. */
  static void failure(ProtocolException failure, Spares spares, Method method, BytesOut out) {
    int code = failureCode(failure);
    byte[] text = text(code);
    Http1ResponseHead head = spares.response();
    head.status(code);
    ByteBuf space = out.space(head.length + text.length + Wire.OWN_LINES);
    head.write(space);
    head.release();
    space.writeBytes(spares.dateLine());
    space.writeBytes(PLAIN_TEXT);
    space.writeBytes(LENGTH);
    space.writeBytes(Octets.ascii(Integer.toString(text.length)));
    space.writeShort(Wire.CRLF);
    space.writeBytes(code == UPGRADE_REQUIRED ? CLOSE_AND_UPGRADE : Wire.CONNECTION_CLOSE);
    space.writeShort(Wire.CRLF);
    if (method != Method.HEAD) {
      space.writeBytes(text);
    }
  }
}
