package io.mizzen.kernel.proxy;

import io.mizzen.kernel.network.Bytes;
import io.mizzen.kernel.network.Departure;
import io.mizzen.kernel.network.Departures;
import io.mizzen.kernel.network.DownstreamLink;
import io.mizzen.kernel.network.Link;
import io.mizzen.kernel.network.Manifest;
import io.mizzen.spi.protocol.BytesOut;
import io.mizzen.spi.protocol.Codec;
import io.mizzen.spi.protocol.ServerCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a stream connection leaves for another process: as soon as its codec is at rest. Requests
 * that are open then stay here; their answers are gathered and follow the connection, whole
 * messages at a time, since from then on only the other process writes to the peer. A tunnel leaves
 * with its upstream connection and owes nothing.
 */
final class Parting implements Departure.Owner, BytesOut {
  private final DownstreamConnection connection;
  private final DownstreamLink info;
  private final ServerCodec codec;
  private final Departures departures;
  private final ByteBuf gathered;
  private @Nullable Tunnel tunnel;
  private Stage stage = Stage.WANTED;
  private boolean owing;
  private boolean broken;
  private boolean released;

  private enum Stage {
    WANTED,
    /** Off the event loop; nobody knows yet who has it. */
    DETACHED,
    /** The other process has it. */
    AWAY,
    /** It has to go on here. */
    REFUSED
  }

  Parting(
      DownstreamConnection connection,
      DownstreamLink info,
      ServerCodec codec,
      Departures departures) {
    this.connection = connection;
    this.info = info;
    this.codec = codec;
    this.departures = departures;
    this.gathered = info.link().allocator().buffer();
  }

  /** Whether the connection may leave at its next rest. */
  boolean isWanted() {
    return stage == Stage.WANTED;
  }

  /** Whether what the codec writes goes here. */
  boolean isGathering() {
    return stage == Stage.DETACHED || stage == Stage.AWAY;
  }

  /** Goes if it can go now; returns whether it is on its way. */
  boolean beginIfAtRest() {
    // What the upstream knows of this caller cannot be moved.
    switch (connection.isBound() ? Codec.RestState.NEVER : codec.restState()) {
      case NEVER -> leavesNever();
      case AT_REST -> {
        if (mayDetach()) {
          begin();
        }
      }
      case RAW -> {
        Tunnel raw = rawTunnel();
        if (raw == null) {
          leavesNever();
        } else if (raw.isAtRest() && mayDetach()) {
          begin(raw);
        }
      }
      case BUSY -> {}
    }
    return isGathering();
  }

  /** Whether nothing is under way that needs this process, and the peer may still send. */
  private boolean mayDetach() {
    Link link = info.link();
    return !connection.awaitsAnswers()
        && !link.isInputClosed()
        && link.unsentBytes() <= info.owner().plan().bufferHigh();
  }

  private void leavesNever() {
    release();
    connection.leavesNever();
  }

  private @Nullable Tunnel rawTunnel() {
    OpenRequests open = connection.requests();
    return open.size() == 1 ? open.all().get(0).tunnel() : null;
  }

  private void begin() {
    if (!departures.isOpen()) {
      stage = Stage.REFUSED;
      release();
      connection.drain();
      return;
    }
    stage = Stage.DETACHED;
    info.link().relocation().detach(this::detached);
  }

  /** A tunnel goes together with its upstream connection. */
  private void begin(Tunnel leaving) {
    if (!departures.isOpen()) {
      begin();
      return;
    }
    stage = Stage.DETACHED;
    tunnel = leaving;
    leaving.stream().deadlines().cancel();
    leaving
        .links(info)
        .leave(departures, () -> leaving.stream().isEnded() ? null : leaving.state(), this);
  }

  private void detached(Manifest.@Nullable Socket socket) {
    if (socket == null) {
      return; // its end was told to the connection
    }
    ByteBuf state = Unpooled.buffer();
    codec.saveState(state);
    int awaited = connection.requests().size();
    owing = awaited > 0;
    Manifest manifest = info.manifest(awaited, Bytes.copyOf(state), List.of(socket));
    state.release();
    if (manifest == null) {
      stays();
    } else {
      departures.depart(
          new Departure(
              manifest, List.of(info.link().relocation().socket()), info.link().worker(), this));
    }
  }

  @Override
  public void moved() {
    stage = Stage.AWAY;
    info.link().relocation().moved();
    if (broken) {
      departures.close(info.id());
    }
    if (tunnel == null) {
      answered();
    } else {
      tunnel.upstream().moved();
      connection.leftForGood();
    }
  }

  @Override
  public void stays() {
    stage = Stage.REFUSED;
    LinkPair both = tunnel == null ? null : tunnel.links(info);
    if (both == null) {
      info.link().relocation().reattach();
    } else {
      both.reattach();
    }
    if (!released && gathered.isReadable()) {
      info.link().write(gathered.retainedDuplicate());
    }
    release();
    if (tunnel != null) {
      tunnel.stays();
    }
    connection.stays();
    if (both == null) {
      info.link().redeliver();
    } else {
      both.redeliver();
    }
  }

  @Override
  public void peerGone() {
    connection.goneElsewhere();
  }

  /** A stream has ended, or the connection has left: sends what is whole by now. */
  void answered() {
    if (stage != Stage.AWAY) {
      return;
    }
    int open = connection.requests().size();
    boolean whole = codec.restState() == Codec.RestState.AT_REST || open == 0;
    if (owing && !broken && whole && (gathered.isReadable() || open == 0)) {
      departures.answer(info.id(), Bytes.copyOf(gathered), open);
      gathered.clear();
    }
    if (open == 0) {
      connection.leftForGood();
    }
  }

  /** Nothing that makes sense can follow: the connection must end, wherever it is. */
  void breakOff() {
    broken = true; // on the way nobody can be told yet
    if (stage == Stage.AWAY) {
      departures.close(info.id());
    }
  }

  /**
   * Gives the room for answers back; once, since a buffer that was given back is another's soon.
   */
  void release() {
    if (!released) {
      released = true;
      gathered.release();
    }
  }

  // ---- the codec's way out --------------------------------------------------------------------

  @Override
  public ByteBufAllocator allocator() {
    return info.link().allocator();
  }

  @Override
  public ByteBuf space(int bytes) {
    return gathered.ensureWritable(bytes);
  }

  @Override
  public void write(ByteBuf owned) {
    gathered.writeBytes(owned);
    owned.release();
  }

  @Override
  public void end() {
    // One direction of a connection that is not here: its end comes with the last answer.
  }
}
