package io.mizzen.spi.protocol;

import io.mizzen.spi.Why;

/**
 * Bytes that break the rules so that the connection cannot go on, or a head that a protocol cannot
 * express. Carries no stack trace: it is made by traffic, and often.
 */
public final class ProtocolException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Why why;
  private final int code;

  /**
   * @param why the neutral reason
   * @param code the protocol's own number for an answer, or 0
   * @param rule the rule that was broken, in words for the error view; never sent to a peer
   */
  public ProtocolException(Why why, int code, String rule) {
    super(rule, null, false, false);
    this.why = why;
    this.code = code;
  }

  /** A decode error without a number of its own. */
  public ProtocolException(String rule) {
    this(Why.DECODE_ERROR, 0, rule);
  }

  public Why why() {
    return why;
  }

  public int code() {
    return code;
  }
}
