package io.mizzen.spi.protocol;
import org.jspecify.annotations.Nullable;
public interface ServerCodec extends Codec<RequestHead> {
  void encodeHead(
      long streamId, RequestHead request, ResponseHead response, boolean last, BytesOut out)
      throws ProtocolException;
  @Nullable Reply localReply(LocalReply reply, RequestHead request);
  default void encodeFailure(ProtocolException failure, BytesOut out) {}
  default void encodeDrain(BytesOut out) {}
  Reading reading();
  enum Reading {
    NOTHING,
    HEAD,
    BODY
  }
  record Reply(ResponseHead head, byte[] body) {}
}
