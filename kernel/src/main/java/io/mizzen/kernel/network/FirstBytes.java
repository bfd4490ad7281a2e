package io.mizzen.kernel.network;

import io.mizzen.spi.Why;
import io.mizzen.spi.network.Inspector;
import io.mizzen.spi.protocol.Detection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection before its protocol is known. In order: inspectors, the filter chain, the protocol.
 * Each waits for more bytes only if it must; nothing is consumed but what an inspector takes.
 */
final class FirstBytes extends TimerNode implements LinkHandler {
  private final DownstreamLink connection;
  private final ListenerPlan plan;
  private @Nullable Inspector inspector;
  private int nextInspector;
  private @Nullable Chain chain;
  private boolean sawByte;
  private @Nullable Departures departures;

  FirstBytes(DownstreamLink connection, ListenerPlan plan) {
    this.connection = connection;
    this.plan = plan;
  }

  /** The connection is accepted: goes as far as it can without bytes. */
  void begin() {
    advanceWithoutBytes();
  }

  private void advanceWithoutBytes() {
    if (advance(Unpooled.EMPTY_BUFFER)) {
      return;
    }
    long silenceMillis = silenceMillis();
    long limit = plan.firstByteTimeout().toNanos();
    worker().schedule(this, silenceMillis > 0 ? Math.min(silenceMillis * 1_000_000, limit) : limit);
  }

  private long silenceMillis() {
    return inspector == null ? 0 : plan.inspectors().get(nextInspector - 1).silenceMillis();
  }

  private KernelWorker worker() {
    return connection.link().worker();
  }

  @Override
  public void onBytes(ByteBuf in) {
    if (!in.isReadable()) {
      return;
    }
    if (!sawByte) {
      sawByte = true;
      worker().schedule(this, waitNanos());
    }
    advance(in);
  }

  private long waitNanos() {
    long inspectorMillis =
        inspector == null ? 0 : plan.inspectors().get(nextInspector - 1).timeoutMillis();
    return inspectorMillis > 0 ? inspectorMillis * 1_000_000 : plan.detectTimeout().toNanos();
  }

  /** Returns whether the connection has found its handler or its end. */
  private boolean advance(ByteBuf in) {
    if (!inspect(in)) {
      return connection.link().isClosed();
    }
    Chain chosen = chain;
    if (chosen == null) {
      chosen = choose(in);
      chain = chosen;
    }
    return chosen == null ? connection.link().isClosed() : detect(chosen, in);
  }

  private boolean inspect(ByteBuf in) {
    while (nextInspector < plan.inspectors().size() || inspector != null) {
      Inspector current = inspector;
      if (current == null) {
        current = plan.inspectors().get(nextInspector++).open();
        inspector = current;
        if (sawByte) {
          worker().schedule(this, waitNanos());
        }
      }
      if (!in.isReadable()) {
        return false;
      }
      switch (current.inspect(in, connection)) {
        case NEED_MORE -> {
          return false;
        }
        case REJECT -> {
          reject("rejected", Why.DENIED);
          return false;
        }
        case DONE -> inspector = null;
      }
    }
    return true;
  }

  private @Nullable Chain choose(ByteBuf in) {
    for (Chain candidate : plan.chains()) {
      switch (candidate.matcher().matches(connection, in)) {
        case MATCH -> {
          return candidate;
        }
        case NEED_MORE -> {
          return null;
        }
        case NO_MATCH -> {}
      }
    }
    reject("no_chain", Why.DENIED);
    return null;
  }

  private boolean detect(Chain chosen, ByteBuf in) {
    List<Candidate> candidates = chosen.candidates();
    if (candidates.isEmpty()) {
      found(chosen, null);
      return true;
    }
    if (candidates.size() == 1) {
      found(chosen, candidates.get(0));
      return true;
    }
    if (!in.isReadable()) {
      return false;
    }
    boolean more = false;
    for (Candidate candidate : candidates) {
      Detection verdict = candidate.protocol().detect(in);
      if (verdict == Detection.MATCH) {
        connection.owner().sniffed(candidate.word());
        found(chosen, candidate);
        return true;
      }
      more |= verdict == Detection.NEED_MORE;
    }
    if (!more) {
      reject("unknown", Why.DECODE_ERROR);
    }
    return !more;
  }

  private void found(Chain chosen, @Nullable Candidate protocol) {
    worker().cancel(this);
    connection.protocol(protocol == null ? "" : protocol.word());
    connection.chain(chosen.name());
    Link link = connection.link();
    LinkHandler next = chosen.target().open(connection, protocol);
    if (!chosen.networkFilters().isEmpty()) {
      FilteredLink filtered = new FilteredLink(connection, next, chosen.networkFilters());
      link.handler(filtered);
      if (!filtered.accept()) {
        return;
      }
    } else {
      link.handler(next);
    }
    link.redeliver();
    if (departures != null) {
      link.leave(departures);
    }
  }

  private void reject(String result, Why why) {
    connection.owner().sniffed(result);
    worker().cancel(this);
    connection.close(why);
  }

  @Override
  protected void fire() {
    Inspector current = inspector;
    if (!sawByte) {
      if (current != null
          && silenceMillis() > 0
          && current.onSilence(connection) == Inspector.Verdict.DONE) {
        inspector = null;
        connection.owner().sniffed("silent");
        advanceWithoutBytes();
      } else {
        reject("silent", Why.TIMEOUT_IDLE);
      }
      return;
    }
    if (current != null && current.onSilence(connection) == Inspector.Verdict.DONE) {
      inspector = null;
      connection.owner().sniffed("timeout");
      worker().schedule(this, plan.detectTimeout().toNanos());
      connection.link().redeliver();
      return;
    }
    reject("timeout", Why.TIMEOUT_IDLE);
  }

  @Override
  public void onInputClosed(ByteBuf in) {
    Inspector current = inspector;
    if (current != null
        && in.isReadable()
        && current.onSilence(connection) == Inspector.Verdict.DONE) {
      inspector = null;
      advance(in);
    }
    if (connection.link().isClosed()) {
      return;
    }
    reject("closed", sawByte ? Why.CLIENT_GONE : Why.OK);
  }

  @Override
  public void onWritable(Writable state) {
    // Nothing is written yet.
  }

  /** Before the first byte there is nothing to know; after it, it is soon clear who has it. */
  @Override
  public void leave(Departures to) {
    departures = to;
    if (!sawByte && chain == null) {
      worker().cancel(this);
      connection.link().relocation().detach(socket -> depart(to, socket));
    }
  }

  private void depart(Departures to, Manifest.@Nullable Socket socket) {
    if (socket == null) {
      return;
    }
    Manifest manifest = connection.manifest(0, Bytes.NONE, List.of(socket));
    Stay owner = new Stay();
    if (manifest == null) {
      owner.stays();
    } else {
      to.depart(
          new Departure(
              manifest, List.of(connection.link().relocation().socket()), worker(), owner));
    }
  }

  private final class Stay implements Departure.Owner {
    @Override
    public void moved() {
      connection.link().relocation().moved();
      connection.owner().moved(connection);
    }

    @Override
    public void stays() {
      worker().schedule(FirstBytes.this, plan.firstByteTimeout().toNanos());
      connection.link().relocation().reattach();
      connection.link().redeliver();
    }

    @Override
    public void peerGone() {
      // Nothing is owed.
    }
  }

  @Override
  public void onClosed(End end) {
    worker().cancel(this);
    connection.owner().closed(connection);
  }
}
