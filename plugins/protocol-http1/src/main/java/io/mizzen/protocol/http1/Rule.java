package io.mizzen.protocol.http1;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.ProtocolException;

/**
 * The rules that a message can break so that its connection cannot go on. A request is answered
 * with the rule's number and the connection closed; a response is rubbish from upstream: 502 there.
 */
enum Rule {
  NOT_HTTP(400, "the first line is not HTTP/1 (RFC 9112 section 3)"),
  EMPTY_LINES(400, "more than two empty lines before a request (RFC 9112 section 2.2)"),
  BARE_LF(400, "a line ends with LF alone (RFC 9112 section 2.2)"),
  BARE_CR(400, "CR without LF (RFC 9112 section 2.2)"),
  CONTROL(400, "a control octet in the head (RFC 9110 section 5.5)"),
  FOLDING(400, "a header line begins with white space (RFC 9112 section 5.2)"),
  BLANK_BEFORE_COLON(400, "white space before the colon of a header (RFC 9112 section 5.1)"),
  FIELD_NAME(400, "a header name is empty or not a token (RFC 9110 section 5.1)"),
  UNDERSCORE(400, "a header name with an underscore, which the configuration refuses"),
  METHOD(400, "the method is not a token (RFC 9110 section 9.1)"),
  METHOD_TOO_LONG(501, "the method is longer than any known one (RFC 9112 section 3)"),
  TARGET(400, "the request target is in none of the four forms (RFC 9112 section 3.2)"),
  TARGET_PATH(400, "the path holds dot segments, an encoded slash, a backslash or NUL"),
  LINE_TOO_LONG(414, "the request line is longer than maxRequestLine"),
  VERSION(400, "the protocol version is malformed or 0.9 (RFC 9112 section 2.3)"),
  MAJOR_VERSION(505, "the major version is not 1 (RFC 9110 section 15.6.6)"),
  HEAD_TOO_LARGE(431, "the header section is larger than maxHeaderBytes"),
  FIELD_TOO_LONG(431, "a header line is longer than maxHeaderLine"),
  TOO_MANY_FIELDS(431, "more header lines than maxHeaders"),
  STATUS_LINE(400, "the status line is malformed (RFC 9112 section 4)"),
  STATUS_CODE(400, "the status code is outside 100 to 599 (RFC 9110 section 15)"),
  NO_HOST(400, "HTTP/1.1 without Host (RFC 9112 section 3.2)"),
  MANY_HOSTS(400, "more than one Host line (RFC 9112 section 3.2)"),
  HOST(400, "the host is not a valid host and port (RFC 9110 section 4.2)"),
  CONNECTION_OPTION(400, "a Connection option names an end-to-end field (RFC 9110 section 7.6.1)"),
  LENGTH_AND_CODING(400, "Content-Length with Transfer-Encoding (RFC 9112 section 6.3)"),
  CODING(501, "a transfer coding other than chunked (RFC 9112 section 6.1)"),
  CHUNKED_NOT_LAST(400, "chunked is not the last transfer coding (RFC 9112 section 6.3)"),
  CODING_IN_1_0(400, "Transfer-Encoding in HTTP/1.0 (RFC 9112 section 6.1)"),
  LENGTH(400, "Content-Length is invalid or has several values (RFC 9112 section 6.3)"),
  BODY_TOO_LARGE(413, "the body is larger than maxBody"),
  CHUNK_SIZE(400, "a chunk size is malformed or too large (RFC 9112 section 7.1)"),
  CHUNK_EXTENSIONS(400, "chunk extensions exceed maxChunkExtensions (RFC 9112 section 7.1.1)"),
  CHUNK_END(400, "chunk data is not followed by CRLF (RFC 9112 section 7.1)"),
  TRACE_BODY(400, "TRACE with a body (RFC 9110 section 9.3.8)"),
  EXPECTATION(417, "an expectation other than 100-continue (RFC 9110 section 10.1.1)"),
  MAX_FORWARDS(400, "Max-Forwards is not a number (RFC 9110 section 7.6.2)"),
  LOOP(508, "the request has passed here before: own name in Via (RFC 9110 section 7.6)"),
  OLD_CLIENT(426, "HTTP/1.0, which the configuration refuses"),
  CONNECT_DENIED(403, "CONNECT, or this target of it, is not allowed by the configuration"),
  UNASKED_UPGRADE(502, "101 without a matching request for it (RFC 9110 section 7.8)"),
  TOO_MANY_INTERIM(502, "more informational responses than maxInformational"),
  UNASKED_BYTES(502, "bytes without a request (RFC 9112 section 9.2)"),
  CUT_OFF(400, "the connection ended within a message (RFC 9112 section 8)");

  private final int code;
  private final String words;

  Rule(int code, String words) {
    this.code = code;
    this.words = words;
  }

  /** The failure for a message of one direction. */
  ProtocolException broken(Side side) {
    if (side == Side.RESPONSE) {
      return new ProtocolException(
          this == CUT_OFF ? Why.UPSTREAM_CLOSED : Why.UPSTREAM_ERROR, 502, words);
    }
    return new ProtocolException(why(), code, words);
  }

  private Why why() {
    return switch (this) {
      case LINE_TOO_LONG, HEAD_TOO_LARGE, FIELD_TOO_LONG, TOO_MANY_FIELDS, BODY_TOO_LARGE ->
          Why.TOO_LARGE;
      case CONNECT_DENIED, OLD_CLIENT, LOOP, UNDERSCORE -> Why.DENIED;
      case CUT_OFF -> Why.CLIENT_GONE;
      default -> Why.DECODE_ERROR;
    };
  }

  int code() {
    return code;
  }

  String words() {
    return words;
  }
}
