package io.mizzen.kernel.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How a link ends, and what is left of it. */
class LinkEndTest {
  private static final long LINGER = TimeUnit.SECONDS.toNanos(5);

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final KernelWorker worker =
      new KernelWorker(0, channel.eventLoop(), UnpooledByteBufAllocator.DEFAULT);
  private final List<LinkHandler.End> ends = new ArrayList<>();
  private final Link link =
      new Link(
          worker,
          channel,
          new LinkHandler() {
            @Override
            public void onBytes(ByteBuf in) {
              in.skipBytes(in.readableBytes());
            }

            @Override
            public void onInputClosed(ByteBuf in) {
              throw new AssertionError("nobody listens any more");
            }

            @Override
            public void onWritable(Writable state) {
              // Nothing is written here.
            }

            @Override
            public void onClosed(End how) {
              ends.add(how);
            }
          });

  @Test
  void aPeerThatGoesWhileItIsLingeredForLeavesNothing() {
    channel.pipeline().addLast(link);
    link.lingeringClose(LINGER);
    assertEquals(1, worker.armed());
    channel.writeInbound(Unpooled.wrappedBuffer(new byte[100]));
    assertTrue(channel.isOpen(), "what it still sends is thrown away");
    channel.close();
    assertEquals(List.of(LinkHandler.End.CLOSED_BY_PEER), ends);
    assertEquals(0, worker.armed());
    channel.runPendingTasks();
    assertFalse(channel.isOpen());
  }
}
