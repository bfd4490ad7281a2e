package io.mizzen.kernel.config.model;

import io.mizzen.spi.config.ByteSize;
import io.mizzen.spi.config.Component;
import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import io.mizzen.spi.config.OfKind;
import io.mizzen.spi.config.Ratio;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A service traffic goes to. */
@Doc("The endpoints of a service and how they are called.")
public record ClusterConfig(
    @Doc("Its name, used by routes.") String name,
    @Nullable
        @OfKind("protocol.client")
        @Doc("The protocol; absent for a cluster of TCP proxies only.")
        Component protocol,
    @Default("roundRobin") @OfKind("loadBalancer") @Doc("What chooses an endpoint.")
        Component loadBalancer,
    @Default("3s") @Doc("How long opening a connection may take.") Duration connectTimeout,
    @Doc("Fixed endpoints: \"host:port\", or {address, weight, metadata}.")
        List<EndpointConfig> endpoints,
    @Nullable @OfKind("discovery") @Doc("Where endpoints come from, instead of fixed ones.")
        Component discovery,
    @Nullable @Doc("Whether and how endpoints are asked for their health.")
        HealthCheckConfig healthCheck,
    @Nullable @Doc("New and recovered endpoints get their share step by step.")
        SlowStartConfig slowStart,
    @Nullable @OfKind("preamble") @Doc("What is sent first on each connection.") Component preamble,
    @Default("50%")
        @Doc(
            "Below this share of usable endpoints all are used again, since the check may be wrong; 0% for never.")
        Ratio panicThreshold,
    @Default("1024") @Doc("Open requests of all workers together; more are refused with overload.")
        int maxRequests,
    @Default("{}")
        @Doc("With many workers and endpoints each worker uses only a part of the endpoints.")
        WorkerSubsetConfig workerSubset,
    @Default("256KiB")
        @Doc("Unsent bytes of a connection above which the downstream is no longer read.")
        ByteSize bufferHigh) {
  public ClusterConfig {
    if (discovery != null && !endpoints.isEmpty()) {
      throw new IllegalArgumentException("a cluster has only one of 'endpoints' and 'discovery'");
    }
    if (discovery == null && endpoints.isEmpty()) {
      throw new IllegalArgumentException("a cluster needs 'endpoints' or 'discovery'");
    }
    if (maxRequests < 1) {
      throw new IllegalArgumentException("maxRequests must be at least 1, got " + maxRequests);
    }
  }
}
