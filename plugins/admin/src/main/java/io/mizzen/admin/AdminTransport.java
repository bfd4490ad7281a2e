package io.mizzen.admin;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/** What the doors stand on. */
enum AdminTransport {
  /** A port's socket can go to another process. */
  EPOLL {
    @Override
    IoHandlerFactory handlers() {
      return EpollIoHandler.newFactory();
    }

    @Override
    Class<? extends ServerChannel> ports() {
      return EpollServerSocketChannel.class;
    }

    @Override
    Class<? extends ServerChannel> files() {
      return EpollServerDomainSocketChannel.class;
    }

    @Override
    SocketAddress at(UnixDomainSocketAddress file) {
      return new DomainSocketAddress(file.getPath().toString());
    }
  },
  /** The JDK's own, for other systems. */
  NIO {
    @Override
    IoHandlerFactory handlers() {
      return NioIoHandler.newFactory();
    }

    @Override
    Class<? extends ServerChannel> ports() {
      return NioServerSocketChannel.class;
    }

    @Override
    Class<? extends ServerChannel> files() {
      return NioServerDomainSocketChannel.class;
    }

    @Override
    SocketAddress at(UnixDomainSocketAddress file) {
      return file;
    }
  };

  /** The better one of this machine. */
  static AdminTransport best() {
    return Epoll.isAvailable() ? EPOLL : NIO;
  }

  abstract IoHandlerFactory handlers();

  /** What listens on TCP. */
  abstract Class<? extends ServerChannel> ports();

  /** What listens at a unix socket. */
  abstract Class<? extends ServerChannel> files();

  /** A unix socket's address as this transport has it. */
  abstract SocketAddress at(UnixDomainSocketAddress file);
}
