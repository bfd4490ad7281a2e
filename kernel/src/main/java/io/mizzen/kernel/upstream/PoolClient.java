package io.mizzen.kernel.upstream;

import io.mizzen.spi.Why;
import io.mizzen.spi.network.ConnectionInfo;

/** Whoever waits for an upstream connection. On the worker. */
public interface PoolClient {
  /** A connection with room for a stream; the stream is opened on it before this returns. */
  void onConnection(UpstreamConnection connection);

  /** There will be none. */
  void onNoConnection(Why why);

  /** Whom the connection would speak for. */
  ConnectionInfo downstream();

  /** What is bound to that connection; asked for only where connections are. */
  Bonds bonds();
}
