package io.mizzen.kernel.network;

import static org.junit.jupiter.api.Assertions.assertSame;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class SocketsTest {
  @Test
  void whatIsReadComesFromThePoolOfTheWorker() {
    ByteBufAllocator pool = new UnpooledByteBufAllocator(true);
    EmbeddedChannel channel = new EmbeddedChannel();
    KernelWorker worker = new KernelWorker(0, channel.eventLoop(), pool);
    Sockets.configure(worker, channel, 1024, true);
    assertSame(pool, channel.alloc());
    channel.close();
  }
}
