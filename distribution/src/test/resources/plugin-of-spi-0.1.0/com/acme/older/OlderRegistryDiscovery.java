package com.acme.older;

import io.mizzen.spi.upstream.Discovery;
import io.mizzen.spi.upstream.EndpointSpec;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks on the kernel's background threads, never on a worker; a failure keeps the last set. */
final class OlderRegistryDiscovery implements Discovery {
  private final OlderRegistryConfig config;
  private final ScheduledExecutorService background;
  private @Nullable ScheduledFuture<?> asking;
  private @Nullable List<EndpointSpec> last;

  OlderRegistryDiscovery(OlderRegistryConfig config, ScheduledExecutorService background) {
    this.config = config;
    this.background = background;
  }

  @Override
  public void start(Watcher watcher) {
    asking =
        background.scheduleWithFixedDelay(
            () -> ask(watcher), 0, config.every().toMillis(), TimeUnit.MILLISECONDS);
  }

  private void ask(Watcher watcher) {
    try {
      List<EndpointSpec> found = registry();
      if (!found.equals(last)) {
        last = found;
        watcher.onEndpoints(found);
      }
    } catch (RuntimeException e) {
      watcher.onFailure("the registry did not answer: " + e.getMessage());
    }
  }

  /** Where a real plugin asks its registry. */
  private List<EndpointSpec> registry() {
    return config.addresses().stream().map(EndpointSpec::of).toList();
  }

  @Override
  public void close() {
    if (asking != null) {
      asking.cancel(false);
    }
  }
}
