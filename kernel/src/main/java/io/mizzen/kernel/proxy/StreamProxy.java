package io.mizzen.kernel.proxy;

import io.mizzen.kernel.network.Arrival;
import io.mizzen.kernel.network.Candidate;
import io.mizzen.kernel.network.Chain;
import io.mizzen.kernel.network.DownstreamLink;
import io.mizzen.kernel.network.KernelWorker;
import io.mizzen.kernel.network.Link;
import io.mizzen.kernel.network.LinkHandler;
import io.mizzen.kernel.network.Listener;
import io.mizzen.kernel.network.Manifest;
import io.mizzen.kernel.network.Workers;
import io.mizzen.spi.protocol.ServerProtocol;
import io.mizzen.spi.upstream.Endpoint;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All stream connections of the process, worker by worker. */
public final class StreamProxy {
  private final ProxyEvents events;
  private final ProxyWorker[] perWorker;

  public StreamProxy(Workers workers, ProxyEvents events) {
    this.events = events;
    this.perWorker = new ProxyWorker[workers.all().size()];
    for (KernelWorker worker : workers.all()) {
      perWorker[worker.index()] = new ProxyWorker(worker, events);
    }
  }

  public ProxyEvents events() {
    return events;
  }

  /** A chain's target: connections get a codec of the protocol and the plan in the handle. */
  public Chain.Target target(ServerProtocol protocol, ChainPlan.Handle handle) {
    ConnectionLimits limits = ConnectionLimits.of(protocol);
    return new Chain.Target() {
      @Override
      public LinkHandler open(DownstreamLink connection, @Nullable Candidate spoken) {
        DownstreamConnection opened = create(connection);
        opened.open();
        return opened;
      }

      @Override
      public LinkHandler resume(
          DownstreamLink connection,
          @Nullable Candidate spoken,
          Manifest manifest,
          @Nullable Link upstream,
          Arrival arrival) {
        if (upstream != null) {
          return Tunnel.resume(connection, manifest.state(), handle.plan(), upstream);
        }
        ByteBuf state = manifest.state().toBuffer(connection.worker().allocator());
        try {
          DownstreamConnection resumed = create(connection);
          resumed.resume(state, manifest.awaited());
          return resumed;
        } catch (RuntimeException e) {
          throw new IllegalArgumentException("its state is not understood: " + e.getMessage(), e);
        } finally {
          state.release();
        }
      }

      private DownstreamConnection create(DownstreamLink connection) {
        return new DownstreamConnection(
            connection,
            protocol.newCodec(connection),
            limits,
            handle,
            perWorker[connection.worker().index()]);
      }
    };
  }

  /** Tells every connection that fits to send no more; they end as they become idle. */
  public void drain(Predicate<DownstreamLink> which) {
    eachConnection(connection -> which.test(connection.downstream()), StreamProxy::drainWhenHere);
  }

  /** The same for connections of chains that are gone or speak something else now. */
  public void drainRetired() {
    eachConnection(DownstreamConnection::isRetired, StreamProxy::drainWhenHere);
  }

  private static void drainWhenHere(DownstreamConnection connection) {
    connection.downstream().link().whenHere(connection::drain);
  }

  /** Ends the connections of one listener, whatever they do. */
  public void cutOff(Listener listener) {
    eachConnection(
        connection -> connection.downstream().owner().equals(listener),
        DownstreamConnection::cutOff);
  }

  /** Ends every connection, whatever it does. */
  public void cutOff() {
    eachConnection(connection -> true, DownstreamConnection::cutOff);
  }

  private void eachConnection(
      Predicate<DownstreamConnection> which, Consumer<DownstreamConnection> task) {
    for (ProxyWorker worker : perWorker) {
      worker.kernel().execute(() -> worker.connections().stream().filter(which).forEach(task));
    }
  }

  /** What all connections of streams do at the moment. Not on a worker. */
  public CompletableFuture<Occupation> occupation() {
    List<CompletableFuture<Occupation>> parts = new ArrayList<>();
    for (ProxyWorker worker : perWorker) {
      CompletableFuture<Occupation> part = new CompletableFuture<>();
      parts.add(part);
      worker.kernel().execute(() -> part.complete(worker.occupation()));
    }
    return parts.stream()
        .reduce((one, other) -> one.thenCombine(other, Occupation::plus))
        .orElseGet(() -> CompletableFuture.completedFuture(Occupation.NONE));
  }

  /** Open streams, oldest first, as trees for views. Not on a worker. */
  public CompletableFuture<List<Map<String, Object>>> streams(Duration olderThan) {
    List<CompletableFuture<List<Map<String, Object>>>> parts = new ArrayList<>();
    for (ProxyWorker worker : perWorker) {
      CompletableFuture<List<Map<String, Object>>> part = new CompletableFuture<>();
      parts.add(part);
      worker.kernel().execute(() -> part.complete(describe(worker, olderThan.toNanos())));
    }
    return CompletableFuture.allOf(parts.toArray(new CompletableFuture<?>[0]))
        .thenApply(
            done -> {
              List<Map<String, Object>> all = new ArrayList<>();
              parts.forEach(part -> all.addAll(part.getNow(List.of())));
              return all;
            });
  }

  private static List<Map<String, Object>> describe(ProxyWorker worker, long olderThanNanos) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (DownstreamConnection connection : worker.connections()) {
      for (ProxyStream stream : connection.requests().all()) {
        if (stream.outcome().ageNanos() >= olderThanNanos) {
          Map<String, Object> one = new LinkedHashMap<>();
          one.put("id", stream.id());
          one.put("connection", connection.info().id());
          one.put("listener", connection.info().listener());
          one.put("service", stream.request().service().toString());
          one.put("operation", stream.request().operation().toString());
          one.put("phase", stream.phaseWord());
          one.put("ageMs", stream.outcome().ageNanos() / 1_000_000);
          one.put("cluster", stream.outcome().cluster());
          Endpoint endpoint = stream.outcome().endpoint();
          one.put("endpoint", endpoint == null ? null : endpoint.address());
          one.put("attempts", stream.outcome().attempts());
          list.add(one);
        }
      }
    }
    return list;
  }
}
