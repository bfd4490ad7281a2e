package io.mizzen.spi.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The named text values of a message: header lines, header maps, attachments. The order of
 * appearance and values of unknown names are kept. Whether names are compared with case is the
 * protocol's affair.
 *
 * <p>Values are views into the received bytes: valid until the message is released, and a view may
 * be overwritten by the next call. Use {@code toString()} to keep one. Only on the stream's worker.
 */
public interface Fields {
  /** The first value of a name, or null. Does not allocate. */
  @Nullable CharSequence get(CharSequence name);

  /** Calls for each field in order of appearance. */
  void forEach(Visitor visitor);

  /**
   * Replaces all values of a name by one, or adds it.
   *
   * @throws IllegalArgumentException if the protocol cannot carry that name or value
   */
  void set(CharSequence name, CharSequence value);

  /** Adds one more value of a name; the same errors as {@link #set}. */
  void add(CharSequence name, CharSequence value);

  /** Removes all values of a name. */
  void remove(CharSequence name);

  /** Sees one field; the two views are valid during the call only. */
  interface Visitor {
    void field(CharSequence name, CharSequence value);
  }
}
