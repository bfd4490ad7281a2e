package io.mizzen.kernel.operate;

import io.mizzen.kernel.config.model.ClusterConfig;
import io.mizzen.kernel.network.Workers;
import io.mizzen.kernel.router.RouteTable;
import io.mizzen.kernel.stream.FilterPlan;
import io.mizzen.kernel.telemetry.MetricsRegistry;
import io.mizzen.spi.protocol.ClientProtocol;
import io.mizzen.spi.protocol.ServerProtocol;
import io.mizzen.spi.stream.StreamFilter;
import io.mizzen.spi.upstream.LoadBalancer;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * The shadow of one chain with one protocol and one cluster.
 *
 * @param name for people
 * @param word what the chain speaks
 * @param samples the requests, as bytes
 * @param sender understands the samples; another hop than the chain, or it would look like a loop
 * @param caller what calls it
 * @param server what it speaks
 * @param filters those that may be run with made-up requests
 * @param table its first routes, and one that takes the rest to the cluster
 * @param bufferLimit of the chain, in bytes
 * @param cluster with the fixed endpoint that the stage fills in
 * @param upstream how the cluster speaks
 * @param balancer of the cluster
 * @param peerWord what the cluster speaks
 * @param peer how that is understood
 * @param answers answers everything
 */
record WarmUpParts(
    String name,
    String word,
    List<byte[]> samples,
    ServerProtocol sender,
    ClientProtocol caller,
    ServerProtocol server,
    FilterPlan filters,
    RouteTable table,
    int bufferLimit,
    ClusterConfig cluster,
    ClientProtocol upstream,
    LoadBalancer.Builder balancer,
    String peerWord,
    ServerProtocol peer,
    RouteTable answers)
    implements WarmUpPart {

  @Override
  public WarmUpStage stage(Workers workers, MetricsRegistry registry) {
    return new WarmUpStreams(this, workers, registry);
  }

  @Override
  public void close() {
    for (int i = 0; i < filters.size(); i++) {
      close(filters.filter(i));
    }
  }

  private static void close(StreamFilter filter) {
    if (filter instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        LoggerFactory.getLogger(WarmUp.class).debug("a filter did not close", e);
      }
    }
  }
}
