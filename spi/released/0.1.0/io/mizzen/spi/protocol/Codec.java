package io.mizzen.spi.protocol;
import io.mizzen.spi.Why;
import io.netty.buffer.ByteBuf;
public interface Codec<H extends MessageHead> {
  default void open(BytesOut out) {}
  Progress decode(ByteBuf in, StreamEvents<H> events, BytesOut replies) throws ProtocolException;
  void inputClosed(ByteBuf in, StreamEvents<H> events, BytesOut replies) throws ProtocolException;
  void encodeBody(long streamId, ByteBuf owned, boolean last, BytesOut out);
  void encodeTrailers(long streamId, Fields trailers, BytesOut out);
  Fate encodeReset(long streamId, Why why, BytesOut out);
  default void consumed(long streamId, int bytes, BytesOut out) {}
  default StreamEvents.Flow flow(long streamId) {
    return StreamEvents.Flow.OPEN;
  }
  default long unsent() {
    return 0;
  }
  default Brake brake() {
    return Brake.CONNECTION;
  }
  default void encodeClose(BytesOut out) {}
  Fate fate();
  RestState restState();
  default void saveState(ByteBuf out) {}
  default void restoreState(ByteBuf in) {}
  default void release() {}
  enum Progress {
    NEED_MORE,
    HELD
  }
  enum Brake {
    CONNECTION,
    STREAM
  }
  enum Fate {
    KEEP,
    CLOSE
  }
  enum RestState {
    BUSY,
    AT_REST,
    NEVER
  }
}
