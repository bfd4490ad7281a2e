package io.mizzen.kernel.network;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What of a loop turn leaves in which writes. */
class LinkTest {
  private final Flushes flushes = new Flushes();
  private final EmbeddedChannel channel = new EmbeddedChannel(flushes);
  // A loop of its own, since an embedded channel runs the tasks of its own loop after each write.
  private final EmbeddedChannel loop = new EmbeddedChannel();
  private final KernelWorker worker =
      new KernelWorker(0, loop.eventLoop(), UnpooledByteBufAllocator.DEFAULT);
  private final Link link = new Link(worker, channel, new Quiet());

  LinkTest() {
    channel.pipeline().addLast(link);
  }

  @AfterEach
  void end() {
    channel.finishAndReleaseAll();
    loop.finishAndReleaseAll();
  }

  private static ByteBuf bytes(int size) {
    return Unpooled.directBuffer(size).writeZero(size);
  }

  private void turnEnds() {
    loop.runPendingTasks();
  }

  private int nextWritten() {
    ByteBuf written = channel.readOutbound();
    if (written == null) {
      return -1;
    }
    int size = written.readableBytes();
    written.release();
    return size;
  }

  @Test
  void manySmallPiecesOfATurnAreOneWriteAndOneFlush() {
    for (int i = 0; i < 100; i++) {
      link.space(3).writeBytes("abc".getBytes(US_ASCII));
      link.write(bytes(10));
    }
    assertEquals(0, flushes.count);
    assertEquals(-1, nextWritten());
    turnEnds();
    assertEquals(1, flushes.count);
    assertEquals(1300, nextWritten());
    assertEquals(-1, nextWritten());
  }

  @Test
  void aLargePieceIsSentAsItIsAndKeepsItsPlace() {
    ByteBuf large = bytes(5000);
    link.write(bytes(1));
    link.write(large);
    link.write(bytes(2));
    turnEnds();
    assertEquals(1, flushes.count);
    assertEquals(1, nextWritten());
    ByteBuf sent = channel.readOutbound();
    assertSame(large, sent);
    sent.release();
    assertEquals(2, nextWritten());
  }

  @Test
  void aTailThatGrewEnoughIsSentAndAnotherBegun() {
    int pieces = 40;
    for (int i = 0; i < pieces; i++) {
      link.write(bytes(4096));
    }
    turnEnds();
    assertEquals(1, flushes.count);
    int sum = 0;
    int writes = 0;
    for (int size = nextWritten(); size >= 0; size = nextWritten()) {
      sum += size;
      writes++;
    }
    assertEquals(pieces * 4096, sum);
    assertEquals(3, writes);
  }

  @Test
  void whatIsLargeLeavesOnceItsSocketIsReadAndIsNotFlushedAgain() {
    link.write(bytes(300));
    link.write(bytes(20_000));
    channel.pipeline().fireChannelReadComplete();
    assertEquals(0, flushes.count);
    link.write(bytes(20_000));
    assertEquals(0, flushes.count);
    channel.pipeline().fireChannelReadComplete();
    assertEquals(1, flushes.count);
    channel.pipeline().fireChannelReadComplete();
    turnEnds();
    assertEquals(1, flushes.count);
    assertEquals(300, nextWritten());
    assertEquals(20_000, nextWritten());
    assertEquals(20_000, nextWritten());
  }

  @Test
  void whatComesAfterSomethingLargeLeavesAtTheEndOfTheTurn() {
    link.write(bytes(40_000));
    channel.pipeline().fireChannelReadComplete();
    link.write(bytes(7));
    channel.pipeline().fireChannelReadComplete();
    assertEquals(1, flushes.count);
    turnEnds();
    assertEquals(2, flushes.count);
    assertEquals(40_000, nextWritten());
    assertEquals(7, nextWritten());
  }

  @Test
  void eachTurnIsFlushedByItself() {
    link.write(bytes(1));
    turnEnds();
    link.write(bytes(2));
    turnEnds();
    turnEnds();
    assertEquals(2, flushes.count);
    assertEquals(1, nextWritten());
    assertEquals(2, nextWritten());
  }

  @Test
  void closingSendsWhatIsThere() {
    link.write(bytes(7));
    link.close();
    channel.runPendingTasks();
    assertEquals(7, nextWritten());
    assertFalse(channel.isOpen());
  }

  @Test
  void whatIsWrittenAfterTheEndIsReleased() {
    channel.close();
    channel.runPendingTasks();
    ByteBuf late = bytes(5000);
    link.write(late);
    assertEquals(0, late.refCnt());
    ByteBuf tail = link.space(10).writeZero(10);
    turnEnds();
    assertEquals(0, tail.refCnt());
  }

  private static final class Flushes extends ChannelOutboundHandlerAdapter {
    private int count;

    @Override
    public void flush(ChannelHandlerContext ctx) {
      count++;
      ctx.flush();
    }
  }

  private static final class Quiet implements LinkHandler {
    @Override
    public void onBytes(ByteBuf in) {
      in.skipBytes(in.readableBytes());
    }

    @Override
    public void onInputClosed(ByteBuf in) {
      // Nothing comes in here.
    }

    @Override
    public void onWritable(Writable state) {
      // Writes without asking.
    }

    @Override
    public void onClosed(End end) {
      // The test knows.
    }
  }
}
