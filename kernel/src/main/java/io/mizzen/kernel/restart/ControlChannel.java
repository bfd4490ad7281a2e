package io.mizzen.kernel.restart;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;

/** Messages over a unix socket, with a limit on every wait. One thread at a time. */
final class ControlChannel implements AutoCloseable {
  private final SocketChannel channel;
  private final Selector selector;

  ControlChannel(SocketChannel channel) throws IOException {
    this.channel = channel;
    this.selector = Selector.open();
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ);
  }

  /**
   * Connects.
   *
   * @throws IOException if nobody listens there
   */
  static ControlChannel connect(Path socket) throws IOException {
    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    try {
      return new ControlChannel(channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  void send(Message message) throws IOException {
    ByteBuffer frame = message.encode();
    while (frame.hasRemaining()) {
      if (channel.write(frame) == 0) {
        // Messages are small and few: a full buffer means that the other side does not read.
        throw new IOException("the other process does not read");
      }
    }
  }

  /** Waits for a message of this kind; a refusal is an error. */
  Message receive(Message.Kind kind, Duration most) throws IOException {
    Message message = receive(most);
    if (message.kind() == Message.Kind.REFUSED) {
      throw new RefusedException(message.get("reason"));
    }
    if (message.kind() != kind) {
      throw new IOException("expected " + kind + ", got " + message.kind());
    }
    return message;
  }

  /**
   * Waits for a message.
   *
   * @throws EOFException if the other side has ended
   * @throws IOException if it says nothing for too long, or nonsense
   */
  Message receive(Duration most) throws IOException {
    long until = System.nanoTime() + most.toNanos();
    ByteBuffer length = read(Integer.BYTES, until);
    int bytes = length.getInt(0);
    if (bytes < 1 || bytes > Message.MAX_LENGTH) {
      throw new IOException("a message of " + bytes + " bytes");
    }
    return Message.decode(read(bytes, until).array());
  }

  /** Waits whether the other side ends, or says something it should not. */
  boolean endsWithin(Duration most) throws IOException {
    select(most.toMillis());
    return channel.read(ByteBuffer.allocate(1)) != 0;
  }

  private ByteBuffer read(int bytes, long until) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    while (buffer.hasRemaining()) {
      int count = channel.read(buffer);
      if (count < 0) {
        throw new EOFException("the other process has ended");
      }
      if (count == 0) {
        long left = (until - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw new IOException("the other process says nothing");
        }
        select(left);
      }
    }
    return buffer;
  }

  private void select(long millis) throws IOException {
    try {
      selector.select(millis);
      selector.selectedKeys().clear();
    } catch (ClosedSelectorException closed) {
      throw new IOException("closed here", closed);
    }
  }

  @Override
  public void close() throws IOException {
    selector.close();
    channel.close();
  }
}
