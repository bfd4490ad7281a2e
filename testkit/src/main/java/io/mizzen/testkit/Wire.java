package io.mizzen.testkit;

import io.mizzen.spi.protocol.Codec;
import io.mizzen.spi.protocol.Codec.Progress;
import io.mizzen.spi.protocol.MessageHead;
import io.mizzen.spi.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * One side of a connection, as harsh as a kernel may be: each read comes in a fresh buffer (unread
 * bytes are copied in front, nothing else survives), which begins at an odd index and is released
 * right after the call. So a codec that keeps an index or a slice it did not retain fails.
 *
 * @param <H> the head the codec decodes
 */
public final class Wire<H extends MessageHead> implements AutoCloseable {
  private Codec<H> codec;
  private final LeakGuard guard;
  private final RecordingEvents<H> events = new RecordingEvents<>();
  private final RecordingOut out;
  private byte[] unread = {};
  private boolean closed;

  public Wire(Codec<H> codec, LeakGuard guard) {
    this.codec = codec;
    this.guard = guard;
    this.out = new RecordingOut(guard.allocator());
  }

  /**
   * Opens the connection: the codec says what it says first, the peer too, and what was written is
   * forgotten.
   */
  public Wire<H> opened(byte[] peerOpening) {
    codec.open(out);
    try {
      feed(peerOpening);
    } catch (ProtocolException e) {
      throw new AssertionError("refused how a connection begins: " + e.getMessage(), e);
    }
    out.take();
    return this;
  }

  /** Reads these bytes. */
  public Progress feed(byte[] bytes) throws ProtocolException {
    ByteBuf in = guard.allocator().directBuffer(unread.length + bytes.length + 3);
    try {
      in.writeZero(3).skipBytes(3).writeBytes(unread).writeBytes(bytes);
      unread = new byte[] {};
      Progress progress = codec.decode(in, events, out);
      unread = rest(in);
      return progress;
    } finally {
      in.release();
    }
  }

  /** Reads these pieces, one call each. */
  public Progress feed(List<byte[]> pieces) throws ProtocolException {
    Progress progress = Progress.NEED_MORE;
    for (byte[] piece : pieces) {
      progress = feed(piece);
    }
    return progress;
  }

  /** Decodes what is left once more, as the kernel does when a stream has ended. */
  public Progress again() throws ProtocolException {
    return feed(new byte[] {});
  }

  /** The peer ends its sending. */
  public void end() throws ProtocolException {
    ByteBuf in = guard.buffer(unread);
    try {
      codec.inputClosed(in, events, out);
    } finally {
      in.release();
    }
  }

  /**
   * Goes on with another codec, as after a hand-over: the old one saves its state and is released,
   * unread bytes go along. The bytes that were written stay.
   */
  public void moveTo(Codec<H> fresh) throws ProtocolException {
    ByteBuf state = guard.allocator().buffer();
    try {
      codec.saveState(state);
      codec.release();
      codec = fresh;
      codec.restoreState(state);
    } finally {
      state.release();
    }
    again();
  }

  /** Bytes that the codec left. */
  public int unread() {
    return unread.length;
  }

  /** What was decoded. */
  public RecordingEvents<H> events() {
    return events;
  }

  /** What was written. */
  public RecordingOut out() {
    return out;
  }

  /** The connection is gone: streams release their heads, then the codec is released. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      events.close();
      codec.release();
      out.close();
    }
  }

  private static byte[] rest(ByteBuf in) {
    byte[] rest = new byte[in.readableBytes()];
    in.readBytes(rest);
    return rest;
  }
}
