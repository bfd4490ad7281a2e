package io.mizzen.kernel.proxy;

import io.mizzen.kernel.network.KernelWorker;
import java.util.ArrayList;

/**
 * The stream objects of one worker, used again and again. One that has ended rests until the loop
 * turn is over, since frames of the call stack may still look at it.
 */
final class StreamPool {
  /** More than that are left to the garbage collector: the memory of a burst comes back. */
  private static final int MOST_FREE = 1024;

  private final KernelWorker worker;
  private final ArrayList<ProxyStream> free = new ArrayList<>();
  private final ArrayList<ProxyStream> resting = new ArrayList<>();
  private long restingTurn;
  private long ids;

  StreamPool(KernelWorker worker) {
    this.worker = worker;
  }

  ProxyStream take() {
    wake();
    return free.isEmpty() ? new ProxyStream(worker, this) : free.remove(free.size() - 1);
  }

  void giveBack(ProxyStream stream) {
    wake();
    resting.add(stream);
  }

  /** Unique in the process: the worker's number is in the high bits. */
  long nextId() {
    return ((long) worker.index() << 48) | ++ids;
  }

  private void wake() {
    if (restingTurn != worker.turn()) {
      restingTurn = worker.turn();
      for (int i = 0; i < resting.size() && free.size() < MOST_FREE; i++) {
        ProxyStream stream = resting.get(i);
        stream.unlink();
        free.add(stream);
      }
      resting.clear();
    }
  }
}
