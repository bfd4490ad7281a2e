package io.mizzen.protocol.http2;

import io.mizzen.spi.Status;
import io.mizzen.spi.Why;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The numbers of gRPC, and what they mean for a mesh. */
enum GrpcStatus {
  OK(Status.OK),
  CANCELLED(Status.CANCELLED),
  UNKNOWN(Status.BAD_UPSTREAM),
  INVALID_ARGUMENT(Status.OK),
  DEADLINE_EXCEEDED(Status.TIMEOUT),
  NOT_FOUND(Status.OK),
  ALREADY_EXISTS(Status.OK),
  PERMISSION_DENIED(Status.OK),
  RESOURCE_EXHAUSTED(Status.OVERLOADED),
  FAILED_PRECONDITION(Status.OK),
  ABORTED(Status.OK),
  OUT_OF_RANGE(Status.OK),
  UNIMPLEMENTED(Status.OK),
  INTERNAL(Status.BAD_UPSTREAM),
  UNAVAILABLE(Status.UNAVAILABLE),
  DATA_LOSS(Status.BAD_UPSTREAM),
  UNAUTHENTICATED(Status.OK);

  /** No status was said. */
  static final int NONE = -1;

  /** A message is larger than maxGrpcMessage; the side is the one whose limit it is. */
  static final Why MESSAGE_TOO_LARGE =
      new Why(
          "grpc_message_too_large",
          Status.TOO_LARGE,
          "A message of gRPC was larger than maxGrpcMessage of the listener or the cluster.");

  private static final GrpcStatus[] ALL = values();

  private final Why why;

  /**
   * @param status OK for what the service says about the request rather than about itself
   */
  GrpcStatus(Status status) {
    why =
        new Why(
            "grpc_" + name().toLowerCase(Locale.ROOT),
            status,
            "The upstream answered with gRPC status " + ordinal() + ", " + name() + ".");
  }

  /** The words to register: one for each status that is a failure. */
  static List<Why> words() {
    List<Why> words = new ArrayList<>();
    words.add(MESSAGE_TOO_LARGE);
    for (GrpcStatus status : ALL) {
      if (status != OK) {
        words.add(status.why);
      }
    }
    return words;
  }

  /** The word for a number; an unknown number means UNKNOWN. */
  static Why why(int number) {
    if (number == 0) {
      return Why.OK;
    }
    return (number > 0 && number < ALL.length ? ALL[number] : UNKNOWN).why;
  }

  /** What a caller is told for an answer made here. */
  static GrpcStatus of(Why why) {
    return switch (why.status()) {
      case OK -> OK;
      case BAD_REQUEST -> INTERNAL;
      case DENIED -> PERMISSION_DENIED;
      case NOT_FOUND, UNSUPPORTED -> UNIMPLEMENTED;
      case TOO_LARGE, LIMITED -> RESOURCE_EXHAUSTED;
      case OVERLOADED, UNAVAILABLE, BAD_UPSTREAM -> UNAVAILABLE;
      case TIMEOUT -> DEADLINE_EXCEEDED;
      case INTERNAL -> INTERNAL;
      case CANCELLED -> CANCELLED;
    };
  }

  /** What gRPC clients make of an HTTP status (gRPC over HTTP/2). */
  static GrpcStatus ofHttp(int code) {
    return switch (code) {
      case 400 -> INTERNAL;
      case 401 -> UNAUTHENTICATED;
      case 403 -> PERMISSION_DENIED;
      case 404 -> UNIMPLEMENTED;
      case 429, 502, 503, 504 -> UNAVAILABLE;
      default -> UNKNOWN;
    };
  }
}
