package io.mizzen.kernel.upstream;

import io.mizzen.kernel.network.KernelWorker;
import io.mizzen.kernel.network.TimerNode;
import io.mizzen.spi.protocol.ClientCodec;
import io.mizzen.spi.protocol.ClientProtocol;

/**
 * Looks after an upstream connection while nothing happens on it: ends one that was idle too long,
 * asks a silent one whether it still lives. One time-out for both, armed anew when it fires.
 */
final class UpstreamWatch extends TimerNode {
  private static final long NONE = -1;

  private final UpstreamConnection connection;
  private long idleSince;
  private long askedAt = NONE;
  private int unanswered;

  UpstreamWatch(UpstreamConnection connection) {
    this.connection = connection;
  }

  private KernelWorker worker() {
    return connection.pool().worker();
  }

  private ClientProtocol protocol() {
    return connection.pool().protocol();
  }

  /** No stream is open on it from here on. */
  void idleFromNow() {
    idleSince = worker().now();
  }

  /** The peer has answered a heartbeat. */
  void heartbeatAnswered() {
    askedAt = NONE;
    unanswered = 0;
  }

  void cancel() {
    worker().cancel(this);
  }

  void arm() {
    ClientProtocol.Heartbeat beat = protocol().heartbeat();
    long idleNanos = protocol().pool().idleTimeout().toNanos();
    long next = idleNanos > 0 ? idleNanos : Long.MAX_VALUE;
    if (beat != null) {
      next = Math.min(next, (askedAt == NONE ? beat.interval() : beat.timeout()).toNanos());
    }
    if (next != Long.MAX_VALUE) {
      worker().schedule(this, next);
    }
  }

  @Override
  protected void fire() {
    long now = worker().now();
    long idleNanos = protocol().pool().idleTimeout().toNanos();
    if (idleNanos > 0 && connection.streams() == 0 && now - idleSince >= idleNanos) {
      connection.idleTooLong();
      return;
    }
    ClientProtocol.Heartbeat beat = protocol().heartbeat();
    if (beat != null && isSilentTooOften(beat, now)) {
      connection.silentTooLong();
      return;
    }
    if (beat != null) {
      askIfSilent(beat, now);
    }
    arm();
  }

  private boolean isSilentTooOften(ClientProtocol.Heartbeat beat, long now) {
    if (askedAt == NONE || now - askedAt < beat.timeout().toNanos()) {
      return false;
    }
    askedAt = NONE;
    return ++unanswered >= beat.failures();
  }

  private void askIfSilent(ClientProtocol.Heartbeat beat, long now) {
    if (askedAt == NONE
        && now - connection.link().lastRead() >= beat.interval().toNanos()
        && connection.codec().encodeHeartbeat(connection.link()) == ClientCodec.Heartbeats.SENT) {
      askedAt = now;
    }
  }
}
