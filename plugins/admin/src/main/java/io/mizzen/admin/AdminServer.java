package io.mizzen.admin;

import io.mizzen.spi.Host;
import io.mizzen.spi.config.HostPort;
import io.mizzen.spi.operate.Service;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The doors of the API and their one thread. In a hot restart every door answers throughout: the
 * socket file's name is taken over in one step, a port's socket is passed on.
 */
final class AdminServer implements Service {
  /** A configuration to be checked is posted whole; the loader itself takes no more than this. */
  private static final int MOST_BODY = 32 * 1024 * 1024;

  /** Seconds without a request after which a connection is closed. */
  private static final int IDLE_SECONDS = 60;

  /** People, probes and scrapers; more is a mistake, and each may post a large body. */
  private static final int MOST_CONNECTIONS = 64;

  /** Who asks all the time over one connection meets its end with an answer in that time. */
  private static final long LINGER_MILLIS = 250;

  /** For the process before this one to give up a port that it could not pass on. */
  private static final long TAKEN_MILLIS = 1000;

  private static final long LOOK_NANOS = 5_000_000;

  private final AdminConfig config;
  private final Host host;
  private final AdminTransport transport = AdminTransport.best();
  private final Endpoints endpoints;
  private final List<String> addresses = new ArrayList<>();
  private final ChannelGroup servers = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final @Nullable Token token;
  private @Nullable EventLoopGroup loop;
  private @Nullable SocketFile socket; // null when the name is another process's
  private @Nullable SocketFile unnamed; // bound, but nobody can find it yet
  private @Nullable Channel socketServer;
  private final Map<Door, Channel> ports = new EnumMap<>(Door.class);
  private final List<PortOffer> offers = new ArrayList<>();
  private volatile boolean leaving; // written by the control thread, read by the loop

  AdminServer(AdminConfig config, Host host) {
    this.config = config;
    this.host = host;
    this.endpoints = new Endpoints(host.operations());
    AdminConfig.HttpConfig http = config.http();
    String file = http == null ? null : http.tokenFile();
    this.token = file == null ? null : new Token(host.resolve(file));
  }

  @Override
  public void start() throws IOException {
    start(SocketFile.Holder.NOBODY);
  }

  /** Takes the socket's name over in one step, and the sockets of ports. */
  @Override
  public void startAsSuccessor() throws IOException {
    beginLoop();
    try {
      openDoors(
          isInInstance() ? SocketFile.Holder.PREDECESSOR : SocketFile.Holder.NOBODY,
          this::takePort);
    } catch (IOException e) {
      stop();
      throw e;
    }
  }

  /** Answers itself at a name that nobody knows, in the folder nobody else may enter. */
  @Override
  public void rehearse() throws IOException {
    String name = "a" + ProcessHandle.current().pid() + ".sock";
    AdminServer shadow = new AdminServer(new AdminConfig(name, null, null), host);
    shadow.start();
    try {
      AdminRehearsal.ask(host.instanceFolder().resolve(name));
    } finally {
      shadow.stop();
    }
  }

  /** Whoever has the instance folder may replace what is in it; elsewhere it could be anybody's. */
  private boolean isInInstance() {
    Path folder = host.instanceFolder();
    return folder.equals(folder.resolve(config.socket()).getParent());
  }

  /**
   * The successor takes each door in its time; until then whoever comes is answered here, and told
   * that the connection ends. What cannot be passed on is given up.
   */
  @Override
  public Presence giveWay() {
    leaving = true;
    Channel file = socketServer;
    boolean named = file != null && isInInstance();
    if (named) {
      socket = null;
    } else if (file != null) {
      file.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
      removeFile();
    }
    ports.forEach(this::offer);
    if (!named && offers.isEmpty()) {
      stop();
      return Presence.STOPPED;
    }
    return Presence.ANSWERING;
  }

  private void offer(Door door, Channel port) {
    EventLoopGroup running = loop;
    if (running != null && transport == AdminTransport.EPOLL) {
      try {
        offers.add(PortOffer.open(port, running, PortOffer.place(host.instanceFolder(), door)));
        return;
      } catch (IOException e) {
        host.logger().debug("the port of {} is given up", door.word(), e);
      }
    }
    port.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
  }

  private void start(SocketFile.Holder expected) throws IOException {
    beginLoop();
    try {
      openDoors(expected, (key, at, door) -> bindPort(key, at, door));
    } catch (IOException e) {
      stop();
      throw e;
    }
  }

  private void beginLoop() {
    loop =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("mizzen-admin", true), transport.handlers());
  }

  /** How a port is come by; it accepts nothing yet. */
  private interface Opening {
    Channel open(String key, HostPort at, Door door) throws IOException;
  }

  /**
   * Has all doors, and then opens all of them: who asked at one in this process is not answered at
   * another by the process before, which knows less.
   */
  private void openDoors(SocketFile.Holder expected, Opening opening) throws IOException {
    if (token != null) {
      token.check();
    }
    openSocket(expected);
    AdminConfig.HttpConfig http = config.http();
    if (http != null) {
      HostPort at = opened(opening.open("admin.http.bind", http.bind(), Door.HTTP), http.bind());
      addresses.add(at + (token == null ? " (read-only)" : " (read-only, full with the token)"));
    } else if (expected == SocketFile.Holder.PREDECESSOR) {
      refusePort(Door.HTTP);
    }
    HostPort probes = config.probes();
    if (probes != null) {
      HostPort at = opened(opening.open("admin.probes", probes, Door.PROBES), probes);
      addresses.add(at + " (probes)");
    } else if (expected == SocketFile.Holder.PREDECESSOR) {
      refusePort(Door.PROBES);
    }
    nameSocket();
    for (Channel server : servers) {
      server.eventLoop().submit(() -> server.config().setAutoRead(true)).awaitUninterruptibly();
    }
  }

  private static HostPort opened(Channel port, HostPort wanted) {
    return new HostPort(wanted.host(), ((InetSocketAddress) port.localAddress()).getPort());
  }

  private void openSocket(SocketFile.Holder expected) throws IOException {
    SocketFile file = SocketFile.prepare(host.instanceFolder().resolve(config.socket()), expected);
    try {
      socketServer = bind(transport.files(), transport.at(file.address()), Door.SOCKET);
    } catch (IOException e) {
      file.abandon();
      throw new IOException("cannot bind admin.socket " + file + ": " + e.getMessage(), e);
    }
    unnamed = file;
    addresses.add(file + " (full)");
  }

  private void nameSocket() throws IOException {
    SocketFile file = unnamed;
    if (file != null) {
      try {
        file.publish();
      } catch (IOException e) {
        throw new IOException("cannot bind admin.socket " + file + ": " + e.getMessage(), e);
      }
      unnamed = null;
      socket = file;
    }
  }

  private Channel bindPort(String key, HostPort at, Door door) throws IOException {
    try {
      Channel port = bind(transport.ports(), new InetSocketAddress(at.host(), at.port()), door);
      ports.put(door, port);
      return port;
    } catch (IOException e) {
      throw new IOException("cannot bind " + key + " " + at + ": " + e.getMessage(), e);
    }
  }

  /** The port of the process before this one, if it offers the one that is wanted. */
  private Channel takePort(String key, HostPort at, Door door) throws IOException {
    EventLoopGroup running = loop;
    if (running != null && transport == AdminTransport.EPOLL) {
      Path place = PortOffer.place(host.instanceFolder(), door);
      try (PortClaim claim = PortClaim.at(place, running, host.logger())) {
        EpollServerSocketChannel taken = claim == null ? null : claim.as(at);
        if (taken != null) {
          adopt(taken, door);
          return taken;
        }
      }
    }
    return bindWithin(key, at, door);
  }

  /** The other process learns of a port it could not pass on a moment later. */
  private Channel bindWithin(String key, HostPort at, Door door) throws IOException {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TAKEN_MILLIS);
    while (true) {
      try {
        return bindPort(key, at, door);
      } catch (IOException e) {
        if (System.nanoTime() - until >= 0) {
          throw e;
        }
        LockSupport.parkNanos(LOOK_NANOS);
      }
    }
  }

  /** A door that this process does not have is shut in the one before. */
  private void refusePort(Door door) throws IOException {
    EventLoopGroup running = loop;
    if (running != null && transport == AdminTransport.EPOLL) {
      Path place = PortOffer.place(host.instanceFolder(), door);
      PortClaim claim = PortClaim.at(place, running, host.logger());
      if (claim != null) {
        claim.close();
      }
    }
  }

  private void adopt(EpollServerSocketChannel port, Door door) throws IOException {
    // It listens already: nothing may be read before its pipeline is complete.
    var registered = acceptor(door).channelFactory(() -> port).register().awaitUninterruptibly();
    Throwable cause = registered.cause();
    if (cause != null) {
      throw new IOException(cause.getMessage(), cause);
    }
    servers.add(port);
    ports.put(door, port);
  }

  private ServerBootstrap acceptor(Door door) {
    return new ServerBootstrap()
        .group(loop)
        .option(ChannelOption.AUTO_READ, false)
        .childOption(ChannelOption.AUTO_READ, false)
        .childHandler(new Pipeline(door));
  }

  private Channel bind(Class<? extends ServerChannel> type, SocketAddress at, Door door)
      throws IOException {
    var bound = acceptor(door).channel(type).bind(at).awaitUninterruptibly();
    Throwable cause = bound.cause();
    if (cause != null) {
      throw cause instanceof IOException io ? io : new IOException(cause.getMessage(), cause);
    }
    servers.add(bound.channel());
    return bound.channel();
  }

  @Override
  public void stop() {
    offers.forEach(PortOffer::close);
    offers.clear();
    servers.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
    ports.clear();
    removeFile();
    if (leaving) {
      connections.newCloseFuture().awaitUninterruptibly(LINGER_MILLIS);
    }
    // What is being written goes out first: the answer to "stop" is on its way.
    EventLoopGroup running = loop;
    if (running != null) {
      loop = null;
      connections.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
      running.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
  }

  private void removeFile() {
    SocketFile file = socket;
    SocketFile never = unnamed;
    socket = null;
    unnamed = null;
    try {
      if (file != null) {
        file.remove();
      }
      if (never != null) {
        never.abandon();
      }
    } catch (IOException e) {
      host.logger().debug("the admin socket's file stays", e);
    }
  }

  @Override
  public String banner() {
    return String.join(", ", addresses);
  }

  /** The port of a door, for tests. */
  List<String> addresses() {
    return addresses;
  }

  /** Reads one request at a time: what a caller sends ahead waits in the system's buffers. */
  private final class Pipeline extends ChannelInitializer<Channel> {
    private final Door door;

    Pipeline(Door door) {
      this.door = door;
    }

    @Override
    protected void initChannel(Channel channel) {
      if (connections.size() >= MOST_CONNECTIONS) {
        channel.close();
        return;
      }
      connections.add(channel);
      ChannelPipeline pipeline = channel.pipeline();
      pipeline.addLast(new IdleStateHandler(0, 0, IDLE_SECONDS));
      pipeline.addLast(new HttpServerCodec());
      pipeline.addLast(new HttpObjectAggregator(MOST_BODY, true));
      pipeline.addLast(new FlowControlHandler());
      pipeline.addLast(new AdminConnection(door, token, endpoints, host, () -> leaving));
    }
  }
}
