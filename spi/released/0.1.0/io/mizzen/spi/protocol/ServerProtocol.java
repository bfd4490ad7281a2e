package io.mizzen.spi.protocol;
import io.mizzen.spi.network.ConnectionInfo;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.List;
public interface ServerProtocol {
  Detection detect(ByteBuf first);
  ServerCodec newCodec(ConnectionInfo connection);
  Limits limits();
  default List<byte[]> samples() {
    return List.of();
  }
  record Limits(
      Duration headTimeout,
      Duration bodyTimeout,
      Duration idleTimeout,
      Duration lingerTimeout,
      int maxStreams) {}
}
