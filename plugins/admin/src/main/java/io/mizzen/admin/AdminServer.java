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
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
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
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The doors of the API and their one thread. The JDK's own transport: a handful of requests a
 * minute pays for no native one.
 */
final class AdminServer implements Service {
  /** A configuration to be checked is posted whole; the loader itself takes no more than this. */
  private static final int MOST_BODY = 32 * 1024 * 1024;

  /** Seconds without a request after which a connection is closed. */
  private static final int IDLE_SECONDS = 60;

  /** People, probes and scrapers; more is a mistake, and each may post a large body. */
  private static final int MOST_CONNECTIONS = 64;

  private final AdminConfig config;
  private final Host host;
  private final Endpoints endpoints;
  private final List<String> addresses = new ArrayList<>();
  private final ChannelGroup servers = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final @Nullable Token token;
  private @Nullable EventLoopGroup loop;
  private @Nullable SocketFile socket; // null when the name is another process's
  private @Nullable Channel socketServer;

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

  /** Takes the socket's name over in one step; ports were given up before. */
  @Override
  public void startAsSuccessor() throws IOException {
    start(isInInstance() ? SocketFile.Holder.PREDECESSOR : SocketFile.Holder.NOBODY);
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
   * Ports end, since the successor binds them. The socket goes on until the successor has put its
   * own in place: whoever has connected before that is answered here.
   */
  @Override
  public Presence giveWay() {
    Channel own = socketServer;
    if (own == null || !isInInstance()) {
      stop();
      return Presence.STOPPED;
    }
    servers.close(server -> !server.equals(own)).awaitUninterruptibly(1, TimeUnit.SECONDS);
    socket = null;
    return Presence.ANSWERING;
  }

  private void start(SocketFile.Holder expected) throws IOException {
    loop =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("mizzen-admin", true), NioIoHandler.newFactory());
    try {
      if (token != null) {
        token.check();
      }
      openSocket(expected);
      AdminConfig.HttpConfig http = config.http();
      if (http != null) {
        int port = openPort("admin.http.bind", http.bind(), Door.HTTP);
        addresses.add(
            new HostPort(http.bind().host(), port)
                + (token == null ? " (read-only)" : " (read-only, full with the token)"));
      }
      HostPort probes = config.probes();
      if (probes != null) {
        int port = openPort("admin.probes", probes, Door.PROBES);
        addresses.add(new HostPort(probes.host(), port) + " (probes)");
      }
    } catch (IOException e) {
      stop();
      throw e;
    }
  }

  private void openSocket(SocketFile.Holder expected) throws IOException {
    SocketFile file = SocketFile.prepare(host.instanceFolder().resolve(config.socket()), expected);
    try {
      socketServer = bind(NioServerDomainSocketChannel.class, file.address(), Door.SOCKET);
      file.publish();
    } catch (IOException e) {
      file.abandon();
      throw new IOException("cannot bind admin.socket " + file + ": " + e.getMessage(), e);
    }
    socket = file;
    addresses.add(file + " (full)");
  }

  private int openPort(String key, HostPort at, Door door) throws IOException {
    try {
      Channel channel =
          bind(NioServerSocketChannel.class, new InetSocketAddress(at.host(), at.port()), door);
      return ((InetSocketAddress) channel.localAddress()).getPort();
    } catch (IOException e) {
      throw new IOException("cannot bind " + key + " " + at + ": " + e.getMessage(), e);
    }
  }

  private Channel bind(Class<? extends ServerChannel> type, SocketAddress at, Door door)
      throws IOException {
    var bound =
        new ServerBootstrap()
            .group(loop)
            .channel(type)
            .childOption(ChannelOption.AUTO_READ, false)
            .childHandler(new Pipeline(door))
            .bind(at)
            .awaitUninterruptibly();
    Throwable cause = bound.cause();
    if (cause != null) {
      throw cause instanceof IOException io ? io : new IOException(cause.getMessage(), cause);
    }
    servers.add(bound.channel());
    return bound.channel();
  }

  @Override
  public void stop() {
    servers.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
    SocketFile file = socket;
    socket = null;
    if (file != null) {
      try {
        file.remove();
      } catch (IOException e) {
        host.logger().debug("the admin socket's file stays", e);
      }
    }
    // What is being written goes out first: the answer to "stop" is on its way.
    EventLoopGroup running = loop;
    if (running != null) {
      loop = null;
      connections.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
      running.shutdownGracefully(0, 1, TimeUnit.SECONDS);
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
      pipeline.addLast(new AdminConnection(door, token, endpoints, host));
    }
  }
}
