package io.mizzen.kernel.proxy;

import io.mizzen.kernel.network.DownstreamLink;
import io.mizzen.kernel.network.KernelWorker;
import io.mizzen.spi.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What all stream connections of one worker share. Only on that worker. */
final class ProxyWorker {
  private final KernelWorker kernel;
  private final StreamPool streams;
  private final ProxyEvents events;
  private final Set<DownstreamConnection> connections = new LinkedHashSet<>();

  ProxyWorker(KernelWorker kernel, ProxyEvents events) {
    this.kernel = kernel;
    this.streams = new StreamPool(kernel);
    this.events = events;
  }

  KernelWorker kernel() {
    return kernel;
  }

  StreamPool streams() {
    return streams;
  }

  void add(DownstreamConnection connection) {
    connections.add(connection);
  }

  void remove(DownstreamConnection connection) {
    connections.remove(connection);
  }

  /** A copy, since what is done with them may close them. */
  List<DownstreamConnection> connections() {
    return List.copyOf(connections);
  }

  Occupation occupation() {
    Occupation sum = Occupation.NONE;
    for (DownstreamConnection connection : connections) {
      sum = sum.plus(Occupation.of(connection));
    }
    return sum;
  }

  void afterGrace(Runnable task) {
    kernel.schedule(events.graceNanos(), task);
  }

  void decodeError(DownstreamLink connection, ProtocolException failure, @Nullable ByteBuf in) {
    events.decodeError(connection, failure, in);
  }

  void fault(DownstreamLink connection, RuntimeException e) {
    events.fault(connection, e);
  }

  void paused() {
    events.paused();
  }
}
