package io.mizzen.spi.upstream;

import io.netty.buffer.ByteBuf;

/**
 * Asks an endpoint whether it is well: bytes to send, bytes that come back. The kernel connects,
 * repeats and keeps the time.
 */
public interface HealthCheck {
  /** A probe for one question; shared state is not allowed in it. */
  Probe newProbe();

  /** One question on one fresh connection. Any one thread. */
  interface Probe {
    /**
     * Writes the question once the connection is open.
     *
     * @param endpoint {@code host:port} of the endpoint
     * @param out takes the bytes; nothing written means "connecting is the question"
     */
    Verdict ask(String endpoint, ByteBuf out);

    /**
     * Reads from the answer.
     *
     * @param in borrowed; all bytes so far, the probe moves the reader index or not
     */
    Verdict hear(ByteBuf in);
  }

  /** What a probe knows. */
  enum Verdict {
    PENDING,
    HEALTHY,
    UNHEALTHY
  }
}
