package io.mizzen.kernel.proxy;

import io.mizzen.spi.protocol.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * What a filter makes of a stream whose route it turns into another protocol: which filter that is,
 * and the request that goes up in place of the caller's.
 */
final class Turn {
  private int filter = TurnedRoutes.NOBODY;
  private @Nullable RequestHead head;
  private int bytes;

  /** The route is chosen. */
  void routed(int turner) {
    filter = turner;
  }

  /** The index of the filter, or {@link TurnedRoutes#NOBODY}. */
  int filter() {
    return filter;
  }

  /** Whether the request is to be turned, or was. */
  boolean isMeant() {
    return filter != TurnedRoutes.NOBODY;
  }

  /** Whether the request that goes up is not the caller's. */
  boolean isMade() {
    return head != null;
  }

  /** Another request goes up. */
  void made(RequestHead owned, int bodyBytes) {
    head = owned;
    bytes = bodyBytes;
  }

  /** The head that goes up. */
  RequestHead outgoing(RequestHead caller) {
    RequestHead other = head;
    return other == null ? caller : other;
  }

  /** How long the body is that goes up, as far as it is known. */
  long outgoingBytes(long caller) {
    return head == null ? caller : bytes;
  }

  /** The stream is over. */
  void end() {
    RequestHead other = head;
    head = null;
    filter = TurnedRoutes.NOBODY;
    bytes = 0;
    if (other != null) {
      other.release();
    }
  }
}
