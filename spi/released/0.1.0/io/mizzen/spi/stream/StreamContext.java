package io.mizzen.spi.stream;
import io.mizzen.spi.Worker;
import io.mizzen.spi.network.ConnectionInfo;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.route.Route;
import io.mizzen.spi.upstream.Endpoint;
import io.mizzen.spi.upstream.EndpointSelector;
import org.jspecify.annotations.Nullable;
public interface StreamContext {
  long id();
  Worker worker();
  ConnectionInfo downstream();
  RequestHead request();
  @Nullable Route route();
  @Nullable Endpoint endpoint();
  Continuation pause();
  FilterStatus reply(LocalReply reply);
  void narrow(EndpointSelector selector);
  @Nullable Object state();
  void state(@Nullable Object state);
  <T> @Nullable T get(StreamKey<T> key);
  <T> void put(StreamKey<T> key, @Nullable T value);
}
