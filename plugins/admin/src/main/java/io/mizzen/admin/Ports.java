package io.mizzen.admin;

import io.mizzen.spi.Host;
import io.mizzen.spi.config.HostPort;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The doors on TCP. In a hot restart a port's socket is passed on where the transport can; where it
 * cannot, this process gives it up and the next one binds it a moment later.
 */
final class Ports {
  /** For the process before this one to give up a port that it could not pass on. */
  private static final long TAKEN_MILLIS = 1000;

  private static final long LOOK_NANOS = 5_000_000;

  private final Host host;
  private final AdminTransport transport;
  private final EventLoopGroup loop;
  private final Acceptor acceptor;
  private final Map<Door, Channel> ports = new EnumMap<>(Door.class);
  private final List<PortOffer> offers = new ArrayList<>();

  Ports(Host host, AdminTransport transport, EventLoopGroup loop, Acceptor acceptor) {
    this.host = host;
    this.transport = transport;
    this.loop = loop;
    this.acceptor = acceptor;
  }

  /**
   * Has a port, which accepts nothing yet.
   *
   * @param key what it is in the configuration, for the message
   * @return where it is: the port that was chosen, if any was asked for
   */
  HostPort open(String key, HostPort at, Door door) throws IOException {
    try {
      var address = new InetSocketAddress(at.host(), at.port());
      return opened(acceptor.bind(transport.ports(), address, door), at, door);
    } catch (IOException e) {
      throw new IOException("cannot bind " + key + " " + at + ": " + e.getMessage(), e);
    }
  }

  /** The same by the socket of the process before this one, if it offers the one that is wanted. */
  HostPort take(String key, HostPort at, Door door) throws IOException {
    if (transport == AdminTransport.EPOLL) {
      try (PortClaim claim = claim(door)) {
        EpollServerSocketChannel taken = claim == null ? null : claim.as(at);
        if (taken != null) {
          return opened(acceptor.adopt(taken, door), at, door);
        }
      }
    }
    return openWithin(key, at, door);
  }

  /** A door that this process does not have is shut in the one before. */
  void refuse(Door door) throws IOException {
    if (transport == AdminTransport.EPOLL) {
      PortClaim claim = claim(door);
      if (claim != null) {
        claim.close();
      }
    }
  }

  private @Nullable PortClaim claim(Door door) {
    return PortClaim.at(PortOffer.place(host.instanceFolder(), door), loop, host.logger());
  }

  /** The other process learns of a port it could not pass on a moment later. */
  private HostPort openWithin(String key, HostPort at, Door door) throws IOException {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TAKEN_MILLIS);
    while (true) {
      try {
        return open(key, at, door);
      } catch (IOException e) {
        if (System.nanoTime() - until >= 0) {
          throw e;
        }
        LockSupport.parkNanos(LOOK_NANOS);
      }
    }
  }

  private HostPort opened(Channel port, HostPort wanted, Door door) {
    ports.put(door, port);
    return new HostPort(wanted.host(), ((InetSocketAddress) port.localAddress()).getPort());
  }

  /**
   * Offers each port to the next process and goes on accepting; what cannot be passed on is closed.
   *
   * @return whether any is offered
   */
  boolean offer() {
    ports.forEach(this::offer);
    return !offers.isEmpty();
  }

  private void offer(Door door, Channel port) {
    if (transport == AdminTransport.EPOLL) {
      try {
        offers.add(PortOffer.open(port, loop, PortOffer.place(host.instanceFolder(), door)));
        return;
      } catch (IOException e) {
        host.logger().debug("the port of {} is given up", door.word(), e);
      }
    }
    port.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
  }

  /** Nobody is to come for them any more; the sockets are the acceptor's. */
  void withdraw() {
    offers.forEach(PortOffer::close);
    offers.clear();
  }
}
