package io.mizzen.protocol.http1;

import io.mizzen.lib.http.Octets;
import io.netty.buffer.ByteBuf;

/**
 * Says when reading a head that was not complete is worth another try, so that a caller who sends
 * octet by octet costs about as much as one who does not. Nothing is consumed before a head is
 * complete: at rest, the unread octets are all there is to know.
 */
final class HeadProgress {
  /**
   * Without a new line, a try is worth it after so many more octets: it may find a limit broken.
   */
  private static final int STEP = 2048;

  private int seen;
  private int tried;

  boolean worthTrying(ByteBuf in) {
    int readable = in.readableBytes();
    boolean worth = seen == 0 || readable - tried >= STEP || hasNewLine(in, readable);
    seen = readable;
    if (worth) {
      tried = readable;
    }
    return worth;
  }

  private boolean hasNewLine(ByteBuf in, int readable) {
    return readable > seen && in.indexOf(in.readerIndex() + seen, in.writerIndex(), Octets.LF) >= 0;
  }

  /** Whether a head has begun. */
  boolean begun() {
    return seen > 0;
  }

  void reset() {
    seen = 0;
    tried = 0;
  }
}
