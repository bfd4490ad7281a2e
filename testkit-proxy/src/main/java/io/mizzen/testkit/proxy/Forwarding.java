package io.mizzen.testkit.proxy;

/** The plainest configuration of an RPC proxy, for tests to begin with. */
public final class Forwarding {
  private Forwarding() {}

  /**
   * Everything that comes in at the listener {@code rpc} goes to the one endpoint of the cluster
   * {@code peer}, by one worker, so that all callers share connections.
   *
   * @param protocol spoken on both sides
   * @param upstreamPort on 127.0.0.1
   */
  public static String all(String protocol, int upstreamPort) {
    return """
        version: 1
        runtime: {workers: 1}
        listeners:
          - name: rpc
            bind: 127.0.0.1:0
            filterChains:
              - protocol: {type: PROTOCOL}
                routes: all
        routeTables:
          - name: all
            router: {type: serviceRouter}
            routes:
              - {name: everything, cluster: peer}
        clusters:
          - name: peer
            protocol: {type: PROTOCOL}
            endpoints: ["127.0.0.1:UPSTREAM"]
        """
        .replace("PROTOCOL", protocol)
        .replace("UPSTREAM", String.valueOf(upstreamPort));
  }
}
