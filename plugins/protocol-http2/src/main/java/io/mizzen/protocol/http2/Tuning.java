package io.mizzen.protocol.http2;

/**
 * The numbers of a connection, the same for both directions.
 *
 * @param streamWindow what the peer may have under way on one stream
 * @param connectionWindow and on all of them
 * @param maxBlock the largest encoded field section
 * @param maxContinuations CONTINUATION frames of one section
 * @param budgets by the ordinal of {@link Abuse}
 * @param head limits of decoded sections
 * @param maxMessage the largest message of gRPC that the peer may send; 0 for any
 */
record Tuning(
    int streamWindow,
    int connectionWindow,
    int maxBlock,
    int maxContinuations,
    int[] budgets,
    HeadLimits head,
    long maxMessage) {
  /** The table that a peer's encoder may fill: what everybody has (RFC 9113 section 6.5.2). */
  static final int TABLE_SIZE = 4096;
}
