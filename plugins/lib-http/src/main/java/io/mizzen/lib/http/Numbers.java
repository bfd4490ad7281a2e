package io.mizzen.lib.http;

import io.mizzen.spi.Status;
import io.mizzen.spi.Why;

/** Reasons and the status codes of HTTP. */
public final class Numbers {
  private static final int FIRST_FAILURE = 500;
  private static final int UNAVAILABLE = 503;

  private Numbers() {}

  /** What a caller is told for a reason. */
  public static int of(Why why) {
    return of(why.status());
  }

  /** What a caller is told for a kind of reasons. */
  public static int of(Status status) {
    return switch (status) {
      case OK -> 200;
      case BAD_REQUEST -> 400;
      case DENIED -> 403;
      case NOT_FOUND -> 404;
      case TOO_LARGE -> 413;
      case UNSUPPORTED -> 501;
      case LIMITED -> 429;
      case OVERLOADED, UNAVAILABLE -> 503;
      case TIMEOUT -> 504;
      case BAD_UPSTREAM -> 502;
      case INTERNAL -> 500;
      case CANCELLED -> 499;
    };
  }

  /**
   * How an upstream did: 503 says "too much to do", every other 5xx is a failure without a word.
   */
  public static Why why(int code) {
    if (code < FIRST_FAILURE) {
      return Why.OK;
    }
    return code == UNAVAILABLE ? Why.OVERLOAD : Why.UPSTREAM_ERROR;
  }
}
