package io.mizzen.kernel.network;

import io.netty.channel.DefaultSelectStrategyFactory;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.util.concurrent.ThreadAwareExecutor;

/**
 * Epoll that learns of a peer's end by reading up to it, never before.
 *
 * <p>Netty asks the system for an event when a peer has shut down its side (EPOLLRDHUP) and, told
 * so, reads everything that is there in one go, whether or not reading is paused. That is the
 * receive buffer of the system, 6 and even 32 MiB for each connection of a peer that sends fast and
 * ends: back-pressure would hold for polite peers only. Without that event the bytes wait where
 * they are and their end comes behind them. A peer's reset is told all the same.
 *
 * <p>A socket that waits for nothing stays known to the system, with an edge that never comes:
 * Netty would take it out and then fail to change what is no longer there.
 */
final class PatientEpoll implements IoHandler {
  /**
   * Sockets that one loop turn serves at most; the others are first in the next. What a turn
   * produces leaves at its end, so that with hundreds of busy sockets the first answer would wait
   * for the last request, and what the first had in the caches of the processor would be gone by
   * then. A call for each 32 costs a thirtieth of what each of them costs anyway, and they are
   * enough to gather the messages of many streams into one write.
   */
  private static final int MOST_SOCKETS = 32;

  private final IoHandler epoll;

  private PatientEpoll(IoHandler epoll) {
    this.epoll = epoll;
  }

  static IoHandlerFactory newFactory() {
    IoHandlerFactory factory =
        EpollIoHandler.newFactory(MOST_SOCKETS, DefaultSelectStrategyFactory.INSTANCE);
    return new IoHandlerFactory() {
      @Override
      public IoHandler newHandler(ThreadAwareExecutor executor) {
        return new PatientEpoll(factory.newHandler(executor));
      }

      @Override
      public boolean isChangingThreadSupported() {
        return factory.isChangingThreadSupported();
      }
    };
  }

  @Override
  public void initialize() {
    epoll.initialize();
  }

  @Override
  public int run(IoHandlerContext context) {
    return epoll.run(context);
  }

  @Override
  public void prepareToDestroy() {
    epoll.prepareToDestroy();
  }

  @Override
  public void destroy() {
    epoll.destroy();
  }

  @Override
  public IoRegistration register(IoHandle handle) throws Exception {
    return new Registration(epoll.register(handle));
  }

  @Override
  public void wakeup() {
    epoll.wakeup();
  }

  @Override
  public boolean isCompatible(Class<? extends IoHandle> handleType) {
    return epoll.isCompatible(handleType);
  }

  private record Registration(IoRegistration socket) implements IoRegistration {
    @Override
    public <T> T attachment() {
      return socket.attachment();
    }

    @Override
    public long submit(IoOps ops) {
      EpollIoOps wanted = ((EpollIoOps) ops).without(EpollIoOps.EPOLLRDHUP);
      return socket.submit(wanted.value() == 0 ? EpollIoOps.EPOLLET : wanted);
    }

    @Override
    public boolean isValid() {
      return socket.isValid();
    }

    @Override
    public boolean cancel() {
      return socket.cancel();
    }
  }
}
