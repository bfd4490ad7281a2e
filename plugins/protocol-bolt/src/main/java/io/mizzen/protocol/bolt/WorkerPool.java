package io.mizzen.protocol.bolt;

import io.mizzen.spi.Host;
import io.mizzen.spi.Worker;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What the bolt codecs of one worker share, so that a request allocates next to nothing and an idle
 * connection holds next to nothing: used heads, arrays for frames being put together, the check sum
 * and names seen before. Everything is bounded.
 */
final class WorkerPool {
  /** Heads kept for reuse: as many as are in flight at once on a busy worker. */
  private static final int MAX_HEADS = 512;

  /** Arrays kept for reuse. In use only between a head and its first piece of body: few. */
  private static final int MAX_ARRAYS = 16;

  /** Larger arrays are left to the collector: a rare long header map must not stay for ever. */
  static final int MAX_KEPT_BYTES = 4096;

  /** Most class names and header maps fit. */
  static final int USUAL_BYTES = 1024;

  /** Bytes copied at a time to be summed up. */
  private static final int SCRATCH_BYTES = 4096;

  final WordCache words = new WordCache();
  final BoltCounters.Cells counters;

  /** For the frame that is being written; never needed beyond one call. */
  final FixedHeader frame = new FixedHeader();

  private final ArrayDeque<BoltRequest> requests = new ArrayDeque<>();
  private final ArrayDeque<BoltResponse> responses = new ArrayDeque<>();
  private final ArrayDeque<byte[]> arrays = new ArrayDeque<>();
  private final CRC32 crc = new CRC32();
  private byte @Nullable [] scratch;

  WorkerPool(BoltCounters.Cells counters) {
    this.counters = counters;
  }

  /** Pools for all workers of a host. */
  static Host.PerWorker<WorkerPool> of(Host host, BoltCounters counters) {
    return host.perWorker(
        index -> {
          Worker worker = host.workers().get(index);
          return new WorkerPool(counters.of(worker));
        });
  }

  BoltRequest request() {
    BoltRequest used = requests.poll();
    return used == null ? new BoltRequest(this) : used;
  }

  BoltResponse response() {
    BoltResponse used = responses.poll();
    return used == null ? new BoltResponse(this) : used;
  }

  void giveBack(BoltRequest head) {
    if (requests.size() < MAX_HEADS) {
      requests.push(head);
    }
  }

  void giveBack(BoltResponse head) {
    if (responses.size() < MAX_HEADS) {
      responses.push(head);
    }
  }

  /** An array of at least that many bytes; its content is undefined. */
  byte[] array(int bytes) {
    byte[] used = arrays.poll();
    if (used != null && used.length >= bytes) {
      return used;
    }
    return new byte[Math.max(bytes, USUAL_BYTES)];
  }

  void giveBack(byte[] array) {
    if (array.length <= MAX_KEPT_BYTES && arrays.size() < MAX_ARRAYS) {
      arrays.push(array);
    }
  }

  /** The check sum for whole frames: set back, valid until the next call. */
  CRC32 freshCrc() {
    crc.reset();
    return crc;
  }

  /** Adds bytes of a buffer to a check sum; copies in steps, since a view would be an object. */
  void update(CRC32 sum, ByteBuf bytes, int index, int length) {
    if (bytes.hasArray()) {
      sum.update(bytes.array(), bytes.arrayOffset() + index, length);
      return;
    }
    byte[] step = scratch;
    if (step == null) {
      step = new byte[SCRATCH_BYTES];
      scratch = step;
    }
    for (int done = 0; done < length; done += step.length) {
      int some = Math.min(step.length, length - done);
      bytes.getBytes(index + done, step, 0, some);
      sum.update(step, 0, some);
    }
  }
}
