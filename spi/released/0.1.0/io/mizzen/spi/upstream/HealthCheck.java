package io.mizzen.spi.upstream;
import io.netty.buffer.ByteBuf;
public interface HealthCheck {
  Probe newProbe();
  interface Probe {
    Verdict ask(String endpoint, ByteBuf out);
    Verdict hear(ByteBuf in);
  }
  enum Verdict {
    PENDING,
    HEALTHY,
    UNHEALTHY
  }
}
