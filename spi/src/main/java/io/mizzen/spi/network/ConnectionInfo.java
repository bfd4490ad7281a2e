package io.mizzen.spi.network;

import io.mizzen.spi.Worker;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** The facts of a downstream connection. Only on its worker. */
public interface ConnectionInfo {
  /** Unique in this process; the same in logs and views. */
  long id();

  /** The worker that owns it. */
  Worker worker();

  /** The listener's name. */
  String listener();

  /** Who calls: the peer, or whom a trusted preamble such as the PROXY protocol names. */
  SocketAddress remote();

  /** What was called: the local address, or what a trusted preamble or the kernel names. */
  SocketAddress local();

  /** The peer of the socket itself. */
  SocketAddress peer();

  /** A fact that an inspector or filter found, or null. */
  <T> @Nullable T get(Fact<T> fact);

  /** Stores a fact, for filter chain match, filters, routes and logs. */
  <T> void put(Fact<T> fact, T value);
}
