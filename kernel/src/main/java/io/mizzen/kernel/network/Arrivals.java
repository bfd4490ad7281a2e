package io.mizzen.kernel.network;

import io.netty.channel.unix.FileDescriptor;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Where connections from another process arrive. Any thread. */
public interface Arrivals {
  /**
   * Takes a connection, but for reading and writing.
   *
   * @param sockets as many as the manifest describes; closed if it is not taken
   * @return completed on the connection's worker; fails with a sentence if it cannot go on here
   */
  CompletableFuture<Arrival> arrive(Manifest manifest, List<FileDescriptor> sockets);
}
