package io.mizzen.kernel.upstream;

import io.mizzen.kernel.network.KernelWorker;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.upstream.Endpoint;
import io.mizzen.spi.upstream.EndpointSelector;
import io.mizzen.spi.upstream.PickContext;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** What a balancer may ask about a try. One per stream, used again for each try. */
public final class Pick implements PickContext {
  private final ArrayList<Endpoint> tried = new ArrayList<>(2);
  private @Nullable EndpointSelector selector;
  private @Nullable RequestHead head;
  private @Nullable Cluster cluster;
  private @Nullable KernelWorker worker;
  private boolean avoidTried;
  private boolean panic;

  /** A new stream begins. */
  public void begin(@Nullable RequestHead request) {
    head = request;
    selector = null;
    tried.clear();
    avoidTried = true;
  }

  /** Restricts further. */
  public void narrow(EndpointSelector further) {
    EndpointSelector before = selector;
    selector = before == null ? further : e -> before.accepts(e) && further.accepts(e);
  }

  /** An endpoint was tried; the next try prefers another. */
  public void tried(Endpoint endpoint) {
    tried.add(endpoint);
  }

  /** Whether endpoints that failed before may be used again, for want of others. */
  public void allowTried() {
    avoidTried = false;
  }

  public boolean avoidsTried() {
    return avoidTried && !tried.isEmpty();
  }

  void prepare(Cluster of, KernelWorker on) {
    cluster = of;
    worker = on;
    panic = of.inPanic();
  }

  @Override
  public RequestHead head() {
    RequestHead request = head;
    if (request == null) {
      throw new IllegalStateException("raw bytes have no head");
    }
    return request;
  }

  @Override
  public Usable usable(Endpoint endpoint) {
    if (endpoint.gate() == Endpoint.Gate.SHUT
        && !(panic && ((EndpointState) endpoint).override() == null)) {
      return Usable.NO;
    }
    if (avoidTried && tried.contains(endpoint)) {
      return Usable.NO;
    }
    EndpointSelector narrowed = selector;
    return narrowed == null || narrowed.accepts(endpoint) ? Usable.YES : Usable.NO;
  }

  @Override
  public int load(Endpoint endpoint) {
    KernelWorker on = worker;
    Pool pool = on == null ? null : ((EndpointState) endpoint).pool(on.index());
    return pool == null ? 0 : pool.active();
  }

  @Override
  public double ramp(Endpoint endpoint) {
    Cluster of = cluster;
    KernelWorker on = worker;
    return of == null || on == null ? 1 : of.ramp((EndpointState) endpoint, on.now());
  }

  @Override
  public int random(int bound) {
    KernelWorker on = worker;
    return on == null ? 0 : on.random(bound);
  }
}
