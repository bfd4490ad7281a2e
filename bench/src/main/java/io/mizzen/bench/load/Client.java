package io.mizzen.bench.load;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The calling end of one connection. When it sends is {@link Load}'s business, what it sends and
 * expects the subclass's.
 */
abstract class Client extends Peer {
  private final Load load;
  private boolean connected;

  /** Written by {@link Load}: the connection waits for its turn at a fixed rate. */
  boolean queued;

  /** Written by {@link Load}: the connection has sent at least once. */
  boolean used;

  Client(Load load, SocketChannel channel) throws IOException {
    super(load.loop(), channel);
    this.load = load;
  }

  /** Requests that may be added now, from 0 to the connection's limit. */
  abstract int room();

  /** Requests without an answer. */
  abstract int outstanding();

  /** Puts one request into the batch; {@link #send} writes it. Needs {@link #room}. */
  abstract void add(long startNanos);

  abstract void send() throws IOException;

  /** A batch that was stuck has gone; its buffer is free again. */
  void unblocked() {}

  /** Takes every whole answer; {@code nowNanos} is when they came. */
  abstract void answers(ByteBuffer borrowed, long nowNanos) throws IOException;

  final Meter meter() {
    return load.meter();
  }

  final boolean usable() {
    return connected && !blocked();
  }

  @Override
  void connected() throws IOException {
    connected = true;
    load.ready(this, System.nanoTime());
  }

  @Override
  final void consume(ByteBuffer borrowed) throws IOException {
    long now = System.nanoTime();
    answers(borrowed, now);
    load.ready(this, now);
  }

  @Override
  final void drained() throws IOException {
    unblocked();
    load.ready(this, System.nanoTime());
  }

  @Override
  final void gone(@Nullable IOException cause) {
    if (!connected) {
      meter().fault(Fault.CONNECT, String.valueOf(cause));
    } else if (cause instanceof ProtocolException) {
      meter().fault(Fault.PROTOCOL, String.valueOf(cause.getMessage()));
    } else {
      for (int i = 0; i < outstanding(); i++) {
        meter().fault(Fault.CLOSED, cause == null ? "closed by the proxy" : cause.toString());
      }
    }
    load.gone(this);
  }
}
