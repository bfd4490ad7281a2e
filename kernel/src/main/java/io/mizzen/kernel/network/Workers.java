package io.mizzen.kernel.network;

import io.mizzen.kernel.config.model.RuntimeConfig;
import io.mizzen.spi.Worker;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** All workers of the process and the transport they share. */
public final class Workers implements AutoCloseable {
  private final Transport transport;
  private final EventLoopGroup group;
  private final List<KernelWorker> workers;
  private final AtomicLong connectionIds = new AtomicLong();

  private Workers(Transport transport, EventLoopGroup group, List<KernelWorker> workers) {
    this.transport = transport;
    this.group = group;
    this.workers = List.copyOf(workers);
  }

  /** Starts as many event loops as configured; 0 means one per processor. */
  public static Workers start(RuntimeConfig config) {
    int count =
        config.workers() > 0 ? config.workers() : Runtime.getRuntime().availableProcessors();
    Transport transport = Transport.choose(config.transport());
    EventLoopGroup group =
        new MultiThreadIoEventLoopGroup(
            count, new DefaultThreadFactory("mizzen-worker", true), transport.ioHandler());
    ByteBufAllocator allocator = allocator(count);
    List<KernelWorker> workers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      EventLoop loop = group.next();
      KernelWorker worker = new KernelWorker(i, loop, allocator);
      worker.introduce();
      workers.add(worker);
    }
    return new Workers(transport, group, workers);
  }

  /**
   * One direct arena per worker, so that none is contended; pages of 8 KiB and chunks of 1 MiB,
   * since a proxy holds small buffers for a short time and a sidecar counts its memory.
   */
  private static ByteBufAllocator allocator(int workers) {
    int chunkOrder = 7;
    return new PooledByteBufAllocator(true, 0, workers, 8192, chunkOrder, 256, 64, true);
  }

  public Transport transport() {
    return transport;
  }

  public List<KernelWorker> all() {
    return workers;
  }

  /** The same list in the SPI's type. */
  public List<Worker> asSpi() {
    return List.copyOf(workers);
  }

  /** A number for a new downstream connection, unique in this process. */
  long nextConnectionId() {
    return connectionIds.incrementAndGet();
  }

  /** The worker that accepts for all listeners. */
  public KernelWorker acceptor() {
    return workers.get(0);
  }

  /** The worker with the fewest downstream connections. Any thread; a guess is good enough. */
  public KernelWorker leastBusy() {
    KernelWorker best = workers.get(0);
    for (int i = 1; i < workers.size(); i++) {
      KernelWorker worker = workers.get(i);
      if (worker.downstreamCount() < best.downstreamCount()) {
        best = worker;
      }
    }
    return best;
  }

  @Override
  @MayWait("the control thread")
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
