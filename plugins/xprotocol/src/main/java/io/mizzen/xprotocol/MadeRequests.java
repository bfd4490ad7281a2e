package io.mizzen.xprotocol;

import io.mizzen.spi.Host;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.xprotocol.FrameFormat.Sender;
import io.mizzen.xprotocol.FrameFormat.Step;
import io.netty.buffer.ByteBuf;

/**
 * Makes heads for calls that no connection has brought: frames that were written here are read as
 * if a caller had sent them, so a filter can send them to a cluster of that protocol.
 */
public final class MadeRequests {
  private final FrameFormat format;
  private final Host.PerWorker<FramePool> pools;

  public MadeRequests(FrameFormat format, Host host) {
    this.format = format;
    this.pools = host.perWorker(index -> new FramePool(format, FrameCounters.Cells.NOWHERE));
  }

  /**
   * Takes the head of a frame. On a worker.
   *
   * @param frame one whole frame without a tail; its reader index is moved behind the head, so what
   *     stays readable is the body
   * @return owned by the caller; keeps what it needs of the frame
   * @throws IllegalStateException if these bytes are no request of the format
   */
  public FrameRequest head(ByteBuf frame) {
    int at = frame.readerIndex();
    int there = frame.readableBytes();
    Frame read = format.newFrame();
    try {
      if (format.readFixed(frame, at, there, Sender.CALLER, read) != Step.READ
          || format.readHead(frame, at, there, read) != Step.READ
          || read.fault != null
          || read.length != there
          || read.tail != Frame.Tail.NONE
          || read.kind != Frame.Kind.REQUEST && read.kind != Frame.Kind.ONE_WAY) {
        throw new IllegalStateException("not a " + format.word() + " request: " + read.fault);
      }
    } catch (ProtocolException e) {
      throw new IllegalStateException("not a " + format.word() + " request", e);
    }
    FrameRequest head = pools.get().request();
    head.take(read);
    head.take(read, frame, at, read.headLength);
    frame.skipBytes(read.headLength);
    if (head.look() == FrameHead.Look.BODY && frame.isReadable()) {
      head.keepBody(frame.retainedSlice());
    }
    return head;
  }
}
