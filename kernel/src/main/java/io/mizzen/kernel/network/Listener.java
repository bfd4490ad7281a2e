package io.mizzen.kernel.network;

import io.mizzen.spi.Why;
import io.mizzen.spi.config.HostPort;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannel;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bound address. Accepts on one worker and gives each connection to the worker with the fewest;
 * what happens to a connection is the plan's matter, which a reload replaces without a rebind.
 */
public final class Listener {
  static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  /** How long accepting rests after the system ran out of descriptors. */
  private static final long REST_MILLIS = 500;

  private final String name;
  private final HostPort bind;
  private final Workers workers;
  private final ProcessLimit processLimit;
  private final AtomicInteger active = new AtomicInteger();
  private final ListenerMetrics metrics;
  private final Map<Long, DownstreamLink> connections = new ConcurrentHashMap<>();
  private volatile ListenerPlan plan; // written by the control thread, read by any worker
  private volatile @Nullable String lastAcceptError; // written by the acceptor, read by views
  private @Nullable Channel channel;
  // From another process, which has not let go of it yet.
  private boolean borrowed;
  private volatile boolean resting; // written by the control thread, read by the acceptor

  public Listener(
      String name,
      HostPort bind,
      ListenerPlan plan,
      Workers workers,
      ProcessLimit processLimit,
      ListenerMetrics metrics) {
    this.name = name;
    this.bind = bind;
    this.plan = plan;
    this.workers = workers;
    this.processLimit = processLimit;
    this.metrics = metrics;
  }

  public String name() {
    return name;
  }

  public HostPort address() {
    return bind;
  }

  public ListenerPlan plan() {
    return plan;
  }

  /** New connections follow another plan from here on. */
  public void plan(ListenerPlan next) {
    this.plan = next;
  }

  /**
   * Binds and begins to accept.
   *
   * @throws IOException if the address cannot be had, with a sentence for users
   */
  @MayWait("the control thread")
  public void open(int backlog) throws IOException {
    Transport transport = workers.transport();
    if (bind.isUnix()) {
      removeStaleSocket(Path.of(bind.host()));
    }
    ServerChannel server = transport.newServer(bind.isUnix());
    if (!bind.isUnix()) {
      server.config().setOption(ChannelOption.SO_REUSEADDR, true);
    }
    server.config().setOption(ChannelOption.SO_BACKLOG, backlog);
    server.pipeline().addLast(new Acceptor());
    workers.acceptor().loop().register(server).syncUninterruptibly();
    ChannelFuture bound = server.bind(socketAddress(transport)).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      server.close();
      Throwable cause = bound.cause();
      throw new IOException(
          "cannot listen on " + bind + ": " + (cause == null ? "unknown" : reason(cause)), cause);
    }
    channel = server;
  }

  /**
   * Takes a socket over that another process listens on, if there is one for this address. It
   * accepts nothing before {@link #accept}.
   *
   * @return whether there was one
   */
  @MayWait("the control thread")
  public boolean adopt(InheritedSockets inherited) {
    FileDescriptor socket = inherited.take(name, bind);
    if (socket == null) {
      return false;
    }
    ServerChannel server = workers.transport().adoptServer(socket.intValue(), bind.isUnix());
    server.config().setAutoRead(false);
    server.pipeline().addLast(new Acceptor());
    workers.acceptor().loop().register(server).syncUninterruptibly();
    channel = server;
    borrowed = true;
    return true;
  }

  /** Begins to accept after {@link #adopt}. */
  public void accept() {
    Channel server = channel;
    borrowed = false;
    if (server != null) {
      server.config().setAutoRead(true);
    }
  }

  /** The socket itself, for another process; null if it is not open or not to be had here. */
  public @Nullable FileDescriptor socket() {
    return channel instanceof UnixChannel unix ? unix.fd() : null;
  }

  /** Accepts nothing more until {@link #wake}; who connects waits in the socket's queue. */
  @MayWait("the control thread")
  public void rest() {
    Channel server = channel;
    resting = true;
    if (server != null) {
      // On its loop: what was accepted before has been given to its worker then.
      workers
          .acceptor()
          .loop()
          .submit(() -> server.config().setAutoRead(false))
          .awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
  }

  /** Accepts again after {@link #rest}. */
  public void wake() {
    resting = false;
    accept();
  }

  /** Gives the socket up without ending it, since another process has it too. */
  @MayWait("the control thread")
  public void letGo() {
    Channel server = channel;
    if (server instanceof UnixChannel unix) {
      channel = null;
      server.deregister().awaitUninterruptibly(2, TimeUnit.SECONDS);
      try {
        // Not through the channel, which would delete a unix socket's file.
        unix.fd().close();
      } catch (IOException e) {
        LOG.warn("listener {} did not let go: {}", name, e.getMessage());
      }
    }
  }

  private static String reason(Throwable cause) {
    String text = String.valueOf(cause.getMessage());
    if (text.contains("Address already in use")) {
      return "address already in use";
    }
    if (text.contains("Permission denied")) {
      return "permission denied";
    }
    return text;
  }

  private SocketAddress socketAddress(Transport transport) {
    return bind.isUnix()
        ? transport.unixAddress(bind.host())
        : new InetSocketAddress(bind.host(), bind.port());
  }

  /**
   * A socket file that nobody listens on is what a killed process left behind. One at which
   * somebody answers is refused here, because native transports unlink before they bind.
   */
  private void removeStaleSocket(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (var probe = java.nio.channels.SocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
      probe.connect(java.net.UnixDomainSocketAddress.of(path));
    } catch (IOException nobody) {
      Files.delete(path);
      return;
    }
    throw new IOException("cannot listen on " + bind + ": address already in use");
  }

  /** The port it got, for a configured port 0; -1 for a unix socket. */
  public int boundPort() {
    Channel server = channel;
    return server != null && server.localAddress() instanceof InetSocketAddress inet
        ? inet.getPort()
        : -1;
  }

  /** Stops accepting; open connections go on. */
  @MayWait("the control thread")
  public void close() {
    Channel server = channel;
    if (borrowed) {
      letGo();
    } else if (server != null) {
      server.close().awaitUninterruptibly(2, TimeUnit.SECONDS);
      if (bind.isUnix()) {
        try {
          Files.deleteIfExists(Path.of(bind.host()));
        } catch (IOException e) {
          LOG.warn("cannot delete the socket file {}: {}", bind.host(), e.getMessage());
        }
      }
    }
  }

  public int activeConnections() {
    return active.get();
  }

  public ListenerMetrics metrics() {
    return metrics;
  }

  public @Nullable String lastAcceptError() {
    return lastAcceptError;
  }

  /** The open connections; fields of their workers may be a little old. Any thread. */
  public Iterable<DownstreamLink> connections() {
    return connections.values();
  }

  /**
   * Ends what is still open and not ending, whatever it does; a peer is told by a reset that what
   * it has is not all. Any thread.
   */
  public void cutOff() {
    for (DownstreamLink connection : connections.values()) {
      Link link = connection.link();
      link.worker()
          .execute(
              () -> {
                if (!link.isClosed()) {
                  connection.endsFor(Why.DRAINED);
                  link.reset();
                }
              });
    }
  }

  void sniffed(String result) {
    metrics.sniffed(result);
  }

  void opened(DownstreamLink connection) {
    connections.put(connection.id(), connection);
  }

  /** Whoever handles the connection last says that it is gone. */
  public void closed(DownstreamLink connection) {
    if (forget(connection)) {
      metrics.closed(connection.worker(), connection.ending());
      connection.gone();
    }
  }

  /** The same for one that another process has now, with nothing left to do here. */
  public void moved(DownstreamLink connection) {
    if (forget(connection)) {
      metrics.movedOut();
    }
  }

  private boolean forget(DownstreamLink connection) {
    boolean known = connections.remove(connection.id()) != null;
    if (known) {
      unreserve(connection.link().worker());
    }
    return known;
  }

  /**
   * Room for one more connection and the worker it goes to; null, and counted, if there is none.
   */
  @Nullable KernelWorker reserve(ListenerPlan current) {
    if (active.get() >= current.maxConnections() || !processLimit.acquire()) {
      metrics.refused("limit");
      return null;
    }
    active.incrementAndGet();
    KernelWorker worker = workers.leastBusy();
    worker.downstreamOpened();
    return worker;
  }

  /** Gives that room back. */
  void unreserve(KernelWorker worker) {
    active.decrementAndGet();
    processLimit.release();
    worker.downstreamClosed();
  }

  /**
   * Takes a connection over from another process, but for reading and writing. Any thread.
   *
   * @param sockets as many as the manifest describes; closed here if it is not taken
   * @return fails with a sentence if it cannot go on here; completed on its worker
   */
  public CompletableFuture<Arrival> arrive(Manifest manifest, List<FileDescriptor> sockets) {
    return new Admission(this, workers, manifest, sockets).run();
  }

  private final class Acceptor extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      Channel child = (Channel) message;
      ListenerPlan current = plan;
      KernelWorker worker = reserve(current);
      if (worker == null) {
        child.unsafe().closeForcibly();
        return;
      }
      metrics.accepted();
      if (worker.inWorker()) {
        begin(child, worker, current);
      } else {
        worker.execute(() -> begin(child, worker, current));
      }
    }

    private void begin(Channel child, KernelWorker worker, ListenerPlan current) {
      workers.transport().tune(child);
      Sockets.configure(worker, child, current.bufferHigh(), bind.isUnix());
      Link link = new Link(worker, child, Opening.INSTANCE);
      DownstreamLink connection =
          new DownstreamLink(
              workers.nextConnectionId(), link, Listener.this, System.currentTimeMillis());
      FirstBytes first = new FirstBytes(connection, current);
      link.handler(first);
      child.pipeline().addLast(link);
      opened(connection);
      worker.loop().register(child);
      if (!link.isClosed()) {
        first.begin();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      metrics.acceptFailed();
      lastAcceptError = cause.getMessage();
      LOG.warn("listener {} cannot accept: {}", name, cause.getMessage());
      ctx.channel().config().setAutoRead(false);
      ctx.channel()
          .eventLoop()
          .schedule(
              () -> ctx.channel().config().setAutoRead(!resting),
              REST_MILLIS,
              TimeUnit.MILLISECONDS);
    }
  }

  /** Stands in until the first handler is known; gets no calls. */
  enum Opening implements LinkHandler {
    INSTANCE;

    @Override
    public void onBytes(io.netty.buffer.ByteBuf in) {
      throw new IllegalStateException("bytes before a handler");
    }

    @Override
    public void onInputClosed(io.netty.buffer.ByteBuf in) {
      throw new IllegalStateException("end of input before a handler");
    }

    @Override
    public void onWritable(Writable state) {
      throw new IllegalStateException("writability before a handler");
    }

    @Override
    public void onClosed(End end) {
      throw new IllegalStateException("closed before a handler");
    }
  }
}
