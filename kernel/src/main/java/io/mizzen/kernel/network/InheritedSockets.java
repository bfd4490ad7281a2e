package io.mizzen.kernel.network;

import io.mizzen.spi.config.HostPort;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listening sockets that another process passed on, until a listener takes them. A socket keeps its
 * queue of connections nobody has accepted yet, so none is refused on the way. Any thread.
 */
public final class InheritedSockets {
  private static final Logger LOG = LoggerFactory.getLogger(InheritedSockets.class);

  private final Map<String, FileDescriptor> sockets = new HashMap<>();

  /** Adds one under the address it was configured with. */
  public synchronized void add(String listener, HostPort bind, FileDescriptor socket) {
    FileDescriptor before = sockets.put(key(listener, bind), socket);
    if (before != null) {
      close(before);
    }
  }

  /** How many there are that nobody has taken. */
  public synchronized int size() {
    return sockets.size();
  }

  /** The socket of an address, once; the caller owns it. */
  synchronized @Nullable FileDescriptor take(String listener, HostPort bind) {
    return sockets.remove(key(listener, bind));
  }

  /** Closes what no listener wanted. */
  public synchronized void closeRest() {
    sockets.values().forEach(InheritedSockets::close);
    sockets.clear();
  }

  /** An address is one socket; port 0 is another one for every listener. */
  private static String key(String listener, HostPort bind) {
    return !bind.isUnix() && bind.port() == 0 ? listener + "@" + bind : bind.toString();
  }

  /** Closes one that nobody wants. */
  public static void close(FileDescriptor socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("an inherited socket did not close", e);
    }
  }
}
