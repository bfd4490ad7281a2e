package io.mizzen.spi;
import io.netty.buffer.ByteBufAllocator;
import java.util.concurrent.Executor;
public interface Worker extends Executor {
  int index();
  boolean inWorker();
  @Override
  void execute(Runnable task);
  Timer schedule(long delayNanos, Runnable task);
  long now();
  ByteBufAllocator allocator();
  interface Timer {
    void cancel();
  }
}
