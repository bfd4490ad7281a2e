package io.mizzen.kernel.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.DefaultChannelId;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A link whose socket came from another process that has not let go of it: its channel is on no
 * event loop yet, and whatever is wanted of it has to wait or do without one.
 */
class ArrivingLinkTest {
  private final List<String> told = new ArrayList<>();
  private final EmbeddedChannel channel =
      new EmbeddedChannel(DefaultChannelId.newInstance(), false, false);
  private final EmbeddedChannel loop = new EmbeddedChannel();
  private final KernelWorker worker =
      new KernelWorker(0, loop.eventLoop(), UnpooledByteBufAllocator.DEFAULT);
  private final Link link = new Link(worker, channel, new Telling());

  ArrivingLinkTest() {
    link.relocation().arriving();
    channel.pipeline().addLast(link);
  }

  @AfterEach
  void end() {
    loop.finishAndReleaseAll();
  }

  /** As {@link Arrival#begin} does. */
  private void begin() {
    link.relocation().arrived();
    told.add("ready");
    link.relocation().begun();
  }

  @Test
  void whatIsWantedOfItFollowsInOrderOnceItIsHere() {
    link.leave(NOWHERE);
    link.whenHere(() -> told.add("drain"));
    assertEquals(List.of(), told);
    begin();
    assertEquals(List.of("ready", "leave", "drain"), told);
    link.relocation().begun();
    link.leave(NOWHERE);
    link.whenHere(() -> told.add("at once"));
    assertEquals(List.of("ready", "leave", "drain", "leave", "at once"), told);
    channel.finishAndReleaseAll();
  }

  @Test
  void cutOffOnItsWayItIsGoneWithoutAWordToThePeer() {
    link.leave(NOWHERE);
    link.abort();
    link.abort();
    assertEquals(List.of("closed CLOSED_HERE"), told);
    assertTrue(link.isClosed());
    assertFalse(channel.isOpen());
  }

  private static final Departures NOWHERE =
      new Departures() {
        @Override
        public boolean isOpen() {
          return false;
        }

        @Override
        public void depart(Departure departure) {
          throw new AssertionError("nobody has taken it off its loop");
        }

        @Override
        public void answer(long id, Bytes bytes, int awaited) {
          throw new AssertionError("nothing is owed");
        }

        @Override
        public void close(long id) {
          throw new AssertionError("nothing is owed");
        }
      };

  private final class Telling implements LinkHandler {
    @Override
    public void leave(Departures departures) {
      told.add("leave");
    }

    @Override
    public void onBytes(ByteBuf in) {
      in.skipBytes(in.readableBytes());
    }

    @Override
    public void onInputClosed(ByteBuf in) {
      told.add("input closed");
    }

    @Override
    public void onWritable(Writable state) {
      told.add("writable " + state);
    }

    @Override
    public void onClosed(End how) {
      told.add("closed " + how);
    }
  }
}
