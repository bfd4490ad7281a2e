package io.mizzen.spi.protocol;
import io.mizzen.spi.Why;
import io.netty.buffer.ByteBuf;
public interface StreamEvents<H extends MessageHead> {
  void onHead(long streamId, H head, boolean last);
  void onBody(long streamId, ByteBuf retainedSlice, boolean last);
  void onTrailers(long streamId, Fields trailers);
  default void onTrailers(long streamId, Fields trailers, Why why) {
    onTrailers(streamId, trailers);
  }
  void onReset(long streamId, Why why);
  default void onRefused(long streamId, Why why) {
    onReset(streamId, why);
  }
  default void onHeartbeat() {}
  default void onDrain() {}
  default void onWritable(long streamId, Flow flow) {}
  enum Flow {
    SHUT,
    OPEN
  }
}
