package io.mizzen.xprotocol.convert;

import org.jspecify.annotations.Nullable;

/** What came of a call. */
public sealed interface Result {
  /**
   * The method has returned.
   *
   * @param value what arguments of a {@link Call} are made of, and besides {@link
   *     java.math.BigDecimal}, {@link java.time.Instant}, {@link Struct} and maps with keys of any
   *     kind. A value may occur in several places, even within itself: whoever walks through it
   *     needs a limit
   */
  record Value(@Nullable Object value) implements Result {}

  /**
   * The method has thrown.
   *
   * @param type the exception's class; empty if it is not told
   * @param message its text; empty if there is none
   */
  record Thrown(String type, String message) implements Result {}

  /**
   * The other end did not call the method.
   *
   * @param text what it said; for its callers, without traces of its inside
   */
  record Refused(Reason reason, String text) implements Result {}

  /** Why a call was not made. */
  enum Reason {
    /** No such service, method, or parameter types. */
    NOT_FOUND,
    /** The arguments could not be read or do not fit. */
    BAD_ARGUMENTS,
    OVERLOADED,
    TIMEOUT,
    OTHER
  }
}
