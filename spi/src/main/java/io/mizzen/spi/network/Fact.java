package io.mizzen.spi.network;

import java.net.SocketAddress;
import java.util.List;

/**
 * The key of a fact about a connection. Keep keys in constants: they are compared by identity.
 *
 * @param <T> the type of the fact
 */
public final class Fact<T> {
  /** What wraps the bytes: {@code plaintext} or {@code tls}; absent means plaintext. */
  public static final Fact<String> TRANSPORT = new Fact<>("transport");

  /** The server name a TLS client asked for, lower case. */
  public static final Fact<String> SERVER_NAME = new Fact<>("serverName");

  /** The application protocols a TLS client offered, in its order. */
  public static final Fact<List<String>> APPLICATION_PROTOCOLS = new Fact<>("applicationProtocols");

  /** Who calls, if not the peer of the socket. */
  public static final Fact<SocketAddress> REMOTE = new Fact<>("remote");

  /** What was called, if not the local address of the socket. */
  public static final Fact<SocketAddress> LOCAL = new Fact<>("local");

  private final String name;

  public Fact(String name) {
    this.name = name;
  }

  @Override
  public String toString() {
    return name;
  }
}
