package io.mizzen.spi.upstream;

import io.mizzen.spi.Worker;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chooses an endpoint. Belongs to one worker and one endpoint set; needs no locks. */
public interface LoadBalancer {
  /** The endpoint for a try, or null if none is usable. Does not allocate. */
  @Nullable Endpoint pick(PickContext context);

  /** Makes the balancer of each worker; shared by all workers. */
  interface Builder {
    /**
     * Called once per worker and change of the endpoints, on the worker.
     *
     * @param endpoints the whole set, unmodifiable, gates ignored
     * @param worker the worker it is for; start points should differ by worker
     */
    LoadBalancer over(List<Endpoint> endpoints, Worker worker);
  }
}
