package io.mizzen.protocol.http2;

import io.mizzen.spi.Status;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.ProtocolException;

/** The numbers in RST_STREAM and GOAWAY (RFC 9113 section 7). */
final class ErrorCode {
  static final int NO_ERROR = 0;
  static final int PROTOCOL_ERROR = 1;
  static final int INTERNAL_ERROR = 2;
  static final int FLOW_CONTROL_ERROR = 3;
  static final int STREAM_CLOSED = 5;
  static final int FRAME_SIZE_ERROR = 6;
  static final int REFUSED_STREAM = 7;
  static final int CANCEL = 8;
  static final int COMPRESSION_ERROR = 9;
  static final int ENHANCE_YOUR_CALM = 11;
  static final int HTTP_1_1_REQUIRED = 13;

  private ErrorCode() {}

  /** What a caller is told when a stream of its own is reset here. */
  static int ofReset(Why why) {
    return switch (why.status()) {
      case OK -> NO_ERROR;
      case BAD_REQUEST -> PROTOCOL_ERROR;
      case TIMEOUT, CANCELLED -> CANCEL;
      default -> INTERNAL_ERROR;
    };
  }

  /** What a caller is told when its connection ends by a failure, which may have its own number. */
  static int ofFailure(ProtocolException failure) {
    int own = failure.code();
    if (own > NO_ERROR && own <= HTTP_1_1_REQUIRED) {
      return own;
    }
    Status status = failure.why().status();
    if (status == Status.TIMEOUT || status == Status.LIMITED) {
      return ENHANCE_YOUR_CALM;
    }
    // Who is turned away at the door has done nothing wrong.
    return status == Status.OVERLOADED ? NO_ERROR : PROTOCOL_ERROR;
  }
}
