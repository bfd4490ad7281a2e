package io.mizzen.kernel.proxy;

import io.mizzen.kernel.network.Bytes;
import io.mizzen.kernel.network.DownstreamLink;
import io.mizzen.kernel.network.Link;
import io.mizzen.kernel.network.LinkHandler;
import io.mizzen.kernel.upstream.Cluster;
import io.mizzen.kernel.upstream.UpstreamConnection;
import io.mizzen.spi.protocol.Codec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;

/**
 * A stream that has become raw bytes both ways and has a connection of its own on each side. In
 * this process it goes on being a stream; another one needs only the two sockets and goes on with a
 * {@link RawPair}.
 *
 * @param stream the only one of its connection
 * @param upstream the other side, this stream's alone
 */
record Tunnel(ProxyStream stream, UpstreamConnection upstream) {
  /** Of {@link #state}; a process that knows another one lets the tunnel stay. */
  private static final byte VERSION = 1;

  /** What another process has to know beyond the bytes. */
  Bytes state() {
    ByteBuf out = Unpooled.buffer();
    out.writeByte(VERSION).writeLong(stream.deadlines().idleNanos());
    out.writeCharSequence(upstream.clusterName(), StandardCharsets.UTF_8);
    Bytes state = Bytes.copyOf(out);
    out.release();
    return state;
  }

  /**
   * Goes on with one that another process had.
   *
   * @param saved what {@link #state} said there
   * @throws IllegalArgumentException if it cannot go on here, with a sentence
   */
  static LinkHandler resume(DownstreamLink connection, Bytes saved, ChainPlan plan, Link upstream) {
    ByteBuf state = saved.toBuffer(UnpooledByteBufAllocator.DEFAULT);
    if (state.readableBytes() <= 1 + Long.BYTES || state.readByte() != VERSION) {
      state.release();
      throw new IllegalArgumentException("a tunnel in another form");
    }
    final long idleNanos = state.readLong();
    final String name = state.toString(StandardCharsets.UTF_8);
    state.release();
    if (plan.filters().seesRequestBody() || plan.filters().seesResponseBody()) {
      throw new IllegalArgumentException("its chain has filters that look at bodies");
    }
    Cluster cluster = plan.table().named(name);
    if (cluster == null) {
      throw new IllegalArgumentException("no route of its chain leads to cluster " + name);
    }
    RawPair pair = new RawPair(connection, cluster, new RawPair.Rules(0, idleNanos, saved));
    pair.resume(upstream);
    return pair.handler();
  }

  /** Whether both directions are open and nothing is between the two connections. */
  boolean isAtRest() {
    return stream.isPassingOn()
        && upstream.restState() == Codec.RestState.RAW
        && !upstream.link().isClosed()
        && !upstream.link().isInputClosed()
        && upstream.link().unsentBytes() <= upstream.bufferHigh();
  }

  /** Its two sides, to leave together. */
  LinkPair links(DownstreamLink down) {
    return new LinkPair(down, upstream.link());
  }

  /** It goes on here after all. */
  void stays() {
    if (!stream.isEnded()) {
      stream.deadlines().arm();
    }
  }
}
