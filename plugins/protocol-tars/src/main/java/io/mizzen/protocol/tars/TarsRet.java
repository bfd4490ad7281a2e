package io.mizzen.protocol.tars;

import io.mizzen.spi.Status;
import io.mizzen.spi.Why;

/** The result code of answers that are made here. */
final class TarsRet {
  private static final int DECODE_ERROR = -1;
  private static final int NO_SERVANT = -4;
  private static final int TIMEOUT = -7;
  private static final int PROXY_CONNECT_ERROR = -8;
  private static final int NO_ADAPTER = -10;
  private static final int UNKNOWN = -99;

  /** The server has too much to do. */
  static final int OVERLOAD = -9;

  private TarsRet() {}

  /** The code for a reason: words that need their own first, then the class of the word. */
  static int of(Why why) {
    return switch (why.word()) {
      case "no_endpoint" -> NO_ADAPTER;
      case "drained" -> OVERLOAD;
      case "upstream_error", "fault" -> UNKNOWN;
      default -> of(why.status());
    };
  }

  private static int of(Status status) {
    return switch (status) {
      case OK -> 0;
      case BAD_REQUEST, TOO_LARGE -> DECODE_ERROR;
      case NOT_FOUND, UNSUPPORTED -> NO_SERVANT;
      case LIMITED, OVERLOADED -> OVERLOAD;
      case UNAVAILABLE, BAD_UPSTREAM -> PROXY_CONNECT_ERROR;
      case TIMEOUT -> TIMEOUT;
      case DENIED, INTERNAL, CANCELLED -> UNKNOWN;
    };
  }
}
