package io.mizzen.protocol.http2;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.ProtocolException;

/** The rules a peer can break, and the number it is told. All numbers are RFC 9113's. */
enum Rule {
  PREFACE(ErrorCode.PROTOCOL_ERROR, "the connection does not begin with the preface (3.4)"),
  FIRST_FRAME(ErrorCode.PROTOCOL_ERROR, "the first frame is not SETTINGS (3.4)"),
  FRAME_SIZE(ErrorCode.FRAME_SIZE_ERROR, "a frame is larger than was announced (4.2)"),
  FIXED_SIZE(ErrorCode.FRAME_SIZE_ERROR, "a frame of fixed size has another one (6)"),
  STREAM_ZERO(ErrorCode.PROTOCOL_ERROR, "a frame is on the wrong side of stream 0 (6)"),
  PADDING(ErrorCode.PROTOCOL_ERROR, "padding is longer than its frame (6.1)"),
  INTERLEAVED(ErrorCode.PROTOCOL_ERROR, "another frame within a field section (6.10)"),
  LOST_CONTINUATION(ErrorCode.PROTOCOL_ERROR, "CONTINUATION without an open section (6.10)"),
  HPACK(ErrorCode.COMPRESSION_ERROR, "a field section cannot be decoded (4.3)"),
  STREAM_ID(ErrorCode.PROTOCOL_ERROR, "a stream id is even, or lower than one before (5.1.1)"),
  IDLE_STREAM(ErrorCode.PROTOCOL_ERROR, "a frame for a stream that was never opened (5.1)"),
  CLOSED_STREAM(ErrorCode.STREAM_CLOSED, "a frame for a stream that has ended (5.1)"),
  SELF_DEPENDENT(ErrorCode.PROTOCOL_ERROR, "a stream depends on itself (RFC 7540 5.3.1)"),
  SETTING(ErrorCode.PROTOCOL_ERROR, "a setting has a value it must not have (6.5.2)"),
  WINDOW_SETTING(ErrorCode.FLOW_CONTROL_ERROR, "INITIAL_WINDOW_SIZE above 2^31-1 (6.5.2)"),
  WINDOW_OVERFLOW(ErrorCode.FLOW_CONTROL_ERROR, "a flow-control window above 2^31-1 (6.9.1)"),
  WINDOW_OVERRUN(ErrorCode.FLOW_CONTROL_ERROR, "more data than the window allows (6.9.1)"),
  NO_INCREMENT(ErrorCode.PROTOCOL_ERROR, "WINDOW_UPDATE by 0 (6.9)"),
  PUSH(ErrorCode.PROTOCOL_ERROR, "PUSH_PROMISE where push is off (8.4)"),
  SECTION_TOO_LARGE(ErrorCode.ENHANCE_YOUR_CALM, "a field section above maxHeaderBlock"),
  CONTINUATIONS(ErrorCode.ENHANCE_YOUR_CALM, "more CONTINUATION frames than maxContinuations"),
  CUT_OFF(ErrorCode.PROTOCOL_ERROR, "the connection ended within a message");

  private final int code;
  private final String words;

  Rule(int code, String words) {
    this.code = code;
    this.words = words;
  }

  int code() {
    return code;
  }

  /** The connection cannot go on. */
  ProtocolException broken() {
    return new ProtocolException(Why.DECODE_ERROR, code, words);
  }

  /** The upstream's connection cannot go on. */
  ProtocolException brokenBy(Why why) {
    return new ProtocolException(why, code, words);
  }
}
