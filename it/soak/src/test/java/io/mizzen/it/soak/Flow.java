package io.mizzen.it.soak;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * One direction of a tunnel: bytes that follow from their place, in pieces of all lengths, and both
 * ends of it in this process. Where it begins differs from flow to flow, so that no byte of another
 * one, and none that is lost or there twice, looks right.
 */
final class Flow {
  /** Some bytes are always on their way, and the machine has other things to do. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** A prime; larger than a read of the proxy now and then with what waits before it. */
  private static final int LONGEST = 8_191;

  private final long from;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong received = new AtomicLong();
  private volatile boolean ended;

  /**
   * @param number of this flow
   */
  Flow(int number) {
    from = number * 7_919L;
  }

  /** Sends until it is over, then says that this is all. */
  void send(Wire wire, BooleanSupplier over) throws IOException {
    long at = from;
    while (!over.getAsBoolean()) {
      int size = 1 + (int) (at * 31 % LONGEST);
      Body.sendPiece(wire, at, size);
      at += size;
      sent.set(at - from);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    wire.socket().shutdownOutput();
  }

  /** Takes all of it to its end and compares each byte. */
  void receive(Wire wire) throws IOException {
    byte[] piece = new byte[LONGEST];
    long at = from;
    for (int size = wire.readSome(piece, LONGEST);
        size >= 0;
        size = wire.readSome(piece, LONGEST)) {
      Body.requirePiece(piece, at, size);
      at += size;
      received.set(at - from);
    }
    ended = true;
  }

  /** Bytes so far. */
  long sent() {
    return sent.get();
  }

  /** Bytes so far. */
  long received() {
    return received.get();
  }

  /** Whether its end has come, and everything before it. */
  boolean isWhole() {
    return ended && sent.get() == received.get();
  }

  @Override
  public String toString() {
    return sent + " bytes sent, " + received + " received" + (ended ? "" : ", no end");
  }
}
