package io.mizzen.kernel.network;

import io.mizzen.kernel.config.model.RuntimeConfig;
import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringBufferRingConfig;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringDomainSocketChannel;
import io.netty.channel.uring.IoUringFixedBufferRingAllocator;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringServerDomainSocketChannel;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/** How sockets are driven on this machine. */
public enum Transport {
  /** Linux epoll through Netty's native library. */
  EPOLL {
    @Override
    IoHandlerFactory ioHandler() {
      return PatientEpoll.newFactory();
    }

    @Override
    ServerChannel newServer(boolean unix) {
      return unix ? new EpollServerDomainSocketChannel() : new EpollServerSocketChannel();
    }

    @Override
    Channel newClient(boolean unix) {
      return unix ? new EpollDomainSocketChannel() : new EpollSocketChannel();
    }

    @Override
    public boolean canAdopt() {
      return true;
    }

    @Override
    ServerChannel adoptServer(int descriptor, boolean unix) {
      return unix
          ? new EpollServerDomainSocketChannel(descriptor)
          : new EpollServerSocketChannel(descriptor);
    }

    @Override
    Channel adopt(int descriptor, boolean unix) {
      return unix ? new EpollDomainSocketChannel(descriptor) : new EpollSocketChannel(descriptor);
    }

    @Override
    public SocketAddress unixAddress(String path) {
      return new DomainSocketAddress(path);
    }
  },
  /**
   * Linux io_uring through Netty's native library: hardly any system calls, as many operations go
   * to the kernel at once, and bytes come back in buffers that the kernel takes from a ring.
   */
  IO_URING {
    @Override
    IoHandlerFactory ioHandler() {
      IoUringIoHandlerConfig config = new IoUringIoHandlerConfig();
      if (IoUring.isRegisterBufferRingSupported()) {
        config.setBufferRingConfig(
            IoUringBufferRingConfig.builder()
                .bufferGroupId(READ_RING)
                .bufferRingSize(READ_RING_ENTRIES)
                .batchSize(READ_RING_BATCH)
                .allocator(new IoUringFixedBufferRingAllocator(READ_SIZE))
                .build());
      }
      return IoUringIoHandler.newFactory(config);
    }

    @Override
    ServerChannel newServer(boolean unix) {
      return unix ? new IoUringServerDomainSocketChannel() : new IoUringServerSocketChannel();
    }

    @Override
    Channel newClient(boolean unix) {
      return unix ? new IoUringDomainSocketChannel() : new IoUringSocketChannel();
    }

    @Override
    void tune(Channel channel) {
      if (IoUring.isRegisterBufferRingSupported()) {
        channel.config().setOption(IoUringChannelOption.IO_URING_BUFFER_GROUP_ID, READ_RING);
      }
    }

    @Override
    public SocketAddress unixAddress(String path) {
      return new DomainSocketAddress(path);
    }
  },
  /** The JDK's selectors; works everywhere. */
  NIO {
    @Override
    IoHandlerFactory ioHandler() {
      return NioIoHandler.newFactory();
    }

    @Override
    ServerChannel newServer(boolean unix) {
      return unix ? new NioServerDomainSocketChannel() : new NioServerSocketChannel();
    }

    @Override
    Channel newClient(boolean unix) {
      return unix ? new NioDomainSocketChannel() : new NioSocketChannel();
    }

    @Override
    public SocketAddress unixAddress(String path) {
      return UnixDomainSocketAddress.of(path);
    }
  };

  /** Any number; each event loop has one ring. */
  private static final short READ_RING = 1;

  /** A power of two. Together with the size: 2 MiB of one worker at most. */
  private static final short READ_RING_ENTRIES = 128;

  /** Buffers added at once; an idle worker holds 256 KiB. */
  private static final int READ_RING_BATCH = 16;

  /**
   * Bytes. The kernel fills one buffer at a time, so that a body of 64 KiB comes in five pieces
   * rather than in seventeen, and in such that are worth passing on as they are: {@link Outbox}
   * copies small ones. Larger ones would hold much memory for the last bytes of a slow sender.
   */
  private static final int READ_SIZE = 16 * 1024;

  abstract IoHandlerFactory ioHandler();

  /** Whether sockets can come from and go to another process. */
  public boolean canAdopt() {
    return false;
  }

  /** Takes a listening socket over. Only if {@link #canAdopt}. */
  ServerChannel adoptServer(int descriptor, boolean unix) {
    throw new IllegalStateException(word() + " takes no socket over");
  }

  /** Takes a connected socket over. Only if {@link #canAdopt}. */
  Channel adopt(int descriptor, boolean unix) {
    throw new IllegalStateException(word() + " takes no socket over");
  }

  /** Sets what only this transport knows, on every connection before its first read. */
  void tune(Channel channel) {}

  abstract ServerChannel newServer(boolean unix);

  abstract Channel newClient(boolean unix);

  /** The address of a unix domain socket in the form this transport wants. */
  public abstract SocketAddress unixAddress(String path);

  /** Chooses what the configuration asks for, or the best there is. */
  static Transport choose(RuntimeConfig.Transport wanted) {
    return switch (wanted) {
      case NIO -> NIO;
      case EPOLL -> {
        if (!Epoll.isAvailable()) {
          throw new IllegalStateException(
              "runtime.transport is epoll, but epoll cannot be used here: "
                  + Epoll.unavailabilityCause().getMessage());
        }
        yield EPOLL;
      }
      case IO_URING -> {
        if (!IoUring.isAvailable()) {
          throw new IllegalStateException(
              "runtime.transport is ioUring, but io_uring cannot be used here: "
                  + IoUring.unavailabilityCause().getMessage());
        }
        yield IO_URING;
      }
      case AUTO -> Epoll.isAvailable() ? EPOLL : NIO;
    };
  }

  /** Why sockets cannot be taken over on this machine, in words for people. */
  public static String whyNoSockets() {
    Throwable cause = Epoll.isAvailable() ? null : Epoll.unavailabilityCause();
    while (cause != null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause == null
        ? "its transport is not epoll"
        : "epoll cannot be used here (" + cause.getMessage() + ")";
  }

  /** The word for it in views. */
  public String word() {
    return this == IO_URING ? "ioUring" : name().toLowerCase(java.util.Locale.ROOT);
  }
}
