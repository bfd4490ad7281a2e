package io.mizzen.spi.network;
import java.net.SocketAddress;
import java.util.List;
public final class Fact<T> {
  public static final Fact<String> TRANSPORT = new Fact<>("transport");
  public static final Fact<String> SERVER_NAME = new Fact<>("serverName");
  public static final Fact<List<String>> APPLICATION_PROTOCOLS = new Fact<>("applicationProtocols");
  public static final Fact<SocketAddress> REMOTE = new Fact<>("remote");
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
