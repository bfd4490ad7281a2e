package io.mizzen.protocol.http2;

/**
 * How the streams that ended last have ended: what still comes for one that we reset is ignored,
 * what comes for one that ended in order is an error (RFC 9113 section 5.1). The memory is short;
 * an id that is forgotten counts as one that was skipped.
 */
final class ClosedIds {
  /** Twice the usual number of streams: frames on their way belong to those. */
  private static final int SIZE = 256;

  private static final int[] NONE = {};

  private int[] ids = NONE;
  private int next;

  /** How a stream has ended. */
  enum How {
    UNKNOWN,
    /** Both sides have ended it, or the peer has reset it. */
    ENDED,
    /** We have reset it. */
    RESET_HERE
  }

  /** Remembers the end of a stream. */
  void add(int id, How how) {
    if (ids.length == 0) {
      ids = new int[SIZE];
    }
    // Ids have 31 bits: the sign says who ended it.
    ids[next] = how == How.RESET_HERE ? -id : id;
    next = (next + 1) % SIZE;
  }

  How of(int id) {
    for (int one : ids) {
      if (one == id) {
        return How.ENDED;
      }
      if (one == -id) {
        return How.RESET_HERE;
      }
    }
    return How.UNKNOWN;
  }
}
