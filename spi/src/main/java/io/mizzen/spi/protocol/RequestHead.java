package io.mizzen.spi.protocol;

/**
 * What a request asks for. Encoding it does not change it, since a retry encodes it again; edits by
 * filters are seen by every later reader.
 */
public interface RequestHead extends MessageHead {
  /** Whom it asks: a host name, the name of a service; empty if the protocol does not say. */
  CharSequence service();

  /** What it asks for: a path with query, a method name; empty if the protocol does not say. */
  CharSequence operation();

  /** How it asks, such as an HTTP method or an invocation type; empty if the protocol has none. */
  CharSequence verb();

  /**
   * Asks for another service from here on.
   *
   * @return false if the protocol cannot say so; nothing is changed then
   * @throws IllegalArgumentException if the protocol cannot carry that name
   */
  boolean rewriteService(CharSequence service);

  /** Asks for another operation from here on; the same rules as {@link #rewriteService}. */
  boolean rewriteOperation(CharSequence operation);

  /** What the caller expects to come back. */
  Exchange exchange();

  /**
   * What a tunnel that is asked for speaks, such as {@code websocket}; empty if it is just bytes,
   * and for a request that asks for none.
   */
  default CharSequence tunnel() {
    return "";
  }

  /**
   * How long the caller will wait, in milliseconds: above 0 a limit, 0 not said, below 0 "without
   * limit".
   */
  long timeoutMillis();

  /** Whether doing it twice is as good as once, by the rules of the protocol. */
  Repeat repeat();

  /** What comes back for a request. */
  enum Exchange {
    /** One answer. */
    ANSWERED,
    /** Nothing, not even an error. */
    ONE_WAY,
    /**
     * Perhaps a tunnel: if the answer agrees, both sides are raw bytes from then on. The request
     * itself ends as any other, so {@code last} of its head says whether a body of the request
     * follows; the raw bytes come as pieces of body after the {@link ResponseHead.Kind#TUNNEL}
     * answer, until {@code last} says that this side sends no more.
     */
    TUNNEL
  }

  /** Whether a request may be sent again although it may have been done. */
  enum Repeat {
    SAFE,
    UNSAFE
  }
}
