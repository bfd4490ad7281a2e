package io.mizzen.spi.protocol;
public interface ClientCodec extends Codec<ResponseHead> {
  long nextStreamId();
  void encodeHead(long streamId, RequestHead request, boolean last, BytesOut out)
      throws ProtocolException;
  default int maxStreams() {
    return Integer.MAX_VALUE;
  }
  default Heartbeats encodeHeartbeat(BytesOut out) {
    return Heartbeats.NONE;
  }
  enum Heartbeats {
    NONE,
    SENT
  }
}
