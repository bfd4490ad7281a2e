package io.mizzen.kernel.network;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The end of a link, if it takes time. It may begin with lingering: what the peer still sends is
 * read and thrown away, so that the peer can read the last answer (RFC 9112 section 9.6). Then it
 * is closing: the system takes the last bytes. Neither lasts for ever.
 */
final class Ending extends TimerNode implements LinkHandler {
  /** So long a closed link may take to hand over its last bytes; then the reader has stopped. */
  private static final long MOST_CLOSING_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Link link;
  // Who hears of the end if the link lingers.
  private @Nullable LinkHandler owner;

  Ending(Link link) {
    this.link = link;
  }

  /** The last bytes are on their way out. */
  void close() {
    link.worker().schedule(this, MOST_CLOSING_NANOS);
  }

  /** The last answer is on its way out; from here on this is the link's handler. */
  void linger(LinkHandler before, long nanos) {
    if (before != this) {
      owner = before;
    }
    link.worker().schedule(this, nanos);
  }

  /** It is over: peers that are refused by the thousand must not be kept for all that time. */
  void cancel() {
    link.worker().cancel(this);
  }

  @Override
  protected void fire() {
    if (link.isClosed()) {
      link.abort();
    } else {
      link.close();
    }
  }

  // ---- while it lingers ---------------------------------------------------------------------

  @Override
  public void onBytes(ByteBuf in) {
    in.skipBytes(in.readableBytes());
  }

  @Override
  public void onInputClosed(ByteBuf in) {
    link.close();
  }

  @Override
  public void onWritable(Writable state) {
    // Nobody writes here any more.
  }

  @Override
  public void onClosed(End how) {
    LinkHandler told = owner;
    if (told != null) {
      told.onClosed(how);
    }
  }
}
