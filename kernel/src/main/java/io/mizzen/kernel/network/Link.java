package io.mizzen.kernel.network;

import io.mizzen.spi.protocol.BytesOut;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connected socket of one worker: bytes in with what was left before, bytes out in few writes.
 *
 * <pre>
 *   read  ─▶ unread + new ─▶ LinkHandler.onBytes ─▶ the rest stays unread
 *   space/write ─▶ tail (small pieces) ─┐
 *   large buffers, as they are ─────────┴─▶ one flush at the end of the loop turn
 * </pre>
 *
 * <p>Everything here runs on the worker.
 */
public final class Link extends ChannelInboundHandlerAdapter implements BytesOut {
  private final KernelWorker worker;
  private final Channel channel;
  private final Outbox outbox;
  private LinkHandler handler;
  private @Nullable ChannelHandlerContext context;
  private @Nullable ByteBuf unread;
  private int pauses;
  private boolean delivering;
  private boolean deliverAgain;
  private boolean inputClosed;
  private boolean closing;
  private boolean closed;
  // Made when it goes to another process, or if it came from one.
  private @Nullable Relocation relocation;
  private @Nullable Ending ending;
  private LinkHandler.End end = LinkHandler.End.CLOSED_BY_PEER;
  private long bytesIn;
  private long lastRead;

  Link(KernelWorker worker, Channel channel, LinkHandler handler) {
    this.worker = worker;
    this.channel = channel;
    this.outbox = new Outbox(this, worker, channel);
    this.handler = handler;
  }

  public KernelWorker worker() {
    return worker;
  }

  Channel channel() {
    return channel;
  }

  public SocketAddress remoteAddress() {
    return channel.remoteAddress();
  }

  public SocketAddress localAddress() {
    return channel.localAddress();
  }

  /** Who gets the bytes from here on; {@link #redeliver} offers it what is unread. */
  public void handler(LinkHandler next) {
    this.handler = next;
  }

  /** Sees all bytes that go out, in order; for network filters. */
  public void writeTap(Consumer<ByteBuf> tap) {
    outbox.tap(tap);
  }

  public long bytesIn() {
    return bytesIn;
  }

  public long bytesOut() {
    return outbox.handedOver();
  }

  /** Bytes handed to the transport and those still in the tail: a mark for "nothing of it left". */
  public long writtenAndPending() {
    return outbox.handedOver() + outbox.waiting();
  }

  /** When bytes came in last, by the worker's clock. */
  public long lastRead() {
    return lastRead;
  }

  public boolean isClosed() {
    return closed || closing;
  }

  /** Whether a writer may go on. What is written for a peer elsewhere is its owner's matter. */
  public boolean isWritable() {
    return isAway() || channel.isWritable();
  }

  /** Bytes that were written and not yet taken by the system. */
  public long unsentBytes() {
    return outbox.unsent();
  }

  // ---- reading ------------------------------------------------------------------------------

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    outbox.open(ctx);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    lastRead = worker.now();
    if (relocation == null || relocation.isHome()) {
      handler.onConnected();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    if (closed || closing) {
      in.release();
      return;
    }
    bytesIn += in.readableBytes();
    lastRead = worker.now();
    unread = unread == null ? in : join(unread, in);
    if (!isAway()) {
      deliver();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    worker.readComplete();
  }

  /** Offers the unread bytes again, since the handler can go on. */
  public void redeliver() {
    if (isAway() || closing) {
      return;
    }
    if (unread != null && !closed) {
      deliver();
    }
    if (inputClosed && !closed && !delivering) {
      handler.onInputClosed(unread == null ? Unpooled.EMPTY_BUFFER : unread);
    }
  }

  private void deliver() {
    if (delivering) {
      deliverAgain = true;
      return;
    }
    delivering = true;
    try {
      do {
        deliverAgain = false;
        ByteBuf in = unread;
        if (in == null) {
          break;
        }
        handler.onBytes(in);
        if (closed || !in.isReadable()) {
          unread = null;
          in.release();
        }
      } while (deliverAgain && !closed && !isAway());
    } finally {
      delivering = false;
    }
  }

  /**
   * Appends behind the writer index where there is room, which never changes what slices see;
   * otherwise moves to a buffer twice as large, so that a slow sender costs linear work.
   */
  private ByteBuf join(ByteBuf left, ByteBuf more) {
    try {
      int add = more.readableBytes();
      if (left.writableBytes() >= add) {
        return left.writeBytes(more);
      }
      int have = left.readableBytes();
      ByteBuf joined = worker.allocator().buffer(Math.max(2 * have, have + add));
      joined.writeBytes(left).writeBytes(more);
      left.release();
      return joined;
    } finally {
      more.release();
    }
  }

  /** Stops reading until as many {@link #resumeRead} calls; several parties may hold a pause. */
  public void pauseRead() {
    if (pauses++ == 0 && !inputClosed && !isAway()) {
      channel.config().setAutoRead(false);
    }
  }

  /** Takes one pause back. */
  public void resumeRead() {
    // After the end of input there is nothing to read, and the transport may know the socket no
    // more.
    if (--pauses == 0 && !closed && !inputClosed && !isAway()) {
      channel.config().setAutoRead(true);
    }
  }

  public boolean isReadPaused() {
    return pauses > 0;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE && !inputClosed && !closed && !closing) {
      inputClosed = true;
      if (!isAway()) {
        handler.onInputClosed(unread == null ? Unpooled.EMPTY_BUFFER : unread);
      }
    }
  }

  public boolean isInputClosed() {
    return inputClosed;
  }

  // ---- writing ------------------------------------------------------------------------------

  @Override
  public ByteBufAllocator allocator() {
    return worker.allocator();
  }

  @Override
  public ByteBuf space(int bytes) {
    return outbox.space(bytes);
  }

  @Override
  public void write(ByteBuf owned) {
    if (!owned.isReadable() || closed || closing || isAway()) {
      owned.release();
    } else {
      outbox.write(owned);
    }
  }

  /** Hands everything to the system; the worker does it at the end of each turn. */
  void flushNow() {
    outbox.flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (!closed) {
      handler.onWritable(
          ctx.channel().isWritable() ? LinkHandler.Writable.AGAIN : LinkHandler.Writable.FULL);
    }
  }

  // ---- closing ------------------------------------------------------------------------------

  /** Closes once everything written is with the system. */
  public void close() {
    if (closing || closed) {
      return;
    }
    closing = true;
    end = LinkHandler.End.CLOSED_HERE;
    if (isAway()) {
      return;
    }
    ChannelHandlerContext ctx = context;
    if (ctx == null) {
      channel.close();
      return;
    }
    outbox.flushAll(ctx).addListener(ChannelFutureListener.CLOSE);
    if (!closed && unsentBytes() > 0) {
      ending().close();
    }
  }

  /** Closes at once; unsent bytes are lost. */
  public void abort() {
    if (closed) {
      return;
    }
    Relocation moving = relocation;
    if (moving != null && moving.isArriving()) {
      // Off its loop a channel cannot be closed the usual way, and its peer is the other process's.
      moving.moved();
      forgotten();
      return;
    }
    closing = true;
    end = LinkHandler.End.CLOSED_HERE;
    if (!isAway()) {
      channel.close();
    }
  }

  /** Closes at once, and says by a reset that what was sent is not all. */
  public void reset() {
    if (!closed) {
      // Not known to unix sockets, which have no reset.
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      abort();
    }
  }

  @Override
  public void end() {
    ChannelHandlerContext ctx = context;
    if (closed || isAway() || ctx == null || !(channel instanceof DuplexChannel duplex)) {
      return;
    }
    outbox.flushAll(ctx).addListener(done -> duplex.shutdownOutput());
  }

  /**
   * Ends after an answer that the peer must still be able to read although it may be sending: stops
   * writing, reads and throws away until the peer ends or the time is up (RFC 9112 section 9.6).
   *
   * @param nanos how long; 0 closes at once
   */
  public void lingeringClose(long nanos) {
    if (nanos <= 0 || inputClosed || isAway()) {
      close();
      return;
    }
    if (closing || closed) {
      return;
    }
    Ending last = ending();
    last.linger(handler, nanos);
    handler = last;
    if (unread != null) {
      unread.skipBytes(unread.readableBytes());
    }
    while (pauses > 0) {
      resumeRead();
    }
    end();
  }

  private Ending ending() {
    Ending last = ending;
    if (last == null) {
      last = new Ending(this);
      ending = last;
    }
    return last;
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (closed) {
      return;
    }
    closed = true;
    if (ending != null) {
      ending.cancel();
    }
    // A delivery that goes on has hold of it and releases it.
    if (!delivering) {
      releaseUnread();
    }
    outbox.discard();
    handler.onClosed(end);
    if (!delivering) {
      releaseUnread();
    }
  }

  @Override
  public void channelUnregistered(ChannelHandlerContext ctx) {
    if (isAway()) {
      return;
    }
    if (!closed) {
      channelInactive(ctx);
    } else {
      releaseUnread();
    }
  }

  private void releaseUnread() {
    if (unread != null) {
      unread.release();
      unread = null;
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (end == LinkHandler.End.CLOSED_BY_PEER) {
      // Also after a fault: whoever passes the bytes on must not take them for all there were.
      end = LinkHandler.End.RESET;
    }
    if (!(cause instanceof IOException)) {
      Listener.LOG.error("closing a connection after a fault of this process", cause);
    }
    ctx.close();
  }

  /** The connection never came about. */
  void connectFailed() {
    if (!closed) {
      closed = true;
      handler.onClosed(LinkHandler.End.NOT_CONNECTED);
    }
  }

  // ---- moving between processes -------------------------------------------------------------

  /** The handler's word on leaving for another process. */
  public void leave(Departures departures) {
    Relocation moving = relocation;
    if (moving != null && moving.isArriving()) {
      moving.whenHere(() -> leave(departures));
    } else if (!closed && !closing && !isAway()) {
      handler.leave(departures);
    }
  }

  /**
   * Does something with a connection that is read and written here: at once, or when the process it
   * comes from has let go of it. Never if it stays there.
   */
  public void whenHere(Runnable task) {
    Relocation moving = relocation;
    if (moving == null) {
      task.run();
    } else {
      moving.whenHere(task);
    }
  }

  /** See {@link LinkHandler#awaits}. */
  void awaits(int answers) {
    if (!isClosed()) {
      handler.awaits(answers);
    }
  }

  /** How its socket goes to another process. */
  public Relocation relocation() {
    Relocation present = relocation;
    if (present == null) {
      present = new Relocation(this);
      relocation = present;
    }
    return present;
  }

  private boolean isAway() {
    return relocation != null && relocation.isAway();
  }

  /** Whether nothing comes or goes any more. */
  boolean hasEnded() {
    return closed;
  }

  Bytes copyUnread() {
    return Bytes.copyOf(unread);
  }

  Bytes copyUnsent() {
    return outbox.copyUnsent();
  }

  /** On its event loop again: closes if that was wanted meanwhile, or goes on. */
  void goOn() {
    if (closing) {
      channel.close();
      return;
    }
    channel.flush();
    if (pauses == 0 && !inputClosed) {
      channel.config().setAutoRead(true);
    }
  }

  /** Another process has all that waits here. */
  void forget() {
    closed = true;
    releaseUnread();
    outbox.discard();
  }

  /** After {@link Relocation#moved}: whoever has it must not count on it any more. */
  void forgotten() {
    handler.onClosed(LinkHandler.End.CLOSED_HERE);
  }

  /** Puts back what the other process had read and not sent yet. */
  void resume(Manifest.Socket socket) {
    if (socket.unsent().length() > 0) {
      write(socket.unsent().toBuffer(worker.allocator()));
    }
    if (socket.unread().length() > 0) {
      ByteBuf before = socket.unread().toBuffer(worker.allocator());
      unread = unread == null ? before : join(before, unread);
    }
  }
}
