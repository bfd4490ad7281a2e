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
    return all(protocol, protocol, upstreamPort);
  }

  /**
   * The same with two endpoints, and calls that break off are made again where that cannot make
   * them happen twice.
   */
  public static String repeating(String protocol, int portA, int portB) {
    return all(protocol, portA)
        .replace(":" + portA + "\"", ":" + portA + "\", \"127.0.0.1:" + portB + "\"")
        .replace(
            "cluster: peer}",
            "cluster: peer, retry: {attempts: 2, budget: 100%,"
                + " conditions: [connect_failed, upstream_closed, upstream_reset]}}");
  }

  /**
   * The same for callers in HTTP with JSON, whose calls the filter {@code transcoder} turns.
   *
   * @param bufferLimit of a whole call or answer
   * @param turning what the filter is told of them beside the protocol, without braces
   */
  public static String turning(
      String protocol, int upstreamPort, String bufferLimit, String turning) {
    return all("http1", protocol, upstreamPort)
        .replace(
            "routes: all",
            """
            routes: all
                    bufferLimit: LIMIT
                    filters:
                      - type: transcoder
                        config: {routes: {everything: {protocol: PROTOCOL, TURNING}}}"""
                .replace("LIMIT", bufferLimit)
                .replace("PROTOCOL", protocol)
                .replace("TURNING", turning));
  }

  private static String all(String callers, String upstream, int upstreamPort) {
    return """
        version: 1
        runtime: {workers: 1}
        listeners:
          - name: rpc
            bind: 127.0.0.1:0
            filterChains:
              - protocol: {type: CALLERS}
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
        .replace("CALLERS", callers)
        .replace("PROTOCOL", upstream)
        .replace("UPSTREAM", String.valueOf(upstreamPort));
  }
}
