package io.mizzen.kernel.network;

import io.mizzen.kernel.config.model.RuntimeConfig;
import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/** How sockets are driven on this machine. */
public enum Transport {
  /** Linux epoll through Netty's native library. */
  EPOLL {
    @Override
    IoHandlerFactory ioHandler() {
      return EpollIoHandler.newFactory();
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

  abstract IoHandlerFactory ioHandler();

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
      case AUTO -> Epoll.isAvailable() ? EPOLL : NIO;
    };
  }

  /** The word for it in views. */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
