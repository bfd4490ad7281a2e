package io.mizzen.spi.network;
import io.mizzen.spi.Why;
import io.netty.buffer.ByteBuf;
public interface Connection extends ConnectionInfo {
  void write(ByteBuf owned);
  void close(Why why);
}
