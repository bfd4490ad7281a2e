package io.mizzen.kernel.config.model;

import io.mizzen.spi.config.ConfigNode;
import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import io.mizzen.spi.config.RefersTo;
import io.mizzen.spi.config.Rest;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One route: the keys that all routers share. The router's own are in {@code spec}. */
@Doc("A rule: which requests match and what happens to them.")
public record RouteConfig(
    @Nullable @Doc("Its name in metrics, logs and views; its position if absent.") String name,
    @Nullable @RefersTo("clusters") @Doc("The cluster it goes to.") String cluster,
    @Doc("Several clusters that share the traffic by weight.") List<WeightedClusterConfig> clusters,
    @Nullable @Doc("An answer made here.") ReplyConfig reply,
    @Default("15s")
        @Doc("From the request's head to the end of the answer, retries included; 0s for no limit.")
        Duration timeout,
    @Default("5m")
        @Doc("Without a byte either way for that long, the stream ends; 0s for no limit.")
        Duration idleTimeout,
    @Default("{}") @Doc("When a failed try is repeated.") RetryConfig retry,
    @Default("{}") @Doc("Fields that are set, added or removed.") FieldEditsConfig headers,
    @Rest @Nullable ConfigNode spec) {
  public RouteConfig {
    int targets =
        (cluster != null ? 1 : 0) + (clusters.isEmpty() ? 0 : 1) + (reply != null ? 1 : 0);
    if (targets > 1) {
      throw new IllegalArgumentException("a route has only one of 'cluster', 'clusters', 'reply'");
    }
  }
}
