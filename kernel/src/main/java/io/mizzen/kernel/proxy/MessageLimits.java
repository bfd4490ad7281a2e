package io.mizzen.kernel.proxy;

import io.mizzen.kernel.network.KernelWorker;
import io.mizzen.kernel.network.TimerNode;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.ServerCodec;

/**
 * How long a downstream connection may wait: for the rest of a head, for the next bytes of a body,
 * for a request at all. One time-out for all three, armed anew when it fires; what begins with a
 * shorter limit moves it. The limits within a stream are {@link Deadlines}.
 */
final class MessageLimits extends TimerNode {
  private static final long NONE = 0;

  private final DownstreamConnection connection;
  private long headSince = NONE;
  private long quietSince;
  private boolean bodyWatched;

  MessageLimits(DownstreamConnection connection) {
    this.connection = connection;
    this.quietSince = worker().now();
  }

  private KernelWorker worker() {
    return connection.worker().kernel();
  }

  private ServerCodec.Reading reading() {
    return connection.codec().reading();
  }

  /** A head is complete. */
  void headDone() {
    headSince = NONE;
  }

  /** The codec has seen new bytes: what it reads now may have a limit that is nearer. */
  void bytesSeen() {
    ServerCodec.Reading reading = reading();
    if (reading != ServerCodec.Reading.HEAD) {
      headSince = NONE;
      if (reading == ServerCodec.Reading.BODY && !bodyWatched) {
        bodyWatched = true;
        within(connection.limits().bodyNanos());
      }
    } else if (headSince == NONE) {
      headSince = worker().now();
      within(connection.limits().headNanos());
    }
  }

  /** A stream has ended. */
  void quietFromNow() {
    quietSince = worker().now();
  }

  private void within(long nanos) {
    if (nanos > 0) {
      worker().schedule(this, nanos);
    }
  }

  /** Looks which limit is the nearest now. */
  void arm() {
    ConnectionLimits limits = connection.limits();
    long wait = limits.idleNanos();
    bodyWatched = limits.bodyNanos() > 0 && reading() == ServerCodec.Reading.BODY;
    if (bodyWatched) {
      wait = wait == NONE ? limits.bodyNanos() : Math.min(wait, limits.bodyNanos());
    }
    if (headSince != NONE && limits.headNanos() > 0) {
      long left = headSince + limits.headNanos() - worker().now();
      wait = wait == NONE ? left : Math.min(wait, left);
    }
    if (wait != NONE) {
      worker().schedule(this, Math.max(0, wait));
    }
  }

  void cancel() {
    worker().cancel(this);
  }

  @Override
  protected void fire() {
    ConnectionLimits limits = connection.limits();
    long now = worker().now();
    if (limits.headNanos() > 0 && headSince != NONE && now - headSince >= limits.headNanos()) {
      tooSlow("the head of a request took longer than headTimeout");
    } else if (limits.bodyNanos() > 0
        && reading() == ServerCodec.Reading.BODY
        && !connection.link().isReadPaused()
        && !connection.requests().anyTunnel()
        && now - connection.link().lastRead() >= limits.bodyNanos()) {
      tooSlow("no byte of a request's body for longer than bodyTimeout");
    } else if (limits.idleNanos() > 0
        && connection.isIdle()
        && now - Math.max(quietSince, connection.link().lastRead()) >= limits.idleNanos()) {
      idleTooLong();
    } else {
      arm();
    }
  }

  private void tooSlow(String rule) {
    connection
        .codec()
        .encodeFailure(new ProtocolException(Why.TIMEOUT_IDLE, 0, rule), connection.link());
    connection.closeLingering(Why.TIMEOUT_IDLE);
  }

  private void idleTooLong() {
    connection.codec().encodeClose(connection.out());
    connection.close(Why.TIMEOUT_IDLE);
  }
}
