package io.mizzen.protocol.http2;

import io.mizzen.lib.http.Numbers;
import io.mizzen.lib.http.Octets;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.ServerCodec.Reply;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Answers made here, in words of HTTP or of gRPC. Their text tells nothing about the inside. */
final class LocalReplies {
  private static final byte[] NOTHING = {};
  private static final byte[] PLAIN_TEXT = Octets.ascii("text/plain; charset=utf-8");
  private static final byte[] GRPC = Octets.ascii("application/grpc");

  private LocalReplies() {}

  /** Says a reply in HTTP; a code or field that HTTP cannot say makes it a plain 500. */
  static Reply plain(LocalReply local, WorkerPool pool) {
    Http2ResponseHead head = pool.response();
    int code = local.code() == 0 ? Numbers.of(local.why()) : local.code();
    head.code = code < 200 || code > 599 ? 500 : code;
    try {
      for (LocalReply.Field field : local.fields()) {
        head.add(field.name(), field.value());
      }
    } catch (IllegalArgumentException unspeakable) {
      head.clear();
      head.code = 500;
    }
    byte[] body = local.body().getBytes(StandardCharsets.UTF_8);
    if (body.length == 0 || head.code == 204 || head.code == 304) {
      return new Reply(head, NOTHING);
    }
    if (head.row(FieldName.CONTENT_TYPE, 0) < 0) {
      head.append(FieldName.CONTENT_TYPE, PLAIN_TEXT);
    }
    head.append(FieldName.CONTENT_LENGTH, Octets.ascii(Integer.toString(body.length)));
    head.bodyLength = body.length;
    return new Reply(head, body);
  }

  /** A gRPC answer of a head alone ("Trailers-Only"); HTTP says 200 whatever gRPC says. */
  static Reply grpc(LocalReply local, WorkerPool pool) {
    Http2ResponseHead head = pool.response();
    head.code = 200;
    int http = local.code();
    boolean asHttp = http >= 200 && http <= 599;
    GrpcStatus status = asHttp ? GrpcStatus.ofHttp(http) : GrpcStatus.of(local.why());
    head.append(FieldName.CONTENT_TYPE, GRPC);
    head.append(FieldName.GRPC_STATUS, Octets.ascii(Integer.toString(status.ordinal())));
    String text = local.body().isEmpty() ? local.why().word() : local.body();
    head.append(FieldName.GRPC_MESSAGE, message(text));
    for (LocalReply.Field field : local.fields()) {
      FieldName known = FieldName.of(field.name());
      if (known == FieldName.OTHER && FieldRules.isSpeakable(field.name(), field.value())) {
        head.add(field.name(), field.value());
      }
    }
    return new Reply(head, NOTHING);
  }

  /** The head of a gRPC answer that ends with it. */
  static void grpcHead(HpackEncoder encoder) {
    encoder.status(200);
    encoder.field(FieldName.CONTENT_TYPE.text, GRPC);
  }

  /** The end of a gRPC answer that cannot be completed. */
  static void trailers(Why why, HpackEncoder encoder) {
    String status = Integer.toString(GrpcStatus.of(why).ordinal());
    encoder.field(FieldName.GRPC_STATUS.text, Octets.ascii(status));
    encoder.field(FieldName.GRPC_MESSAGE.text, message(why.word()));
  }

  /** Percent-encoded UTF-8 (gRPC over HTTP/2): visible ASCII but the percent sign stays. */
  private static byte[] message(String text) {
    StringBuilder coded = new StringBuilder();
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      if (octet >= ' ' && octet < 0x7f && octet != '%') {
        coded.append((char) octet);
      } else {
        coded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
      }
    }
    return Octets.ascii(coded.toString().strip());
  }
}
