package io.mizzen.kernel.proxy;

import io.mizzen.kernel.upstream.UpstreamConnection;
import org.jspecify.annotations.Nullable;

/**
 * Holds back one side of a stream while the other takes no more. Every hold is one pause of a link,
 * and is taken back when the other side goes on or the try is over.
 */
final class BackPressure {
  private final ProxyStream stream;
  private @Nullable UpstreamConnection upstream;
  private long upstreamId;
  private boolean downstreamHeld;
  private boolean upstreamHeld;
  // Bytes that were passed on and for which the upstream has no credit yet.
  private int owed;

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
    releaseUpstream();
    releaseDownstream();
    upstream = null;
  }

  // ---- the request --------------------------------------------------------------------------

  /** The downstream is not read until what is held was sent. */
  void holdDownstream() {
    if (!downstreamHeld) {
      downstreamHeld = true;
      stream.connection().link().pauseRead();
    }
  }

  /** The same, if the upstream takes no more. */
  void holdDownstreamIfFull() {
    UpstreamConnection open = upstream;
    if (open != null && !open.link().isWritable()) {
      holdDownstream();
    }
  }

  void releaseDownstream() {
    if (downstreamHeld) {
      downstreamHeld = false;
      stream.connection().link().resumeRead();
    }
  }

  // ---- the answer ---------------------------------------------------------------------------

  /**
   * Body bytes of the answer went down: credit for the upstream, now or when the downstream takes
   * bytes again. A connection of this stream alone is not read until then. One that others share
   * goes on, or the slowest reader would hold up all of them: the upstream gets no credit for this
   * stream, and where the protocol has no such thing the downstream is cut off when it leaves too
   * much unread.
   */
  void passedDown(int bytes) {
    UpstreamConnection open = upstream;
    if (open == null) {
      return;
    }
    if (stream.connection().link().isWritable()) {
      open.consumed(upstreamId, bytes);
    } else {
      owed += bytes;
      if (open.isPingPong()) {
        holdUpstream();
      }
    }
  }

  /** The upstream is not read until {@link #releaseUpstream}. */
  void holdUpstream() {
    UpstreamConnection open = upstream;
    if (!upstreamHeld && open != null) {
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
