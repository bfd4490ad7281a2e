package io.mizzen.spi.protocol;

import org.jspecify.annotations.Nullable;

/** The codec of a downstream connection: decodes requests, encodes answers. */
public interface ServerCodec extends Codec<RequestHead> {
  /**
   * Writes the head of an answer.
   *
   * @param request the head the answer is for
   * @param response of any protocol this one can translate
   * @param last no body and no trailers follow
   * @throws ProtocolException if it cannot be expressed; nothing was written then
   */
  void encodeHead(
      long streamId, RequestHead request, ResponseHead response, boolean last, BytesOut out)
      throws ProtocolException;

  /**
   * Says a local reply in the protocol's words and in the dialect of the request. The kernel
   * encodes the result like any answer.
   *
   * @return null if the protocol has no words for it: the kernel then resets the stream
   */
  @Nullable Reply localReply(LocalReply reply, RequestHead request);

  /**
   * The last words on a connection that cannot go on, such as an error answer without a stream. May
   * write nothing.
   */
  default void encodeFailure(ProtocolException failure, BytesOut out) {}

  /** Tells the peer to send no new streams here; those that arrive all the same are served. */
  default void encodeDrain(BytesOut out) {}

  /** What the codec is waiting for; decides which time limit holds. */
  Reading reading();

  /** Where in a message the decoder stands. */
  enum Reading {
    /** Between messages. */
    NOTHING,
    /** A head has begun. */
    HEAD,
    /** A body has begun. */
    BODY
  }

  /**
   * A local reply in the protocol's words.
   *
   * @param head encoded with {@link #encodeHead}
   * @param body the text that follows, in UTF-8; empty for none
   */
  record Reply(ResponseHead head, byte[] body) {}
}
