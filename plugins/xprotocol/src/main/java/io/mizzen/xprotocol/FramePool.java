package io.mizzen.xprotocol;

import io.mizzen.spi.Host;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What the codecs of one worker share, so that a call allocates next to nothing and an idle
 * connection holds next to nothing: used heads, arrays for frames being put together, the check sum
 * and names seen before. Everything is bounded.
 */
public final class FramePool {
  /** Heads kept for reuse: as many as are in flight at once on a busy worker. */
  private static final int MAX_HEADS = 512;

  /** Arrays kept for reuse. In use only between a head and its first piece of body: few. */
  private static final int MAX_ARRAYS = 16;

  /** Larger arrays are left to the collector: a rare long head must not stay for ever. */
  static final int MAX_KEPT_BYTES = 4096;

  /** Most heads fit. */
  static final int USUAL_BYTES = 1024;

  /** Bytes copied at a time to be summed up. */
  private static final int SCRATCH_BYTES = 4096;

  /** Names seen before. */
  public final WordCache words = new WordCache();

  final FrameCounters.Cells counters;
  private final FrameFormat format;
  private final ArrayDeque<FrameRequest> requests = new ArrayDeque<>();
  private final ArrayDeque<FrameResponse> responses = new ArrayDeque<>();
  private final ArrayDeque<byte[]> arrays = new ArrayDeque<>();
  private final CRC32 crc = new CRC32();
  private byte @Nullable [] scratch;

  FramePool(FrameFormat format, FrameCounters.Cells counters) {
    this.format = format;
    this.counters = counters;
  }

  /** Pools for all workers of a host. */
  static Host.PerWorker<FramePool> of(Host host, FrameFormat format, FrameCounters counters) {
    return host.perWorker(index -> new FramePool(format, counters.of(host.workers().get(index))));
  }

  FrameRequest request() {
    FrameRequest used = requests.poll();
    return used == null ? format.newRequest(this) : used;
  }

  FrameResponse response() {
    FrameResponse used = responses.poll();
    return used == null ? format.newResponse(this) : used;
  }

  void giveBack(FrameRequest head) {
    if (requests.size() < MAX_HEADS) {
      requests.push(head);
    }
  }

  void giveBack(FrameResponse head) {
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

  /** An array to look at bytes of a buffer in, valid until the next call; at least 4 KiB long. */
  public byte[] scratch(int bytes) {
    byte[] present = scratch;
    if (present == null || present.length < bytes) {
      present = new byte[Math.max(bytes, SCRATCH_BYTES)];
      if (bytes <= 16 * SCRATCH_BYTES) {
        scratch = present;
      }
    }
    return present;
  }

  /** Adds bytes of a buffer to a check sum; copies in steps, since a view would be an object. */
  void update(CRC32 sum, ByteBuf bytes, int index, int length) {
    if (bytes.hasArray()) {
      sum.update(bytes.array(), bytes.arrayOffset() + index, length);
      return;
    }
    byte[] step = scratch(SCRATCH_BYTES);
    for (int done = 0; done < length; done += step.length) {
      int some = Math.min(step.length, length - done);
      bytes.getBytes(index + done, step, 0, some);
      sum.update(step, 0, some);
    }
  }
}
