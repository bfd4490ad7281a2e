package io.mizzen.kernel.telemetry.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Keeps the lines; can be held up like a slow disk, or fail like a full one. */
final class MemorySink implements Sink {
  private final StringBuilder text = new StringBuilder();
  private volatile @Nullable CountDownLatch gate;
  private volatile @Nullable CountDownLatch entered;
  private volatile boolean full;

  @Override
  public void write(ByteBuffer lines) throws IOException {
    CountDownLatch wait = gate;
    if (wait != null) {
      entered.countDown();
      try {
        wait.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
    if (full) {
      throw new IOException("No space left on device");
    }
    synchronized (text) {
      text.append(StandardCharsets.UTF_8.decode(lines));
    }
  }

  /** Holds the next write until the returned latch is counted down. */
  CountDownLatch hold() {
    entered = new CountDownLatch(1);
    CountDownLatch latch = new CountDownLatch(1);
    gate = latch;
    return latch;
  }

  void awaitHeld() throws InterruptedException {
    entered.await();
    gate = null;
  }

  void fill(boolean now) {
    full = now;
  }

  String text() {
    synchronized (text) {
      return text.toString();
    }
  }
}
