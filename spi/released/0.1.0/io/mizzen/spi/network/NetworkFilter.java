package io.mizzen.spi.network;
import io.netty.buffer.ByteBuf;
public interface NetworkFilter {
  default Verdict onAccept(Connection connection) {
    return Verdict.CONTINUE;
  }
  default Verdict onRead(ByteBuf borrowed, Connection connection) {
    return Verdict.CONTINUE;
  }
  default void onWrite(ByteBuf borrowed, Connection connection) {}
  default void onClose(Connection connection) {}
  enum Verdict {
    CONTINUE,
    CLOSE
  }
  interface Source {
    NetworkFilter open(Connection connection);
  }
}
