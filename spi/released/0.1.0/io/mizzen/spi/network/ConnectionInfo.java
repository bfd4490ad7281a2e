package io.mizzen.spi.network;
import io.mizzen.spi.Worker;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
public interface ConnectionInfo {
  long id();
  Worker worker();
  String listener();
  SocketAddress remote();
  SocketAddress local();
  SocketAddress peer();
  <T> @Nullable T get(Fact<T> fact);
  <T> void put(Fact<T> fact, T value);
}
