package io.mizzen.bench.load;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One end of one connection: whole units out of a byte stream, one read per readiness, one write
 * per answer or batch.
 *
 * <p>Bytes of a unit that is not complete are carried over to the next read. Bytes to write stay in
 * a buffer of the subclass, announced by {@link #write}; while some are left, {@link #blocked()} is
 * true and the subclass must leave that buffer alone.
 */
abstract class Peer implements Loop.Handler {
  final Loop loop;
  final SocketChannel channel;
  @Nullable SelectionKey key;
  private byte[] carry = new byte[0];
  private int carried;
  private @Nullable ByteBuffer writing;

  Peer(Loop loop, SocketChannel channel) throws IOException {
    this.loop = loop;
    this.channel = channel;
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
  }

  /** Takes every whole unit out of {@code borrowed} and leaves the rest unread. */
  abstract void consume(ByteBuffer borrowed) throws IOException;

  /** All bytes of the last {@link #write} have gone, after they had not at first. */
  abstract void drained() throws IOException;

  /** The other side closed, or the channel failed. Called once; the channel is closed already. */
  abstract void gone(@Nullable IOException cause);

  /** Called when a connect that was under way is done. Only clients have one. */
  void connected() throws IOException {}

  /**
   * A server stops reading while its answer is stuck, which bounds memory; a client must go on, or
   * both ends could wait for ever.
   */
  boolean readsWhileBlocked() {
    return true;
  }

  final boolean blocked() {
    return writing != null;
  }

  final void write(ByteBuffer bytes) throws IOException {
    channel.write(bytes);
    if (bytes.hasRemaining()) {
      writing = bytes;
      interest(
          readsWhileBlocked()
              ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
              : SelectionKey.OP_WRITE);
    }
  }

  @Override
  public final void ready(SelectionKey ready) throws IOException {
    if (ready.isConnectable()) {
      channel.finishConnect();
      interest(SelectionKey.OP_READ);
      connected();
      return;
    }
    if (ready.isWritable()) {
      flush();
    }
    if (ready.isValid() && ready.isReadable()) {
      read();
    }
  }

  private void flush() throws IOException {
    ByteBuffer bytes = writing;
    if (bytes == null) {
      return;
    }
    channel.write(bytes);
    if (bytes.hasRemaining()) {
      return;
    }
    writing = null;
    interest(SelectionKey.OP_READ);
    drained();
    if (carried > 0 && !readsWhileBlocked()) {
      ByteBuffer in = restore();
      in.flip();
      consumeAndKeep(in);
    }
  }

  private void read() throws IOException {
    ByteBuffer in = restore();
    if (channel.read(in) < 0) {
      close(null);
      return;
    }
    in.flip();
    consumeAndKeep(in);
  }

  private ByteBuffer restore() {
    ByteBuffer in = loop.input();
    in.clear();
    in.put(carry, 0, carried);
    carried = 0;
    return in;
  }

  private void consumeAndKeep(ByteBuffer in) throws IOException {
    consume(in);
    int left = in.remaining();
    if (left > 0 && channel.isOpen()) {
      if (left == Loop.INPUT_BYTES && !blocked()) {
        throw new ProtocolException("a unit of more than " + left + " bytes");
      }
      if (carry.length < left) {
        carry = Arrays.copyOf(carry, Math.max(left, 2 * carry.length));
      }
      in.get(carry, 0, left);
      carried = left;
    }
  }

  private void interest(int operations) {
    if (key != null) {
      key.interestOps(operations);
    }
  }

  @Override
  public final void failed(IOException cause) {
    close(cause);
  }

  /** Closes without a word to the subclass. */
  final void closeQuietly() {
    try {
      channel.close();
    } catch (IOException e) {
      // The descriptor is gone either way, and there is nobody to tell: the measurement is over for
      // this connection.
      carried = 0;
    }
  }

  final void close(@Nullable IOException cause) {
    if (channel.isOpen()) {
      closeQuietly();
      gone(cause);
    }
  }
}
