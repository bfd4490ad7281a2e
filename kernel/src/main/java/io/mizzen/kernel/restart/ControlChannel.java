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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Messages over a unix socket, with a limit on every wait. One thread at a time: first question and
 * answer by {@link #send} and {@link #receive}, then both at once by {@link #converse}.
 */
final class ControlChannel implements AutoCloseable {
  /** Bytes that wait for a partner who reads too slowly; then there is something wrong with it. */
  private static final long MOST_WAITING = 64L << 20;

  private static final int FIRST_BUFFER = 1 << 16;

  private final SocketChannel channel;
  private final Selector selector;
  private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private boolean broken;
  private ByteBuffer in = ByteBuffer.allocate(FIRST_BUFFER);

  /** Whoever speaks and listens at the same time. */
  interface Partner {
    /** A message came in. */
    void received(Message message) throws IOException;

    /**
     * Before each wait: a chance to {@link #say} something.
     *
     * @return false to end the conversation, once all is sent
     */
    boolean turn() throws IOException;

    /** The longest wait until the next turn, nanoseconds; to a millisecond, at least one. */
    long patience();
  }

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

  /** Sends; waits as long as the other side may be busy with what came before. */
  void send(Message message) throws IOException {
    ByteBuffer frame = message.encode();
    long until = System.nanoTime() + Door.PROMPT.toNanos();
    while (frame.hasRemaining()) {
      if (channel.write(frame) == 0) {
        long left = (until - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw new IOException("the other process does not read");
        }
        awaitRoom(left);
      }
    }
  }

  /**
   * Looks whether the other side is still there; it has nothing to say now.
   *
   * @throws IOException if it is not, or says something all the same
   */
  void requireOpen(Duration most) throws IOException {
    select(most.toMillis());
    if (channel.read(ByteBuffer.allocate(1)) != 0) {
      throw new EOFException("the other process has ended");
    }
  }

  private void awaitRoom(long millis) throws IOException {
    SelectionKey key = channel.keyFor(selector);
    if (key == null) {
      throw new IOException("closed here");
    }
    key.interestOps(SelectionKey.OP_WRITE);
    select(millis);
    key.interestOps(SelectionKey.OP_READ);
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
    while (true) {
      ByteBuffer length = read(Integer.BYTES, until);
      Message message = Message.decode(read(checked(length.getInt(0)), until).array());
      if (message != null) {
        return message;
      }
    }
  }

  /**
   * Speaks and listens until the partner has nothing more to say.
   *
   * @throws EOFException if the other side has ended, and the partner would go on
   */
  void converse(Partner partner) throws IOException {
    boolean ended = false;
    // Whoever takes leave ends at once: what it said last counts, not that its end came with it.
    while (partner.turn()) {
      if (ended) {
        throw new EOFException("the other process has ended");
      }
      flush();
      select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(partner.patience())));
      ended = readAll(partner);
    }
    long until = System.nanoTime() + Door.PROMPT.toNanos();
    while (!waiting.isEmpty() && System.nanoTime() < until) {
      flush();
      select(Door.PROMPT.toMillis());
    }
  }

  /** Sends within {@link #converse}, on its thread. */
  void say(Message message) throws IOException {
    ByteBuffer frame = message.encode();
    waitingBytes += frame.remaining();
    waiting.add(frame);
    flush();
    if (broken) {
      throw new IOException("the other process has ended");
    }
    if (waitingBytes > MOST_WAITING) {
      throw new IOException("the other process does not read");
    }
  }

  /** Makes {@link #converse} take a turn now. Any thread. */
  void wakeup() {
    selector.wakeup();
  }

  /** Nothing can be said to a dead process, but what it said last is still to be heard. */
  private void flush() {
    try {
      while (!broken && !waiting.isEmpty()) {
        ByteBuffer frame = waiting.peek();
        waitingBytes -= channel.write(frame);
        if (frame.hasRemaining()) {
          break;
        }
        waiting.remove();
      }
    } catch (IOException e) {
      broken = true;
    }
    if (broken) {
      waiting.clear();
      waitingBytes = 0;
    }
    SelectionKey key = channel.keyFor(selector);
    int wanted = SelectionKey.OP_READ | (waiting.isEmpty() ? 0 : SelectionKey.OP_WRITE);
    if (key != null && key.interestOps() != wanted) {
      key.interestOps(wanted);
    }
  }

  /** Whether the other side has ended. */
  private boolean readAll(Partner partner) throws IOException {
    int count;
    do {
      count = readSome();
      in.flip();
      while (in.remaining() >= Integer.BYTES) {
        int length = checked(in.getInt(in.position()));
        if (in.remaining() < Integer.BYTES + length) {
          break;
        }
        byte[] frame = new byte[length];
        in.getInt();
        in.get(frame);
        Message message = Message.decode(frame);
        if (message != null) {
          partner.received(message);
        }
      }
      makeRoom();
    } while (count > 0);
    return count < 0;
  }

  /**
   * A process that dies with bytes unread looks like a reset (unix(7)), behind what it had written.
   */
  private int readSome() {
    try {
      return channel.read(in);
    } catch (IOException reset) {
      return -1;
    }
  }

  /** Leaves room for the rest of the message that has begun. */
  private void makeRoom() throws IOException {
    int whole =
        in.remaining() < Integer.BYTES
            ? FIRST_BUFFER
            : Math.max(FIRST_BUFFER, Integer.BYTES + checked(in.getInt(in.position())));
    if (whole > in.capacity()) {
      ByteBuffer larger = ByteBuffer.allocate(whole);
      larger.put(in);
      in = larger;
    } else {
      in.compact();
    }
  }

  private static int checked(int length) throws IOException {
    if (length < 1 || length > Message.MAX_LENGTH) {
      throw new IOException("a message of " + length + " bytes");
    }
    return length;
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
