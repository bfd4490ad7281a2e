package io.mizzen.spi.protocol;

import io.mizzen.spi.Why;
import java.util.List;

/**
 * An answer made here, in neutral words. Each protocol says it as well as it can.
 *
 * @param why the reason
 * @param code the protocol's own number, or 0 to let the protocol choose by {@code why}
 * @param fields fields to send along, where the protocol can
 * @param body text for the caller, where the protocol can; empty for the protocol's default. It
 *     must tell nothing about the inside
 */
public record LocalReply(Why why, int code, List<Field> fields, String body) {
  public LocalReply {
    fields = List.copyOf(fields);
  }

  /** A reply by its reason only. */
  public static LocalReply of(Why why) {
    return new LocalReply(why, 0, List.of(), "");
  }

  /** A reply by its reason with a text for the caller. */
  public static LocalReply of(Why why, String body) {
    return new LocalReply(why, 0, List.of(), body);
  }

  /** A name and a value. */
  public record Field(String name, String value) {}
}
