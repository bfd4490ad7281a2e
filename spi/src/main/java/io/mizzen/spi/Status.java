package io.mizzen.spi;

/**
 * How a stream went, in the few classes that every protocol can express. A protocol maps them to
 * its own numbers; a finer reason is a {@link Why}.
 */
public enum Status {
  /** Answered. */
  OK,
  /** The request is not understood. */
  BAD_REQUEST,
  /** Not allowed for this caller. */
  DENIED,
  /** Nobody here serves that. */
  NOT_FOUND,
  /** A part of the request is larger than a limit. */
  TOO_LARGE,
  /** Understood, but not offered. */
  UNSUPPORTED,
  /** The caller asks too often. */
  LIMITED,
  /** This process or the service has too much to do; a retry elsewhere may help. */
  OVERLOADED,
  /** No endpoint can be reached. */
  UNAVAILABLE,
  /** Out of time. */
  TIMEOUT,
  /** The upstream failed or answered rubbish. */
  BAD_UPSTREAM,
  /** A fault of this process. */
  INTERNAL,
  /** The caller went away. */
  CANCELLED
}
