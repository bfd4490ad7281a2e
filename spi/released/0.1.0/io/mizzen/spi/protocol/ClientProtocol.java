package io.mizzen.spi.protocol;
import io.mizzen.spi.Worker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
public interface ClientProtocol {
  ClientCodec newCodec(Worker worker);
  boolean translates(String protocol);
  Pool pool();
  default @Nullable Heartbeat heartbeat() {
    return null;
  }
  enum Mode {
    PING_PONG,
    MULTIPLEX,
    DENSE
  }
  record Pool(
      Mode mode,
      int maxConnections,
      int maxPending,
      int maxStreams,
      Duration idleTimeout,
      long maxRequests) {}
  record Heartbeat(Duration interval, Duration timeout, int failures) {}
}
