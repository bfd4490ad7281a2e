package io.mizzen.spi.protocol;

import io.mizzen.spi.Why;
import io.netty.buffer.ByteBuf;

/**
 * Takes what a codec decoded. A call may lead to calls of the codec's encode methods before it
 * returns.
 *
 * @param <H> the kind of head
 */
public interface StreamEvents<H extends MessageHead> {
  /**
   * A head is complete.
   *
   * @param streamId the codec's number for the stream; not in use by another open stream
   * @param head owned by the receiver from here on
   * @param last no body and no trailers follow
   */
  void onHead(long streamId, H head, boolean last);

  /**
   * A piece of body.
   *
   * @param retainedSlice released by the receiver; may be empty if {@code last}
   */
  void onBody(long streamId, ByteBuf retainedSlice, boolean last);

  /** Trailers end the message. Valid during the call. */
  void onTrailers(long streamId, Fields trailers);

  /**
   * The same for an answer whose trailers say how the upstream did, as those of gRPC do.
   *
   * @param why as {@link ResponseHead#why}, which could not know it yet
   */
  default void onTrailers(long streamId, Fields trailers, Why why) {
    onTrailers(streamId, trailers);
  }

  /** The peer gives the stream up; nothing more comes for it. */
  void onReset(long streamId, Why why);

  /**
   * The peer gives the stream up and says that it has done nothing for it: any request may be sent
   * again. Only of answers.
   */
  default void onRefused(long streamId, Why why) {
    onReset(streamId, why);
  }

  /** The peer answered a heartbeat. */
  default void onHeartbeat() {}

  /** The peer wants no further streams on this connection; open ones go on. */
  default void onDrain() {}

  /**
   * The peer's flow control shut or opened for what is encoded to a stream. While shut, the sender
   * pauses its source; what it still encodes is kept by the codec. An encode call that shuts it
   * does not say so here: {@link Codec#flow} is asked after each.
   */
  default void onWritable(long streamId, Flow flow) {}

  /** Whether more may be sent. */
  enum Flow {
    SHUT,
    OPEN
  }
}
