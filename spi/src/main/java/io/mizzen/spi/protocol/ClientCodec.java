package io.mizzen.spi.protocol;

/** The codec of an upstream connection: encodes requests, decodes answers. */
public interface ClientCodec extends Codec<ResponseHead> {
  /** A number for a new stream, not in use by an open one. */
  long nextStreamId();

  /**
   * Writes the head of a request. One-way requests open no stream.
   *
   * @param request of any protocol this one can translate; not changed
   * @param last no body and no trailers follow
   * @throws ProtocolException if it cannot be expressed; nothing was written then
   */
  void encodeHead(long streamId, RequestHead request, boolean last, BytesOut out)
      throws ProtocolException;

  /** Open streams that the peer allows at present. Asked after each decode and each stream. */
  default int maxStreams() {
    return Integer.MAX_VALUE;
  }

  /**
   * Writes a heartbeat; the answer comes as {@link StreamEvents#onHeartbeat}.
   *
   * @return whether there is such a thing
   */
  default Heartbeats encodeHeartbeat(BytesOut out) {
    return Heartbeats.NONE;
  }

  /** Whether a protocol has heartbeats. */
  enum Heartbeats {
    NONE,
    SENT
  }
}
