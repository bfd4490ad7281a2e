package io.mizzen.spi.limit;

import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.route.Route;
import io.mizzen.spi.stream.Outcome;
import io.mizzen.spi.stream.StreamContext;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a stream may go on. It stands among the filters of a chain and is asked once per
 * stream, when the route is chosen; a stream it refuses ends with {@code limited}, in the words of
 * its protocol.
 *
 * <p>One instance serves all streams of all workers: what it counts goes to {@link
 * io.mizzen.spi.Host#perWorker}. It answers at once. What has to ask somebody else first is a
 * {@link io.mizzen.spi.stream.StreamFilter}, which can pause.
 *
 * <p>One that throws ends the stream with {@code internal}: a limit that is broken lets nobody
 * through.
 */
public interface Limiter {
  /**
   * Asks for leave. Allocates nothing if it can be helped.
   *
   * @param stream to look at; its {@link StreamContext#state state} is taken, and it is neither
   *     paused nor answered here
   * @return leave to go on, or null: refused
   */
  @Nullable Permit tryAcquire(RequestHead head, Route route, StreamContext stream);

  /** Leave for one stream. */
  interface Permit {
    /** For limiters that need not know when a stream ends. */
    Permit FORGOTTEN = outcome -> {};

    /**
     * The stream is over: exactly once, on its worker, whatever happened.
     *
     * @param outcome how it ended, so that a limiter may learn; valid during the call
     */
    void release(Outcome outcome);
  }
}
