package io.mizzen.bench.jmh;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that benchmarks run on: of the kind that event loops are, since Netty pools slices
 * and buffers on those only. JMH makes it by name; see {@link Flags}.
 */
public final class LoopThreads extends ThreadPoolExecutor {
  /**
   * @param threads as many as JMH will ever want
   */
  public LoopThreads(int threads, String prefix) {
    super(
        threads,
        threads,
        0,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        new DefaultThreadFactory(prefix));
  }
}
