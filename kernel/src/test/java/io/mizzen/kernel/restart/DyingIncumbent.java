package io.mizzen.kernel.restart;

import io.mizzen.kernel.fake.FakeProtocol;
import io.mizzen.kernel.fake.Frame;
import io.mizzen.kernel.network.Bytes;
import io.mizzen.kernel.network.Manifest;
import io.mizzen.kernel.restart.Message.Kind;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import io.netty.channel.unix.UnixChannel;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Plays an incumbent that holds a folder, a listening socket and one open connection, up to one
 * message, and is killed then. In a process of its own.
 */
final class DyingIncumbent {
  /** What it answers late. */
  static final String ANSWER = "0\nlate";

  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final RawUnixChannelOption COOKIE =
      new RawUnixChannelOption("SO_COOKIE", 1, 57, Long.BYTES);

  private final Kind last;
  private final FileChannel lockFile;
  private final FileLock lock;
  private final ServerSocketChannel door;
  private final EventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();
  private final Channel server;
  private Channel connection;
  private int owed;
  private ControlChannel control;
  private DescriptorPost post;

  DyingIncumbent(Path folder, Kind last) throws Exception {
    this.last = last;
    lockFile =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    lock = lockFile.lock();
    door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    door.bind(UnixDomainSocketAddress.of(folder.resolve(Door.SOCKET)));
    server =
        new ServerBootstrap()
            .group(loop)
            .channel(EpollServerSocketChannel.class)
            .childOption(ChannelOption.AUTO_READ, false)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel child) {
                    accepted.add(child);
                  }
                })
            .bind("127.0.0.1", 0)
            .sync()
            .channel();
  }

  private int port() {
    return ((InetSocketAddress) server.localAddress()).getPort();
  }

  /**
   * Takes a connection, tells so, and waits for its successor.
   *
   * @param in another line says that the client has done its part
   */
  void play(BufferedReader in) throws Exception {
    DyingProcess.tell("port " + port());
    connection = accepted.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    // Whoever accepts next is another process.
    server.config().setAutoRead(false);
    server.deregister().sync();
    connection.deregister().sync();
    owed =
        last == Kind.ANSWER || last == Kind.CLOSE || last == Kind.GONE || last == Kind.BYE ? 1 : 0;
    DyingProcess.tell("accepted");
    converse(in);
  }

  private void converse(BufferedReader in) throws IOException {
    control = new ControlChannel(door.accept());
    Message hello = control.receive(Kind.HELLO, PATIENCE);
    if (last == Kind.REFUSED) {
      say(Message.of(Kind.REFUSED, "reason", "it dies"));
      return;
    }
    if (last == Kind.HELLO) {
      DyingProcess.die();
    }
    post = DescriptorPost.sender(Path.of(hello.get("descriptors")));
    say(
        Message.of(
            Kind.HELLO,
            "protocol",
            Door.PROTOCOL,
            "pid",
            String.valueOf(ProcessHandle.current().pid())));
    post.send(((UnixChannel) server).fd());
    boolean living =
        say(Message.of(Kind.LISTENER, "name", "in", "bind", "127.0.0.1:0", "port", "" + port()))
            && say(new StatePart("counts", 1, List.of("c\tx\t+1")).messages().get(0))
            && say(Message.of(Kind.END))
            && hear(Kind.READY)
            && giveUpFolder()
            && say(Remains.of(1, owed, Map.of()).message(Kind.RELEASED));
    if (living) {
      handOver(in);
    }
  }

  private void handOver(BufferedReader in) throws IOException {
    if (last == Kind.SERVING) {
      hear(Kind.SERVING);
      return;
    }
    if (last == Kind.PROGRESS) {
      say(Remains.of(1, owed, Map.of()).message(Kind.PROGRESS));
      return;
    }
    post.send(((UnixChannel) connection).fd());
    boolean living = say(Manifests.toMessage(manifest()));
    if (last == Kind.DECLINED) {
      hear(Kind.DECLINED);
      return;
    }
    if (!living || !hear(Kind.ARRIVED) || !say(id(Kind.LEFT))) {
      return;
    }
    if (last == Kind.GONE) {
      DyingProcess.tell("abort");
      in.readLine();
      hear(Kind.GONE);
    } else if (last == Kind.CLOSE) {
      say(id(Kind.CLOSE));
    } else if (say(
        Message.of(
            Kind.ANSWER, Bytes.copyOf(answer(), 0, answer().length), "id", "1", "awaited", "0"))) {
      say(Remains.NONE.message(Kind.BYE));
    }
  }

  private static byte[] answer() {
    return Frame.text(FakeProtocol.MANY, Frame.HEAD, Frame.LAST, 1, ANSWER).bytes();
  }

  private static Message id(Kind kind) {
    return Message.of(kind, "id", "1");
  }

  private Manifest manifest() {
    ByteBuffer cookie = connection.config().getOption(COOKIE).order(ByteOrder.nativeOrder());
    return new Manifest(
        1,
        last == Kind.DECLINED ? "elsewhere" : "in",
        "0",
        "fake",
        Map.of(),
        System.currentTimeMillis(),
        owed,
        Bytes.NONE,
        List.of(
            new Manifest.Socket(
                cookie.getLong(cookie.position()), Manifest.Family.INET, Bytes.NONE, Bytes.NONE)));
  }

  private boolean giveUpFolder() throws IOException {
    lock.release();
    return true;
  }

  /** Whether it lives on. */
  private boolean say(Message message) throws IOException {
    control.send(message);
    if (message.kind() == last) {
      DyingProcess.die();
      return false;
    }
    return true;
  }

  private boolean hear(Kind kind) throws IOException {
    Message message = control.receive(PATIENCE);
    while (message.kind() != kind) {
      message = control.receive(PATIENCE);
    }
    if (kind == last) {
      DyingProcess.die();
      return false;
    }
    return true;
  }
}
