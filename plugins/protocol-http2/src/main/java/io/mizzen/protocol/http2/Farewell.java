package io.mizzen.protocol.http2;

import io.mizzen.spi.protocol.BytesOut;

/**
 * How a downstream connection ends in two steps (RFC 9113 section 6.8): a first GOAWAY asks the
 * caller to stop, a PING behind it tells when that has been read, and the second says which stream
 * was the last.
 *
 * <pre>
 *   SERVING --ask: GOAWAY(2^31-1), PING--> ASKED --PING ACK: GOAWAY(last)--> GOING
 * </pre>
 */
final class Farewell {
  /** The content of the PING behind the first GOAWAY: any number that no other PING here has. */
  private static final long PING = 0x6d697a7a656e0001L;

  private Stage stage = Stage.SERVING;

  private enum Stage {
    SERVING,
    /** The caller was asked to open no more streams; those that come are served. */
    ASKED,
    /** It was told which stream was the last. */
    GOING
  }

  /** Whether the caller knows which stream was the last: none is served behind it. */
  boolean isSaid() {
    return stage == Stage.GOING;
  }

  /** Asks the caller to open no more streams, once. */
  void ask(BytesOut out) {
    if (stage == Stage.SERVING) {
      stage = Stage.ASKED;
      Frames.goAway(Frames.LAST_ID, ErrorCode.NO_ERROR, out);
      Frames.ping(0, PING, out);
    }
  }

  /** An answer to a PING: if it is to the one of {@link #ask}, nothing comes that is not known. */
  void onPingAck(long data, int lastId, BytesOut out) {
    if (data == PING && stage == Stage.ASKED) {
      say(lastId, ErrorCode.NO_ERROR, out);
    }
  }

  /** Says which stream was the last; again, if there is another reason by now. */
  void say(int lastId, int code, BytesOut out) {
    stage = Stage.GOING;
    Frames.goAway(lastId, code, out);
  }
}
