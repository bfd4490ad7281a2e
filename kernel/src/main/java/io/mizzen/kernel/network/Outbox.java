package io.mizzen.kernel.network;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a link will send, in order: small pieces gathered in one tail, large ones and a single small
 * one as they are. The worker flushes it at the end of the loop turn, so that all of a turn leaves
 * in one write.
 */
final class Outbox {
  /** Below this a copy costs less than one more entry of a gathering write. */
  private static final int COPY_LIMIT = 4096;

  /** A fresh tail: head and small body of most messages, a slice of a pooled page. */
  private static final int TAIL_SIZE = 2048;

  /** A tail is not grown beyond this: larger ones are sent and a fresh one begun. */
  private static final int TAIL_LIMIT = 65536;

  /**
   * So many bytes in large pieces leave as soon as the socket they came from is read empty. One
   * write for them costs little beside their copy, the copy is cheap only while they are in the
   * processor's cache, and the next 31 sockets of the turn would push them out of it.
   */
  private static final int LARGE = 32 * 1024;

  private final Link link;
  private final KernelWorker worker;
  private final Channel channel;
  private @Nullable ChannelHandlerContext context;
  private @Nullable ByteBuf tail;
  // A small piece that is all there is in this turn so far: alone it leaves as it is.
  private @Nullable ByteBuf lone;
  private @Nullable Consumer<ByteBuf> tap;
  private boolean dirty;
  private int large;
  private long handedOver;

  Outbox(Link link, KernelWorker worker, Channel channel) {
    this.link = link;
    this.worker = worker;
    this.channel = channel;
  }

  /** From here on bytes have somewhere to go. */
  void open(ChannelHandlerContext ctx) {
    context = ctx;
  }

  void tap(Consumer<ByteBuf> looker) {
    tap = looker;
  }

  /** Bytes handed to the transport. */
  long handedOver() {
    return handedOver;
  }

  /** Bytes still here. */
  int waiting() {
    return (tail == null ? 0 : tail.readableBytes()) + (lone == null ? 0 : lone.readableBytes());
  }

  /** Bytes not yet taken by the system. */
  long unsent() {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    return (buffer == null ? 0 : buffer.totalPendingWriteBytes()) + waiting();
  }

  /** Room for so many bytes at the end of the tail. */
  ByteBuf space(int bytes) {
    markDirty();
    ByteBuf first = lone;
    if (first != null) {
      lone = null;
      roomInTail(first.readableBytes() + bytes).writeBytes(first);
      first.release();
    }
    return roomInTail(bytes);
  }

  private ByteBuf roomInTail(int bytes) {
    ByteBuf buffer = tail;
    if (buffer != null && buffer.writableBytes() < bytes) {
      if (buffer.readableBytes() + bytes <= TAIL_LIMIT) {
        buffer.ensureWritable(bytes);
      } else {
        sendTail();
        buffer = null;
      }
    }
    if (buffer == null) {
      buffer = worker.allocator().ioBuffer(Math.max(bytes, TAIL_SIZE));
      tail = buffer;
    }
    return buffer;
  }

  /**
   * Appends.
   *
   * @param owned not empty; released here or by the transport
   */
  void write(ByteBuf owned) {
    int length = owned.readableBytes();
    if (length > COPY_LIMIT) {
      markDirty();
      sendTail();
      send(owned);
      markLarge(length);
    } else if (tail == null && lone == null) {
      markDirty();
      lone = owned;
    } else {
      space(length).writeBytes(owned);
      owned.release();
    }
  }

  private void markDirty() {
    if (!dirty) {
      dirty = true;
      worker.markDirty(link);
    }
  }

  private void markLarge(int length) {
    if (large < LARGE) {
      large += length;
      if (large >= LARGE) {
        worker.markLarge(link);
      }
    }
  }

  private void sendTail() {
    ByteBuf first = lone;
    if (first != null) {
      lone = null;
      send(first);
    }
    ByteBuf buffer = tail;
    if (buffer != null) {
      tail = null;
      if (buffer.isReadable()) {
        send(buffer);
      } else {
        buffer.release();
      }
    }
  }

  private void send(ByteBuf owned) {
    ChannelHandlerContext ctx = context;
    if (ctx == null) {
      owned.release();
      return;
    }
    handedOver += owned.readableBytes();
    if (tap != null) {
      tap.accept(owned);
    }
    ctx.write(owned, ctx.voidPromise());
  }

  /** Hands everything to the system, if there is anything. */
  void flush() {
    if (!dirty) {
      return;
    }
    dirty = false;
    large = 0;
    if (context == null) {
      discard();
    } else {
      sendTail();
      channel.flush();
    }
  }

  /** Hands everything to the system; the result is there when it has taken all of it. */
  ChannelFuture flushAll(ChannelHandlerContext ctx) {
    sendTail();
    return ctx.writeAndFlush(Unpooled.EMPTY_BUFFER);
  }

  /** What the system has not taken; everything was handed to the transport before. */
  Bytes copyUnsent() {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    if (buffer == null || buffer.isEmpty()) {
      return Bytes.NONE;
    }
    ByteBuf all = Unpooled.buffer();
    try {
      // A buffer of which a part has gone has moved its reader index.
      buffer.forEachFlushedMessage(
          message -> {
            if (message instanceof ByteBuf piece) {
              all.writeBytes(piece, piece.readerIndex(), piece.readableBytes());
            }
            return true;
          });
      return Bytes.copyOf(all);
    } catch (Exception e) {
      throw new IllegalStateException("a write buffer could not be read", e);
    } finally {
      all.release();
    }
  }

  /** The link is closed: what waits is lost. */
  void discard() {
    context = null;
    if (lone != null) {
      lone.release();
      lone = null;
    }
    ByteBuf buffer = tail;
    if (buffer != null) {
      tail = null;
      buffer.release();
    }
  }
}
