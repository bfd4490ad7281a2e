package io.mizzen.kernel.proxy;

import io.mizzen.kernel.upstream.UpstreamConnection;
import org.jspecify.annotations.Nullable;

/**
 * Holds back one side of a stream while the other takes no more. Where the protocol gives credit
 * for each stream, a hold is credit that is not given; else it is one pause of a link. Both are
 * made good when the other side goes on or the try is over.
 */
final class BackPressure {
  private final ProxyStream stream;
  private @Nullable UpstreamConnection upstream;
  private long upstreamId;
  private boolean downstreamHeld;
  private boolean upstreamHeld;
  // Bytes that were passed on and for which the upstream has no credit yet; and the other way.
  private int owed;
  private int owedDown;
  // Bytes that got their credit while they were still held.
  private int ahead;
  private int aheadDown;

  BackPressure(ProxyStream stream) {
    this.stream = stream;
  }

  /** The request is on its way on that connection. */
  void attach(UpstreamConnection connection, long id) {
    upstream = connection;
    upstreamId = id;
  }

  /** The try is over: nothing is held for it any more. */
  void detach() {
    owed = 0;
    ahead = 0;
    releaseUpstream();
    releaseDownstream();
    upstream = null;
  }

  // ---- the request --------------------------------------------------------------------------

  /** Body bytes of the request went up: credit for the downstream, now or when more can go. */
  void passedUp(int bytes) {
    int paid = Math.min(bytes, aheadDown);
    aheadDown -= paid;
    UpstreamConnection open = upstream;
    if (open == null || open.takes(upstreamId)) {
      stream.connection().requests().consumed(stream, bytes - paid);
    } else {
      owedDown += bytes - paid;
    }
  }

  /** Body bytes of the request are held for somebody who needs all of it: more has to come. */
  void heldUp(int bytes) {
    aheadDown += bytes;
    stream.connection().requests().consumed(stream, bytes);
  }

  /** Body bytes that went up in a try that failed go up once more: they had their credit. */
  void goesUpAgain(int bytes) {
    aheadDown += bytes;
  }

  /** What is held of the request goes nowhere, and something else of that length goes up. */
  void replacedUp(long held, int length) {
    long rest = held - aheadDown;
    aheadDown = length;
    if (rest > 0) {
      stream.connection().requests().consumed(stream, (int) rest);
    }
  }

  /** The downstream sends no more until what is held was sent. */
  void holdDownstream() {
    if (!downstreamHeld && !stream.connection().requests().brakesStreams()) {
      downstreamHeld = true;
      stream.connection().link().pauseRead();
    }
  }

  /** The same, if the upstream takes no more. */
  void holdDownstreamIfFull() {
    UpstreamConnection open = upstream;
    if (open != null && !open.takes(upstreamId)) {
      holdDownstream();
    }
  }

  /** The same, taken back if the upstream takes more. */
  void releaseDownstreamIfTaken() {
    UpstreamConnection open = upstream;
    if (open == null || open.takes(upstreamId)) {
      releaseDownstream();
    }
  }

  void releaseDownstream() {
    if (downstreamHeld) {
      downstreamHeld = false;
      stream.connection().link().resumeRead();
    }
    int credit = owedDown;
    owedDown = 0;
    if (credit > 0) {
      stream.connection().requests().consumed(stream, credit);
    }
  }

  /** The stream is over: nothing is owed to anybody. */
  void clear() {
    owedDown = 0;
    aheadDown = 0;
  }

  // ---- the answer ---------------------------------------------------------------------------

  /**
   * Body bytes of the answer went down: credit for the upstream, now or when the downstream takes
   * bytes again. A connection of this reader alone is not read until then. One that others share
   * goes on, or the slowest reader would hold up all of them: the upstream gets no credit for this
   * stream, and where the protocol has no such thing the downstream is cut off when it leaves too
   * much unread.
   */
  void passedDown(int bytes) {
    UpstreamConnection open = upstream;
    if (open == null) {
      return;
    }
    int paid = Math.min(bytes, ahead);
    ahead -= paid;
    if (stream.connection().requests().takes(stream)) {
      open.consumed(upstreamId, bytes - paid);
    } else {
      owed += bytes - paid;
      if (open.hasOneReader()) {
        holdUpstream();
      }
    }
  }

  /** Body bytes of the answer are held for a filter that wants all of it: more has to come. */
  void heldDown(int bytes) {
    UpstreamConnection open = upstream;
    if (open != null) {
      ahead += bytes;
      open.consumed(upstreamId, bytes);
    }
  }

  /** The upstream sends no more until {@link #releaseUpstream}. */
  void holdUpstream() {
    UpstreamConnection open = upstream;
    if (!upstreamHeld && open != null && !open.brakesStreams()) {
      upstreamHeld = true;
      open.link().pauseRead();
    }
  }

  void releaseUpstream() {
    UpstreamConnection open = upstream;
    if (upstreamHeld) {
      upstreamHeld = false;
      if (open != null) {
        open.link().resumeRead();
      }
    }
    int credit = owed;
    owed = 0;
    if (credit > 0 && open != null) {
      open.consumed(upstreamId, credit);
    }
  }
}
