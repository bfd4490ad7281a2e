package io.mizzen.protocol.dubbo;

import io.mizzen.spi.Status;
import io.mizzen.spi.Why;

/** The status byte of answers that are made here. A consumer retries each of them. */
final class DubboStatus {
  private static final int SERVER_TIMEOUT = 31;
  private static final int CHANNEL_INACTIVE = 35;
  private static final int BAD_REQUEST = 40;
  private static final int BAD_RESPONSE = 50;
  private static final int SERVICE_NOT_FOUND = 60;
  private static final int SERVICE_ERROR = 70;
  private static final int SERVER_ERROR = 80;

  /** The server's threads are all busy. */
  static final int EXHAUSTED = 100;

  private DubboStatus() {}

  /** The status for a reason: words that need their own first, then the class of the word. */
  static int of(Why why) {
    return switch (why.word()) {
      case "no_endpoint" -> SERVICE_NOT_FOUND;
      case "drained" -> EXHAUSTED; // another provider may have time
      case "upstream_error" -> BAD_RESPONSE;
      case "fault" -> SERVICE_ERROR;
      default -> of(why.status());
    };
  }

  private static int of(Status status) {
    return switch (status) {
      case OK -> DubboHeader.OK;
      case BAD_REQUEST, TOO_LARGE -> BAD_REQUEST;
      case DENIED -> SERVER_ERROR;
      case NOT_FOUND, UNSUPPORTED -> SERVICE_NOT_FOUND;
      case LIMITED, OVERLOADED -> EXHAUSTED;
      case UNAVAILABLE, BAD_UPSTREAM -> CHANNEL_INACTIVE;
      case TIMEOUT -> SERVER_TIMEOUT;
      case INTERNAL, CANCELLED -> SERVICE_ERROR;
    };
  }
}
