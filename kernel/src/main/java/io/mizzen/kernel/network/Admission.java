package io.mizzen.kernel.network;

import io.netty.channel.Channel;
import io.netty.channel.unix.FileDescriptor;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A connection from another process on its way into a listener. */
final class Admission {
  private final Listener listener;
  private final Workers workers;
  private final ListenerPlan plan;
  private final Manifest manifest;
  private final List<FileDescriptor> sockets;
  private final CompletableFuture<Arrival> result = new CompletableFuture<>();

  Admission(Listener listener, Workers workers, Manifest manifest, List<FileDescriptor> sockets) {
    this.listener = listener;
    this.workers = workers;
    this.plan = listener.plan();
    this.manifest = manifest;
    this.sockets = sockets;
  }

  /** Completes on the connection's worker; fails with a sentence. */
  CompletableFuture<Arrival> run() {
    KernelWorker worker = listener.reserve(plan);
    if (worker == null) {
      refuse(new IllegalArgumentException("listener " + listener.name() + " has no room left"));
    } else {
      worker.execute(() -> admit(worker));
    }
    return result;
  }

  private void refuse(Throwable why) {
    sockets.forEach(InheritedSockets::close);
    listener.metrics().moveRefused();
    result.completeExceptionally(why);
  }

  private void admit(KernelWorker worker) {
    Arrival arrival;
    try {
      Link link = link(worker, 0);
      DownstreamLink connection =
          new DownstreamLink(workers.nextConnectionId(), link, listener, manifest.openedAtMillis());
      FactTexts.restore(connection, manifest.facts());
      arrival = new Arrival(connection, manifest.sockets());
      link.handler(
          manifest.chain().isEmpty() ? fresh(connection, arrival) : resumed(connection, arrival));
      listener.opened(connection);
      listener.metrics().movedIn();
    } catch (RuntimeException e) {
      listener.unreserve(worker);
      refuse(e);
      return;
    }
    result.complete(arrival);
  }

  private LinkHandler fresh(DownstreamLink connection, Arrival arrival) {
    FirstBytes first = new FirstBytes(connection, plan);
    arrival.whenReady(first::begin);
    return first;
  }

  private LinkHandler resumed(DownstreamLink connection, Arrival arrival) {
    Chain chain =
        plan.chains().stream()
            .filter(one -> one.name().equals(manifest.chain()))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no chain " + manifest.chain()));
    if (!chain.networkFilters().isEmpty()) {
      throw new IllegalArgumentException(
          "chain " + chain.name() + " has filters that must see a connection's beginning");
    }
    Candidate protocol = candidate(chain);
    connection.chain(chain.name());
    connection.protocol(manifest.protocol());
    Link upstream = null;
    if (sockets.size() > 1) {
      upstream = link(connection.link().worker(), 1);
      arrival.add(upstream);
    }
    return chain.target().resume(connection, protocol, manifest, upstream, arrival);
  }

  private @Nullable Candidate candidate(Chain chain) {
    if (manifest.protocol().isEmpty() && chain.candidates().isEmpty()) {
      return null;
    }
    return chain.candidates().stream()
        .filter(one -> one.word().equals(manifest.protocol()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "chain " + chain.name() + " does not speak '" + manifest.protocol() + "'"));
  }

  /** One of the sockets, not registered yet. */
  private Link link(KernelWorker worker, int index) {
    Manifest.Socket described = manifest.sockets().get(index);
    boolean unix = described.family() == Manifest.Family.UNIX;
    Channel channel = workers.transport().adopt(sockets.get(index).intValue(), unix);
    if (Sockets.cookie(channel) != described.cookie()) {
      throw new IllegalArgumentException("the socket that came is another one");
    }
    workers.transport().tune(channel);
    Sockets.configure(worker, channel, plan.bufferHigh(), unix);
    Link link = new Link(worker, channel, Listener.Opening.INSTANCE);
    link.relocation().arriving();
    channel.pipeline().addLast(link);
    return link;
  }
}
