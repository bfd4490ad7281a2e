package io.mizzen.kernel.upstream;

import io.mizzen.kernel.network.LinkHandler;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.Fields;
import io.mizzen.spi.protocol.ResponseHead;
import io.netty.buffer.ByteBuf;

/** Whoever sent a request on an upstream connection and waits for its answer. On the worker. */
public interface UpstreamStream {
  /** A head of the answer; several informational ones may come before the final one. */
  void onResponseHead(ResponseHead head, boolean last);

  /**
   * @param owned released by the receiver
   */
  void onResponseBody(ByteBuf owned, boolean last);

  /**
   * Trailers end the answer; valid during the call.
   *
   * @param why what they say about how the upstream did; OK if nothing
   */
  void onResponseTrailers(Fields trailers, Why why);

  /**
   * The answer will not be complete. The stream is off the connection already.
   *
   * @param why what happened
   * @param sent what may have come of the request there
   */
  void onUpstreamEnd(Why why, Sent sent);

  /** The connection takes no more bytes, or takes some again. */
  void onUpstreamWritable(LinkHandler.Writable state);

  /** What may have come of a request. */
  enum Sent {
    /** No byte of it has left. */
    NOTHING,
    /** It has left, and the peer says that it has done nothing for it. */
    REFUSED,
    PERHAPS
  }
}
