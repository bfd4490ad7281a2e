package io.mizzen.spi.network;
import io.netty.buffer.ByteBuf;
public interface Preamble {
  void write(ConnectionInfo downstream, ByteBuf out);
}
