package io.mizzen.kernel.network;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.unix.DomainSocketChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What downstream and upstream sockets have in common. */
final class Sockets {
  /**
   * The system's number of a socket, the same in every process that has it; SOL_SOCKET and
   * SO_COOKIE of Linux (socket(7)).
   */
  private static final RawUnixChannelOption COOKIE =
      new RawUnixChannelOption("SO_COOKIE", 1, 57, Long.BYTES);

  private Sockets() {}

  static void configure(KernelWorker worker, Channel channel, int bufferHigh, boolean unix) {
    var config = channel.config();
    config.setWriteBufferWaterMark(new WriteBufferWaterMark(bufferHigh / 4, bufferHigh));
    config.setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    // Reads too: Netty's own allocator makes an object for every slice of a buffer, and in a heap
    // of 512 MiB and less pools none above 16 KiB.
    config.setAllocator(worker.allocator());
    config.setRecvByteBufAllocator(ReadSizes.INSTANCE);
    if (!unix) {
      config.setOption(ChannelOption.TCP_NODELAY, true);
    }
  }

  static Manifest.Family family(Channel channel) {
    return channel instanceof DomainSocketChannel ? Manifest.Family.UNIX : Manifest.Family.INET;
  }

  /** The number by which another process knows the socket again; epoll only. */
  static long cookie(Channel channel) {
    ByteBuffer value = channel.config().getOption(COOKIE);
    return value.order(ByteOrder.nativeOrder()).getLong(value.position());
  }
}
