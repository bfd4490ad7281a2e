package io.mizzen.spi.protocol;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
public interface BytesOut {
  ByteBuf space(int bytes);
  void write(ByteBuf owned);
  void end();
  ByteBufAllocator allocator();
}
