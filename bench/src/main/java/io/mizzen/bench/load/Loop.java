package io.mizzen.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One thread, one selector. Plain NIO rather than an event-loop library: without a pipeline a
 * message costs its system calls and little else, and the load side has to be cheaper than any
 * proxy it measures.
 */
public final class Loop implements AutoCloseable {
  /** What happens when a channel is ready. */
  interface Handler {
    void ready(SelectionKey key) throws IOException;

    /** The channel cannot go on; the handler closes it and counts. */
    void failed(IOException cause);
  }

  /**
   * Something that is due at times of its own. While one is set, the loop spins instead of
   * sleeping.
   */
  interface Pacer {
    void pace(long nowNanos) throws IOException;
  }

  /** Takes a 64 KB answer with its head in one read, and some hundred small bolt frames. */
  static final int INPUT_BYTES = 512 * 1024;

  /** Longer than any task takes; a loop that is stuck must not hang the bench. */
  private static final long CALL_SECONDS = 60;

  private final Selector selector;
  private final ByteBuffer input = ByteBuffer.allocateDirect(INPUT_BYTES);
  private final Queue<Runnable> tasks =
      new ConcurrentLinkedQueue<>(); // any thread adds, the loop takes
  private final Thread thread;
  private volatile boolean closed; // written by close(), read by the loop
  private @Nullable Pacer pacer;

  public Loop() throws IOException {
    selector = Selector.open();
    thread = new Thread(this::run, "load-loop");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Runs {@code task} on the loop and waits for its result. For any thread but the loop's own.
   *
   * @throws IOException if the task threw one
   */
  public <T> T call(Callable<T> task) throws IOException {
    CompletableFuture<T> result = new CompletableFuture<>();
    tasks.add(
        () -> {
          try {
            result.complete(task.call());
          } catch (Exception e) {
            result.completeExceptionally(e);
          }
        });
    selector.wakeup();
    try {
      return result.get(CALL_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("the load loop did not answer within " + CALL_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  SelectionKey register(SelectableChannel channel, int operations, Handler handler)
      throws IOException {
    channel.configureBlocking(false);
    return channel.register(selector, operations, handler);
  }

  void pacer(@Nullable Pacer next) {
    pacer = next;
  }

  /** The buffer every read of this loop goes through; valid until the handler returns. */
  ByteBuffer input() {
    return input;
  }

  private void run() {
    try {
      while (!closed) {
        Pacer paced = pacer;
        if (paced == null) {
          selector.select(this::dispatch);
        } else {
          selector.selectNow(this::dispatch);
          paced.pace(System.nanoTime());
        }
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the load loop stopped", e);
    }
  }

  private void dispatch(SelectionKey key) {
    Handler handler = (Handler) key.attachment();
    try {
      handler.ready(key);
    } catch (CancelledKeyException e) {
      // Closed by an earlier handler of the same round: nothing is left to do for it.
      return;
    } catch (IOException e) {
      handler.failed(e);
    }
  }

  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
