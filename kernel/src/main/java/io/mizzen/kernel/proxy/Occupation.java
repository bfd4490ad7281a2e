package io.mizzen.kernel.proxy;

/**
 * What connections are busy with.
 *
 * @param idle without a stream
 * @param serving with streams, none of them a tunnel
 * @param tunnels with a tunnel
 * @param streams open streams of all of them
 */
public record Occupation(int idle, int serving, int tunnels, int streams) {
  /** No connections. */
  public static final Occupation NONE = new Occupation(0, 0, 0, 0);

  /** Of one connection; on its worker. */
  static Occupation of(DownstreamConnection connection) {
    if (connection.isIdle()) {
      return new Occupation(1, 0, 0, 0);
    }
    boolean tunnel = connection.requests().anyTunnel();
    return new Occupation(0, tunnel ? 0 : 1, tunnel ? 1 : 0, connection.requests().size());
  }

  /** Both together. */
  Occupation plus(Occupation other) {
    return new Occupation(
        idle + other.idle,
        serving + other.serving,
        tunnels + other.tunnels,
        streams + other.streams);
  }

  /** All connections counted here. */
  public int connections() {
    return idle + serving + tunnels;
  }
}
