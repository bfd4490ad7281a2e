package io.mizzen.protocol.http2;

import io.mizzen.lib.http.Octets;

/** The field grpc-timeout: one to eight digits and a unit. */
final class GrpcTimeout {
  private static final int MOST_DIGITS = 8;

  private GrpcTimeout() {}

  /** As gRPC writes it; the finest unit that eight digits hold. */
  static byte[] text(long millis) {
    long left = Math.max(1, millis);
    if (left < 100_000_000) {
      return Octets.ascii(left + "m");
    }
    long seconds = left / 1_000;
    return Octets.ascii(seconds < 100_000_000 ? seconds + "S" : seconds / 3_600 + "H");
  }

  /** In milliseconds, rounded up; 0 for something that is no timeout. */
  static long millis(byte[] bytes, int from, int to) {
    int digits = to - from - 1;
    long number = digits < 1 || digits > MOST_DIGITS ? -1 : Octets.number(bytes, from, to - 1);
    if (number < 0) {
      return 0;
    }
    long millis =
        switch (bytes[to - 1]) {
          case 'H' -> number * 3_600_000;
          case 'M' -> number * 60_000;
          case 'S' -> number * 1_000;
          case 'm' -> number;
          case 'u' -> (number + 999) / 1_000;
          case 'n' -> (number + 999_999) / 1_000_000;
          default -> -1;
        };
    // A deadline that has passed is the shortest there is, not none.
    return millis < 0 ? 0 : Math.max(1, millis);
  }
}
