package io.mizzen.kernel.network;

import io.mizzen.spi.Why;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * A connection that came from another process: complete, but neither read nor written before {@link
 * #begin}. On its worker, unless said otherwise.
 */
public final class Arrival {
  private final DownstreamLink connection;
  private final List<Link> links = new ArrayList<>(2);
  private final List<Manifest.Socket> sockets;
  private Runnable onReady = () -> {};
  private boolean begun;

  Arrival(DownstreamLink connection, List<Manifest.Socket> sockets) {
    this.connection = connection;
    this.sockets = sockets;
    links.add(connection.link());
  }

  void add(Link upstream) {
    links.add(upstream);
  }

  /** What to do once bytes may flow. */
  void whenReady(Runnable task) {
    onReady = task;
  }

  /** The worker that has it. Any thread. */
  public KernelWorker worker() {
    return connection.link().worker();
  }

  /** It is this process's now. */
  public void begin() {
    begun = true;
    if (connection.link().isClosed()) {
      return; // this process ends
    }
    links.forEach(link -> link.relocation().arrived());
    for (int i = 0; i < links.size(); i++) {
      links.get(i).resume(sockets.get(i));
    }
    onReady.run();
    links.forEach(Link::redeliver);
    links.forEach(link -> link.relocation().begun());
  }

  /** It stays where it was: closes the sockets without a word to the peer. */
  public void abandon() {
    if (!begun && !connection.link().isClosed()) {
      links.forEach(link -> link.relocation().moved());
      connection.endsFor(Why.OK);
      connection.link().forgotten();
    }
  }

  /** The process before this one sends an answer, whole messages only. */
  public void answer(ByteBuf owned, int awaited) {
    Link link = connection.link();
    link.write(owned);
    link.awaits(awaited);
  }

  /** The process before this one is gone, and with it what it owed. */
  public void owedNothing() {
    connection.link().awaits(0);
  }

  /** The process before this one cannot say anything that makes sense any more. */
  public void close() {
    connection.link().close();
  }

  /** Called once when the connection is gone. */
  public void whenGone(Runnable task) {
    connection.whenGone(task);
  }
}
