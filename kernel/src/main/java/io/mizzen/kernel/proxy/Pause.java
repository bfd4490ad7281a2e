package io.mizzen.kernel.proxy;

import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.stream.Continuation;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The way out of one pause of one stream. Always goes through the worker's queue: so a call from
 * inside the filter is as good as one from another thread, and the stack does not grow.
 */
final class Pause implements Continuation {
  private final FilterContext context;
  private final long generation;
  private final AtomicBoolean used = new AtomicBoolean();

  Pause(FilterContext context, long generation) {
    this.context = context;
    this.generation = generation;
  }

  @Override
  public void resume() {
    if (used.compareAndSet(false, true)) {
      context.worker().execute(() -> context.resume(this));
    }
  }

  @Override
  public void reply(LocalReply reply) {
    if (used.compareAndSet(false, true)) {
      context.worker().execute(() -> context.resumeWith(this, reply));
    }
  }

  /** Whether it still speaks of the stream it was made for. */
  boolean isFor(long current) {
    return generation == current;
  }
}
