package io.mizzen.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.BytesOut;
import io.mizzen.spi.protocol.ClientCodec;
import io.mizzen.spi.protocol.Codec;
import io.mizzen.spi.protocol.Fields;
import io.mizzen.spi.protocol.MessageHead;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.ServerCodec;
import io.mizzen.spi.protocol.StreamEvents;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Bad bytes, again and again: what a protocol declares as broken or refused, cut short too, 100,000
 * times, each on a connection of its own. Memory on the heap and beside it stays where it was after
 * the first ones.
 */
public abstract class BadInputContract {
  private static final int REPETITIONS = 100_000;

  /** Caches, pools and compiled code are there by then. */
  private static final int FIRST = 20_000;

  /**
   * Twenty bytes for each repetition would be seen; less may be what the machine does on its own.
   */
  private static final long MOST_GROWTH = 20L * (REPETITIONS - FIRST);

  private final ProtocolUnderTest subject;

  protected BadInputContract(ProtocolUnderTest subject) {
    this.subject = subject;
  }

  @Test
  void badInputOfCallersLeavesNothingBehind() {
    List<byte[]> inputs = new ArrayList<>();
    subject.brokenRequests().forEach(broken -> add(inputs, broken.bytes()));
    subject.refusedRequests().forEach(refused -> add(inputs, refused.bytes()));
    FakeConnection connection = new FakeConnection();
    repeat(inputs, (bytes, sink) -> server(subject.server().newCodec(connection), bytes, sink));
  }

  @Test
  void badInputOfUpstreamsLeavesNothingBehind() {
    List<byte[]> inputs = new ArrayList<>();
    subject.brokenResponses().forEach(broken -> add(inputs, broken.bytes()));
    FakeWorker worker = new FakeWorker();
    repeat(inputs, (bytes, sink) -> client(subject.client().newCodec(worker), bytes, sink));
  }

  /** Whole, and without its last byte: then the end of the input is what is wrong. */
  private static void add(List<byte[]> inputs, byte[] bytes) {
    inputs.add(bytes);
    inputs.add(java.util.Arrays.copyOf(bytes, bytes.length - 1));
  }

  private interface Once {
    void with(ByteBuf borrowed, Sink sink);
  }

  private static void repeat(List<byte[]> inputs, Once once) {
    assertTrue(!inputs.isEmpty(), "declare what is broken");
    ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();
    // Its records are what would grow. What is not given back is seen by the allocator as well.
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    PooledByteBufAllocator allocator = new PooledByteBufAllocator(true);
    try {
      Sink sink = new Sink(allocator);
      List<ByteBuf> buffers = new ArrayList<>();
      inputs.forEach(bytes -> buffers.add(allocator.directBuffer().writeBytes(bytes)));
      long heap = 0;
      long beside = 0;
      for (int i = 0; i < REPETITIONS; i++) {
        if (i == FIRST) {
          heap = heap();
          beside = allocator.metric().usedDirectMemory();
        }
        ByteBuf bytes = buffers.get(i % buffers.size());
        bytes.readerIndex(0);
        once.with(bytes, sink);
        assertEquals(1, bytes.refCnt(), "a slice was kept");
      }
      long growth = heap() - heap;
      assertTrue(growth < MOST_GROWTH, () -> "the heap grew by " + growth + " bytes");
      assertEquals(beside, allocator.metric().usedDirectMemory());
      buffers.forEach(ByteBuf::release);
      sink.space.release();
    } finally {
      ResourceLeakDetector.setLevel(level);
    }
  }

  private static long heap() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }

  private static void server(ServerCodec codec, ByteBuf bytes, Sink sink) {
    codec.open(sink);
    try {
      feed(codec, bytes, sink);
    } catch (ProtocolException e) {
      codec.encodeFailure(e, sink);
    } finally {
      codec.release();
      sink.space.clear();
    }
  }

  private static void client(ClientCodec codec, ByteBuf bytes, Sink sink) {
    codec.open(sink);
    try {
      feed(codec, bytes, sink);
    } catch (ProtocolException e) {
      assertNotNull(e.getMessage());
    } finally {
      codec.release();
      sink.space.clear();
    }
  }

  private static <H extends MessageHead> void feed(Codec<H> codec, ByteBuf bytes, Sink sink)
      throws ProtocolException {
    Events<H> events = new Events<>();
    try {
      codec.decode(bytes, events, sink);
      codec.inputClosed(bytes, events, sink);
    } finally {
      events.heads.forEach(MessageHead::release);
    }
  }

  /** Takes what is written and forgets it. */
  private static final class Sink implements BytesOut {
    private final ByteBufAllocator allocator;
    private final ByteBuf space;

    Sink(ByteBufAllocator allocator) {
      this.allocator = allocator;
      this.space = allocator.directBuffer();
    }

    @Override
    public ByteBuf space(int bytes) {
      return space;
    }

    @Override
    public void write(ByteBuf owned) {
      owned.release();
    }

    @Override
    public void end() {
      // No more than the end of the connection, which follows anyway.
    }

    @Override
    public ByteBufAllocator allocator() {
      return allocator;
    }
  }

  /** Gives back what it gets. */
  private static final class Events<H extends MessageHead> implements StreamEvents<H> {
    private final List<H> heads = new ArrayList<>(1);

    @Override
    public void onHead(long streamId, H head, boolean last) {
      heads.add(head);
    }

    @Override
    public void onBody(long streamId, ByteBuf retainedSlice, boolean last) {
      retainedSlice.release();
    }

    @Override
    public void onTrailers(long streamId, Fields trailers) {
      // Belongs to the codec.
    }

    @Override
    public void onReset(long streamId, Why why) {
      // A stream that nobody keeps.
    }
  }
}
