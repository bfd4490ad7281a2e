package io.mizzen.protocol.bolt;

import io.mizzen.spi.Status;
import io.mizzen.spi.Why;
import org.jspecify.annotations.Nullable;

/**
 * The status of an answer. A SOFABolt client that sees any other number closes its connection and
 * fails every call on it, so no other number may ever be sent.
 */
enum BoltStatus {
  SUCCESS(0x00),
  ERROR(0x01),
  SERVER_EXCEPTION(0x02),
  UNKNOWN(0x03),
  SERVER_THREADPOOL_BUSY(0x04),
  ERROR_COMM(0x05),
  NO_PROCESSOR(0x06),
  TIMEOUT(0x07),
  CLIENT_SEND_ERROR(0x08),
  CODEC_EXCEPTION(0x09),
  // From here the numbers were written in hexadecimal: 0x0a to 0x0f do not exist.
  CONNECTION_CLOSED(0x10),
  SERVER_SERIAL_EXCEPTION(0x11),
  SERVER_DESERIAL_EXCEPTION(0x12);

  private static final BoltStatus[] BY_CODE = new BoltStatus[0x13];

  static {
    for (BoltStatus status : values()) {
      BY_CODE[status.code] = status;
    }
  }

  private final int code;

  BoltStatus(int code) {
    this.code = code;
  }

  /** The number on the wire. */
  int code() {
    return code;
  }

  /** The status with that number, or null. */
  static @Nullable BoltStatus of(int code) {
    return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
  }

  /** The status by which a failure is said: the one asked for, if clients know it. */
  static BoltStatus of(Why why, int code) {
    BoltStatus asked = code == 0 ? null : of(code);
    return asked == null ? of(why) : asked;
  }

  /** The status for a reason: words that need their own first, then the class of the word. */
  static BoltStatus of(Why why) {
    return switch (why.word()) {
      case "no_endpoint" -> NO_PROCESSOR;
      // "busy" makes a SOFARPC client with retries try another provider: what a drain wants
      case "drained" -> SERVER_THREADPOOL_BUSY;
      case "upstream_error" -> CODEC_EXCEPTION;
      case "fault" -> UNKNOWN;
      default -> of(why.status());
    };
  }

  private static BoltStatus of(Status status) {
    return switch (status) {
      case OK -> SUCCESS;
      case BAD_REQUEST, TOO_LARGE -> CODEC_EXCEPTION;
      case DENIED -> SERVER_EXCEPTION;
      case NOT_FOUND, UNSUPPORTED -> NO_PROCESSOR;
      case LIMITED, OVERLOADED -> SERVER_THREADPOOL_BUSY;
      case UNAVAILABLE, BAD_UPSTREAM -> CONNECTION_CLOSED;
      case TIMEOUT -> TIMEOUT;
      case INTERNAL, CANCELLED -> UNKNOWN;
    };
  }

  /** How the upstream did, by the status of its answer alone. */
  Why why() {
    return switch (this) {
      case SUCCESS -> Why.OK;
      case SERVER_THREADPOOL_BUSY -> Why.OVERLOAD;
      default -> Why.UPSTREAM_ERROR;
    };
  }
}
