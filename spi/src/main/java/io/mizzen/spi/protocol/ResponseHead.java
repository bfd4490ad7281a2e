package io.mizzen.spi.protocol;

import io.mizzen.spi.Why;

/** What an answer says before its body. */
public interface ResponseHead extends MessageHead {
  /** The protocol's own number. */
  int code();

  /**
   * How the upstream did: {@link Why#OK}, or a word for the kind of failure it reports, by which
   * retries, outlier detection and metrics go.
   */
  Why why();

  /** What follows. */
  Kind kind();

  /** The part an answer plays. */
  enum Kind {
    /** The answer. */
    FINAL,
    /** Something before the answer; more will come. */
    INFORMATIONAL,
    /**
     * The answer to a request for a tunnel: raw bytes follow both ways as pieces of body, also of
     * the request whose own body has ended before.
     */
    TUNNEL
  }
}
