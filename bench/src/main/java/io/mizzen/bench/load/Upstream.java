package io.mizzen.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;

/**
 * A server on a loopback port of its own, on the load loop. Its connections live as long as the
 * loop or their client.
 */
public final class Upstream implements AutoCloseable {
  /** A proxy may open its whole pool at once. */
  private static final int BACKLOG = 4096;

  private interface Maker {
    Peer make(SocketChannel channel) throws IOException;
  }

  private final Loop loop;
  private final ServerSocketChannel server;

  private Upstream(Loop loop, Maker maker) throws IOException {
    this.loop = loop;
    server = ServerSocketChannel.open();
    server.bind(
        new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), BACKLOG);
    Loop.Handler acceptor =
        new Loop.Handler() {
          @Override
          public void ready(SelectionKey key) throws IOException {
            for (SocketChannel channel = server.accept();
                channel != null;
                channel = server.accept()) {
              Peer peer = maker.make(channel);
              peer.key = loop.register(channel, SelectionKey.OP_READ, peer);
            }
          }

          @Override
          public void failed(IOException cause) {
            // Out of descriptors, or a client that left at once: the other side counts it.
          }
        };
    loop.call(() -> loop.register(server, SelectionKey.OP_ACCEPT, acceptor));
  }

  /** Answers {@code GET /N} with N bytes and any POST with its body. */
  public static Upstream http(Loop loop) throws IOException {
    HttpAnswers answers = new HttpAnswers();
    return new Upstream(loop, channel -> new HttpServer(loop, channel, answers));
  }

  /** Answers {@code GET /N} with N bytes over HTTP/2, by prior knowledge. */
  public static Upstream http2(Loop loop) throws IOException {
    return new Upstream(loop, channel -> new Http2Server(loop, channel));
  }

  /** Answers every bolt request, v1 or v2, with {@code contentBytes} of content, and heartbeats. */
  public static Upstream bolt(Loop loop, int contentBytes) throws IOException {
    return frames(loop, List.of(BoltVersion.values()), contentBytes);
  }

  /** Answers every call of a shape with {@code contentBytes} of content, and heartbeats. */
  public static Upstream frames(Loop loop, FrameShape shape, int contentBytes) throws IOException {
    return frames(loop, List.of(shape), contentBytes);
  }

  private static Upstream frames(Loop loop, List<? extends FrameShape> shapes, int contentBytes)
      throws IOException {
    return new Upstream(loop, channel -> new FrameServer(loop, channel, shapes, contentBytes));
  }

  public InetSocketAddress address() throws IOException {
    return (InetSocketAddress) server.getLocalAddress();
  }

  @Override
  public void close() throws IOException {
    loop.call(
        () -> {
          server.close();
          return true;
        });
  }
}
